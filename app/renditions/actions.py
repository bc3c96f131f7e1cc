"""Keep one more file of an issued document, and say on its public page what that file is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.documents.models import Document
from app.files import gateways as files
from app.kit import clock
from app.kit.actor import Actor
from app.kit.text import sha256
from app.notifications import actions as notifications
from app.renditions import queries, rules
from app.renditions.models import Rendition, RenditionFace, RenditionKind
from app.towns import queries as towns

HANDLERS = (Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY)


def keep(
    session: Session,
    document: Document,
    kind: RenditionKind,
    data: bytes,
    *,
    names: Sequence[str],
    extends: str = "",
    actor: Actor,
    now: datetime,
) -> Rendition:
    """The next file of a kind; the caller holds the document (`queries.get_locked`). Raises SameFile."""
    digest = sha256(data)
    _check_new(session, document.id, kind, digest)
    before = queries.latest(session, document.id, kind)
    rendition = Rendition(
        partnership_id=document.partnership_id,
        document_id=document.id,
        town_id=actor.town_id or document.town_id,
        kind=kind,
        step=before.step + 1 if before else 1,
        sha256=files.keep(data),
        size=len(data),
        extends=extends,
        names=list(names),
        made_by=actor.id,
        made_by_name=actor.name,
        made_at=now,
    )
    session.add(rendition)
    session.flush()
    audit.record(session, actor, "renditions.keep", f"document:{document.id}", kind=kind.value, sha256=digest)
    return rendition


def publish(
    session: Session, document: Document, rendition: Rendition, states: Sequence[dict[str, str]] = (), *, now: datetime
) -> None:
    """From now on the verification page knows this file."""
    face = RenditionFace(
        code=document.code,
        sha256=rendition.sha256,
        kind=rendition.kind,
        step=rendition.step,
        names=rendition.names,
        states=list(states),
        made_on=clock.to_town(now).date(),
    )
    session.add(face)
    session.flush()


def tell(session: Session, document: Document, event: str, *, title: str, text: str, but: UUID | None = None) -> None:
    """Tell the handlers of every town of the document, except of the town `but`, once of an event."""
    for town in towns.towns_of(session, document.partnership_id):
        if town.id != but:
            notifications.tell_town(
                session,
                town_id=town.id,
                roles=HANDLERS,
                kind="renditions.marked",
                event=f"document:{document.id}:{event}",
                title=title,
                text=text,
                url=f"/documents/{document.id}",
            )


def _check_new(session: Session, document_id: UUID, kind: RenditionKind, digest: str) -> None:
    same = select(Rendition).where(Rendition.document_id == document_id, Rendition.kind == kind)
    if session.exec(same.where(Rendition.sha256 == digest)).first():
        raise rules.SameFile
