"""Reading a town's own 督办事项. Another town's are not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.errands import rules
from app.errands.models import DEEDS, STATES, Errand, ErrandState, ErrandStep
from app.kit.errors import NotFound
from app.towns.models import Unit


@dataclass(frozen=True)
class ErrandLine:
    id: UUID
    text: str
    unit_name: str
    person_name: str
    due_on: date
    percent: int
    state: ErrandState
    state_words: str
    is_overdue: bool


@dataclass(frozen=True)
class Told:
    at: datetime
    deed_words: str
    who: str
    percent: int | None
    note: str
    file_id: UUID | None


def get_errand(session: Session, errand_id: UUID, *, town_id: UUID, to_change: bool = False) -> Errand:
    """A 督办事项 of the town itself, held if it is to be changed."""
    found = select(Errand).where(Errand.id == errand_id, Errand.town_id == town_id)
    if to_change:
        found = found.with_for_update().execution_options(populate_existing=True)
    errand = session.exec(found).first()
    if errand is None:
        raise NotFound
    return errand


def select_of(town_id: UUID, *, text: str = "", state: str = "open", today: date) -> sa.Select[Any]:
    """A town's, the most urgent first. `state`: open, overdue, closed or all."""
    found = sa.select(Errand).where(col(Errand.town_id) == town_id)
    if words := text.strip().replace("%", "").replace("_", ""):
        found = found.where(col(Errand.text).like(f"%{words}%"))
    if state in ("open", "overdue"):
        found = found.where(col(Errand.state).not_in([ErrandState.CLOSED, ErrandState.WITHDRAWN]))
    if state == "overdue":
        found = found.where(col(Errand.due_on) < today, col(Errand.state).in_(rules.WAITING))
    if state == "closed":
        found = found.where(col(Errand.state) == ErrandState.CLOSED)
    return found.order_by(col(Errand.due_on), col(Errand.id))


def lines_of(session: Session, errands: Sequence[Errand], *, today: date) -> list[ErrandLine]:
    people = accounts.names_of(session, [e.person_id for e in errands if e.person_id])
    ids = {e.unit_id for e in errands}
    units = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(ids)).order_by(col(Unit.name))).all())
    return [
        ErrandLine(
            id=e.id,
            text=e.text,
            unit_name=units[e.unit_id],
            person_name=people.get(e.person_id, "") if e.person_id else "",
            due_on=e.due_on,
            percent=e.percent,
            state=e.state,
            state_words=STATES[e.state],
            is_overdue=rules.is_overdue(e, today),
        )
        for e in errands
    ]


def waiting(session: Session, town_id: UUID) -> Sequence[Errand]:
    """What is still to be done in a town: for reminders and to-do lists."""
    found = select(Errand).where(Errand.town_id == town_id, col(Errand.state).in_(rules.WAITING))
    return session.exec(found.order_by(col(Errand.due_on), col(Errand.id))).all()


def history_of(session: Session, errand_id: UUID) -> list[Told]:
    found = select(ErrandStep).where(ErrandStep.errand_id == errand_id).order_by(col(ErrandStep.number))
    steps = session.exec(found).all()
    people = accounts.names_of(session, [s.person_id for s in steps if s.person_id])
    return [
        Told(s.at, DEEDS[s.deed], people.get(s.person_id, "") if s.person_id else "系统", s.percent, s.note, s.file_id)
        for s in steps
    ]


def next_step(session: Session, errand_id: UUID) -> int:
    found = select(func.max(ErrandStep.number)).where(ErrandStep.errand_id == errand_id)
    return (session.exec(found).one() or 0) + 1
