"""Allow the use of a seal's image, take that back, place the image on a document, print it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.documents.models import Document
from app.kit import clock
from app.kit.actor import Actor
from app.registry import queries as registry
from app.renditions import actions as renditions
from app.renditions import queries as rendition_queries
from app.renditions.models import RenditionKind
from app.renditions.rules import SameFile
from app.seals import queries, rules
from app.seals.models import GrantDraft, SealGrant, SealPlacing, SealPrinting
from app.towns.models import Organ


def authorise(session: Session, draft: GrantDraft, *, actor: Actor, now: datetime) -> SealGrant:
    """印章使用授权 for the image as it is uploaded now. Raises SecretaryOnly, NoImage, BadDays."""
    organ = _own_organ(session, draft.organ_id, actor, now)
    rules.check_days(draft, clock.to_town(now).date())
    image = queries.image_of(session, organ)
    if not image:
        raise rules.NoImage(organ=organ.full_name)
    grant = SealGrant(
        **draft.model_dump(),
        town_id=organ.town_id,
        organ=organ.full_name,
        sha256=image,
        granted_by=actor.id,  # type: ignore[arg-type]  # a person grants
        granted_by_name=actor.name,
        granted_at=now,
    )
    session.add(grant)
    audit.record(session, actor, "seals.authorise", f"seal_grant:{grant.id}", sha256=image)
    return grant


def withdraw(session: Session, grant_id: UUID, *, actor: Actor, now: datetime) -> SealGrant:
    """Nothing more is placed under this 授权; what was printed stays."""
    grant = queries.get_grant(session, grant_id, town_id=actor.town_id)
    _check_secretary(session, actor, now)
    if grant.ended_at is not None:
        raise rules.GrantEnded
    grant.ended_at = now
    audit.record(session, actor, "seals.withdraw", f"seal_grant:{grant.id}")
    return grant


def place(session: Session, document_id: UUID, index: int, *, actor: Actor, now: datetime) -> SealPlacing:
    """Put the organ's image on its own printed name; the print follows after the commit (jobs/seal_documents).

    Raises SecretaryOnly, NotIssued, NotYourPlace, AlreadyPlaced, NoImage or NotGranted.
    """
    document = rendition_queries.get_locked(session, document_id)
    where = rendition_queries.get_place(session, document, index, actor.town_id)
    organ = _own_organ(session, where.organ_id, actor, now)
    if any(p.place == index for p in queries.placings_of(session, document.id)):
        raise rules.AlreadyPlaced(organ=where.name)
    placing = _placing(session, document, index, where.name, organ, actor, now)
    session.add(placing)
    session.flush()
    _want(session, document, now)
    audit.record(session, actor, "seals.place", f"document:{document.id}", place=index, sha256=placing.sha256)
    return placing


def keep_print(session: Session, document_id: UUID, data: bytes, places: Collection[int], *, now: datetime) -> bool:
    """The print with the seals on these places; False when somebody was faster."""
    document = rendition_queries.get_locked(session, document_id)
    printing = queries.find_printing(session, document_id)
    if printing is None or printing.printed >= len(places):
        return False
    names = [p.organ for p in queries.placings_of(session, document.id) if p.place in places]
    printing.printed, printing.attempts, printing.failure = len(places), 0, ""
    system = Actor.system(document.town_id)
    try:
        kept = renditions.keep(session, document, RenditionKind.SEALED, data, names=names, actor=system, now=now)
    except SameFile:
        return False
    renditions.publish(session, document, kept, now=now)
    text = f"《{document.title}》（{document.number}）的打印件已加盖{'、'.join(names)}的印章图片，可以下载打印。"
    renditions.tell(session, document, f"sealed:{len(places)}", title="带印章的打印件已生成", text=text)
    return True


def put_off(session: Session, document_id: UUID, reason: str, *, now: datetime) -> None:
    """A print failed: try again after a growing pause."""
    printing = queries.find_printing(session, document_id)
    if printing is not None:
        printing.attempts += 1
        printing.failure, printing.not_before = reason[:200], rules.next_try(printing.attempts, now)


def _placing(
    session: Session, document: Document, index: int, name: str, organ: Organ, actor: Actor, now: datetime
) -> SealPlacing:
    image = queries.image_of(session, organ)
    if not image:
        raise rules.NoImage(organ=organ.full_name)
    grant = rules.in_force(queries.grants_of(session, organ.id), image, clock.to_town(now).date())
    if grant is None:
        raise rules.NotGranted(organ=organ.full_name)
    return SealPlacing(
        partnership_id=document.partnership_id,
        document_id=document.id,
        town_id=organ.town_id,
        place=index,
        organ=name,
        sha256=image,
        granted_by_name=grant.granted_by_name,
        granted_until=grant.until_on,
        placed_by=actor.id,  # type: ignore[arg-type]  # a person places
        placed_by_name=actor.name,
        placed_at=now,
    )


def _want(session: Session, document: Document, now: datetime) -> None:
    printing = queries.find_printing(session, document.id)
    if printing is None:
        wanted = SealPrinting(partnership_id=document.partnership_id, document_id=document.id, wanted=1, not_before=now)
        session.add(wanted)
    else:
        printing.wanted, printing.not_before, printing.attempts = printing.wanted + 1, now, 0
    session.flush()


def _own_organ(session: Session, organ_id: UUID | None, actor: Actor, now: datetime) -> Organ:
    _check_secretary(session, actor, now)
    assert organ_id is not None and actor.town_id is not None  # noqa: S101, PT018 - a secretary's own place has both
    return registry.get_organ(session, organ_id, town_id=actor.town_id)


def _check_secretary(session: Session, actor: Actor, now: datetime) -> None:
    if actor.id is None or not queries.is_secretary(session, actor.id, actor.town_id, now):
        raise rules.SecretaryOnly
