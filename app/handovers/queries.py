"""What is ticked, and who stands in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.handovers import rules
from app.handovers.models import Item, StandIn, Tick
from app.secondments.models import Secondment


def ticks_of(session: Session, secondment_id: UUID) -> Sequence[Tick]:
    found = select(Tick).where(Tick.secondment_id == secondment_id)
    return session.exec(found.order_by(col(Tick.ticked_at), col(Tick.id))).all()


def open_items(session: Session, postings: Sequence[Secondment]) -> dict[UUID, tuple[frozenset[Item], frozenset[Item]]]:
    """For each posting the items not yet ticked: at the start, at the end."""
    found = select(Tick.secondment_id, Tick.item).where(col(Tick.secondment_id).in_([p.id for p in postings]))
    done = set(session.exec(found.order_by(col(Tick.ticked_at))).all())
    return {
        p.id: (
            frozenset(item for item, _, _ in rules.START if (p.id, item) not in done),
            frozenset(item for item, _, _ in rules.END if (p.id, item) not in done),
        )
        for p in postings
    }


def find_stand_in(session: Session, secondment_id: UUID) -> StandIn | None:
    """Only the home town finds one."""
    return session.exec(select(StandIn).where(StandIn.secondment_id == secondment_id)).first()


def stand_ins_of(session: Session, secondment_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of those who stand in, by posting."""
    found = (
        select(StandIn.secondment_id, Person.name)
        .join(Person, col(Person.id) == col(StandIn.person_id))
        .where(col(StandIn.secondment_id).in_(secondment_ids))
    )
    return dict(session.exec(found.order_by(col(Person.name))).all())


def colleagues(session: Session, posting: Secondment, now: datetime) -> list[Person]:
    """Who could stand in: everybody at home who is not away and not the auditor."""
    away = {p.id for p in accounts.people_of(session, posting.home_town_id) if _is_away(session, p.id, now)}
    auditors = {p.id for p in accounts.people_with(session, posting.home_town_id, {Role.AUDITOR}, now)}
    out = away | auditors | {posting.person_id}
    return [p for p in accounts.people_of(session, posting.home_town_id) if p.id not in out]


def _is_away(session: Session, person_id: UUID, now: datetime) -> bool:
    return any(r.role is Role.SECONDEE for r in accounts.roles_at(session, person_id, now))
