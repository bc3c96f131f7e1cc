"""Agreements as one of their towns may read them: the row, its towns, its texts, and lists by state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.agreements import rules
from app.agreements.models import Agreement, AgreementState, AgreementTown, AgreementVersion
from app.contracts.models import Agreement as Wording
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.precedents.models import AgreementKind, AgreementText, Relation
from app.precedents.rules import wording
from app.redlines.rules import Change, Conflict
from app.towns import queries as towns
from app.towns.models import Organ


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for."""

    state: AgreementState | None = None
    kind: AgreementKind | None = None
    words: str = ""
    among: Collection[UUID] | None = None
    """Only these; None: all."""


def get_agreement(session: Session, agreement_id: UUID, *, reader_town_id: UUID, lock: bool = False) -> Agreement:
    """For the towns that sign; a draft for its own town only. 404 for everybody else."""
    mine = select(Agreement).where(Agreement.id == agreement_id)
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    found = session.exec(mine).first()
    if found is None or (not found.is_shared and found.town_id != reader_town_id):
        raise NotFound
    if reader_town_id not in {t.town_id for t in towns_in(session, found)}:
        raise NotFound
    return found


def lock_agreement(session: Session, agreement: Agreement) -> Agreement:
    """The row as it is now, held until the transaction ends: an edit and a key queue here."""
    mine = select(Agreement).where(Agreement.id == agreement.id).with_for_update()
    return session.exec(mine.execution_options(populate_existing=True)).one()


def towns_in(session: Session, agreement: Agreement) -> Sequence[AgreementTown]:
    """The towns that sign, in the order of their signatures."""
    found = select(AgreementTown).where(AgreementTown.agreement_id == agreement.id)
    return session.exec(found.order_by(col(AgreementTown.place))).all()


def organs_in(session: Session, agreement: Agreement) -> list[Organ]:
    """The organs that sign, in their order."""
    ids = [t.organ_id for t in towns_in(session, agreement)]
    known = {o.id: o for o in session.exec(select(Organ).where(col(Organ.id).in_(ids)).order_by(col(Organ.id)))}
    return [known[i] for i in ids if i in known]


def get_version(session: Session, agreement: Agreement, number: int) -> AgreementVersion:
    found = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement.id, AgreementVersion.number == number
    )
    version = session.exec(found).first()
    if version is None:
        raise NotFound
    return version


def get_aside(session: Session, agreement: Agreement, aside_id: UUID) -> AgreementVersion:
    """A text that met a newer one and was kept beside it; only its own town finds it."""
    found = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement.id,
        AgreementVersion.id == aside_id,
        col(AgreementVersion.number).is_(None),
    )
    aside = session.exec(found).first()
    if aside is None:
        raise NotFound
    return aside


def versions_of(session: Session, agreement: Agreement) -> Sequence[AgreementVersion]:
    """Every saved text that the reader may see, the newest first."""
    found = select(AgreementVersion).where(AgreementVersion.agreement_id == agreement.id)
    return session.exec(found.order_by(col(AgreementVersion.at).desc(), col(AgreementVersion.number).desc())).all()


def version_on_table(session: Session, agreement: Agreement) -> AgreementVersion:
    return get_version(session, agreement, agreement.version)


def text_at(session: Session, agreement: Agreement, number: int) -> AgreementText:
    return AgreementText.model_validate(get_version(session, agreement, number).text)


def text_of(session: Session, agreement: Agreement) -> AgreementText:
    """The text that stands."""
    return text_at(session, agreement, agreement.version)


def content_of(session: Session, agreement: Agreement) -> Wording:
    """What is printed, and what the keys fit."""
    return wording(text_of(session, agreement))


def differences(session: Session, agreement: Agreement, old: int, new: int) -> list[Change]:
    """Article by article between two saved texts."""
    return rules.differences(text_at(session, agreement, old), text_at(session, agreement, new))


def met(session: Session, agreement: Agreement, aside: AgreementVersion) -> tuple[AgreementText, list[Conflict]]:
    """A text kept aside, joined onto the one that stands, with the passages that two people changed."""
    base, theirs = text_at(session, agreement, aside.base), text_of(session, agreement)
    return rules.merge(base, theirs, AgreementText.model_validate(aside.text))


def list_agreements(session: Session, town_id: UUID, wanted: Wanted, page: int) -> Page[Agreement]:
    """The agreements of a town, the newest first."""
    return page_of(session, _found(town_id, wanted), page)


def find_all(session: Session, town_id: UUID, wanted: Wanted | None = None) -> Sequence[Agreement]:
    return session.exec(_found(town_id, wanted or Wanted())).all()


def count_by_state(session: Session, town_id: UUID) -> dict[AgreementState, int]:
    found = _found(town_id, Wanted()).order_by(None).subquery()
    counted = session.execute(sa.select(found.c.state, sa.func.count()).group_by(found.c.state).order_by(found.c.state))
    return {AgreementState(state): number for state, number in counted}


def following(session: Session, agreement: Agreement) -> Sequence[Agreement]:
    """Supplements, renewals and terminations of an agreement that the reader may see, the oldest first."""
    found = select(Agreement).where(Agreement.main_id == agreement.id, Agreement.state != AgreementState.WITHDRAWN)
    return session.exec(found.order_by(col(Agreement.begun_at), col(Agreement.id))).all()


def endings_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Agreement]]:
    """By agreement, the signed 解除协议 that end it."""
    ending = select(Agreement).where(col(Agreement.main_id).in_(ids), Agreement.relation == Relation.TERMINATION)
    found = session.exec(ending.where(Agreement.state == AgreementState.CONCLUDED).order_by(col(Agreement.id))).all()
    return {one: [a for a in found if a.main_id == one] for one in ids}


def find_main(session: Session, agreement: Agreement) -> Agreement | None:
    """The agreement that this one supplements, renews or ends."""
    return session.exec(select(Agreement).where(Agreement.id == agreement.main_id)).first()


def members_of(session: Session, agreement: Agreement) -> set[UUID]:
    return {t.id for t in towns.towns_of(session, agreement.partnership_id)}


def organs_to_choose(session: Session, partnership_id: UUID) -> list[tuple[Organ, str]]:
    """Every organ that can sign, with its town's name, town by town."""
    return [(o, t.name) for t in towns.towns_of(session, partnership_id) for o in towns.organs_of(session, t.id)]


def _found(town_id: UUID, wanted: Wanted) -> SelectOfScalar[Agreement]:
    mine = select(AgreementTown.agreement_id).where(AgreementTown.town_id == town_id)
    seen = sa.or_(col(Agreement.town_id) == town_id, col(Agreement.shared_with).is_not(None))
    found = select(Agreement).where(col(Agreement.id).in_(mine), seen)
    if wanted.state:
        found = found.where(Agreement.state == wanted.state)
    if wanted.kind:
        found = found.where(Agreement.kind == wanted.kind)
    if wanted.among is not None:
        found = found.where(col(Agreement.id).in_(wanted.among))
    if words := wanted.words.strip():
        found = found.where(col(Agreement.title).contains(words, autoescape=True))
    return found.order_by(col(Agreement.begun_at).desc(), col(Agreement.id))
