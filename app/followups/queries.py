"""Reading followups: what is open between the towns, what a town has to do, how it went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.followups import rules
from app.followups.models import (
    STATES,
    Deed,
    FigureConsent,
    Followup,
    FollowupConfirmation,
    FollowupPart,
    FollowupState,
    FollowupStep,
)
from app.kit.errors import NotFound
from app.towns import queries as towns


@dataclass(frozen=True)
class FollowupLine:
    """A followup in a list or on a meeting's page."""

    id: UUID
    text: str
    source: str
    source_title: str
    towns: tuple[str, ...]
    who: str
    due_on: date | None
    percent: int
    state: FollowupState
    state_words: str
    is_overdue: bool
    last_note: str


@dataclass(frozen=True)
class Told:
    """A step of the history."""

    at: datetime
    deed: Deed
    who: str
    percent: int | None
    note: str
    file_id: UUID | None


@dataclass(frozen=True)
class PartView:
    town_id: UUID
    town_name: str
    percent: int
    reported_on: date | None


@dataclass(frozen=True)
class TownFigures:
    town_name: str
    figures: rules.Figures


def get_followup(session: Session, followup_id: UUID) -> Followup:
    followup = session.get(Followup, followup_id)
    if followup is None:
        raise NotFound
    return followup


def lock_followup(session: Session, followup_id: UUID) -> Followup:
    """The followup as it is now, held until the transaction ends."""
    found = select(Followup).where(Followup.id == followup_id).with_for_update()
    followup = session.exec(found.execution_options(populate_existing=True)).first()
    if followup is None:
        raise NotFound
    return followup


def find_by_source(session: Session, partnership_id: UUID, source: str) -> Followup | None:
    found = select(Followup).where(Followup.partnership_id == partnership_id, Followup.source == source)
    return session.exec(found).first()


def parts_of(session: Session, followup_id: UUID) -> Sequence[FollowupPart]:
    found = select(FollowupPart).where(FollowupPart.followup_id == followup_id)
    return session.exec(found.order_by(col(FollowupPart.id))).all()


def confirmed_by(session: Session, followup_id: UUID) -> frozenset[UUID]:
    """The towns that have confirmed the present report."""
    found = select(FollowupConfirmation.town_id).where(FollowupConfirmation.followup_id == followup_id)
    return frozenset(session.exec(found.order_by(col(FollowupConfirmation.town_id))))


def confirmers_of(session: Session, followup: Followup) -> tuple[UUID, ...]:
    responsible = [p.town_id for p in parts_of(session, followup.id)]
    return rules.confirmers(responsible, [t.id for t in towns.towns_of(session, followup.partnership_id)])


def select_of(
    partnership_ids: Iterable[UUID],
    *,
    text: str = "",
    town_id: UUID | None = None,
    states: Iterable[FollowupState] = (),
    overdue_on: date | None = None,
) -> sa.Select[Any]:
    """The followups of partnerships, the most urgent first; the filters of the list's page."""
    found = sa.select(Followup).where(col(Followup.partnership_id).in_(list(partnership_ids)))
    if states := list(states):
        found = found.where(col(Followup.state).in_(states))
    if words := text.strip():
        like = f"%{words.replace('%', '').replace('_', '')}%"
        kept = (Followup.text, Followup.source_title, Followup.unit_name, Followup.person_name)
        found = found.where(sa.or_(*(col(c).like(like) for c in kept)))
    if town_id:
        mine = sa.select(col(FollowupPart.followup_id)).where(col(FollowupPart.town_id) == town_id)
        found = found.where(col(Followup.id).in_(mine))
    if overdue_on:
        waiting = (FollowupState.OPEN, FollowupState.IN_PROGRESS)
        found = found.where(col(Followup.due_on) < overdue_on, col(Followup.state).in_(waiting))
    is_done = col(Followup.state).in_(rules.DONE)
    return found.order_by(is_done, col(Followup.due_on).is_(None), col(Followup.due_on), col(Followup.id))


def lines_of(session: Session, followups: Sequence[Followup], *, today: date) -> tuple[FollowupLine, ...]:
    """Four queries, however many followups."""
    ids = [f.id for f in followups]
    parts: dict[UUID, list[FollowupPart]] = {i: [] for i in ids}
    found = select(FollowupPart).where(col(FollowupPart.followup_id).in_(ids)).order_by(col(FollowupPart.id))
    for part in session.exec(found):
        parts[part.followup_id].append(part)
    names = towns.names_of(session, list({p.town_id for group in parts.values() for p in group}))
    notes = _last_notes(session, ids)
    return tuple(_line(f, parts[f.id], names, notes.get(f.id, ""), today) for f in followups)


def _line(
    followup: Followup, parts: Sequence[FollowupPart], names: dict[UUID, str], last_note: str, today: date
) -> FollowupLine:
    who_towns = tuple(names[p.town_id] for p in parts)
    return FollowupLine(
        id=followup.id,
        text=followup.text,
        source=followup.source,
        source_title=followup.source_title,
        towns=who_towns,
        who=rules.who(followup, who_towns),
        due_on=followup.due_on,
        percent=100 if followup.state is FollowupState.CLOSED else rules.percent_of(parts),
        state=followup.state,
        state_words=STATES[followup.state],
        is_overdue=rules.is_overdue(followup, today),
        last_note=last_note,
    )


def _last_notes(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The last sentence of each history that has one."""
    found = select(FollowupStep.followup_id, FollowupStep.note).where(
        col(FollowupStep.followup_id).in_(ids), FollowupStep.note != ""
    )
    return dict(session.exec(found.order_by(col(FollowupStep.number))).all())


def open_of_partnership(session: Session, partnership_id: UUID, *, today: date) -> tuple[FollowupLine, ...]:
    """上次议定事项落实情况: everything that is not closed."""
    waiting = (FollowupState.OPEN, FollowupState.IN_PROGRESS, FollowupState.REPORTED)
    rows = session.scalars(select_of([partnership_id], states=waiting)).all()
    return lines_of(session, rows, today=today)


def of_sources(session: Session, sources: Sequence[str], *, today: date) -> dict[str, FollowupLine]:
    """By source, closed ones too: how exactly these resolutions went."""
    found = select(Followup).where(col(Followup.source).in_(list(sources))).order_by(col(Followup.id))
    rows = lines_of(session, session.exec(found).all(), today=today)
    return {line.source: line for line in rows}


def has_open(session: Session, sources: Sequence[str]) -> bool:
    """Whether any of these has something still to be closed."""
    found = select(Followup.id).where(col(Followup.source).in_(list(sources)), col(Followup.state).not_in(rules.DONE))
    return session.exec(found.limit(1)).first() is not None


def of_town(session: Session, town_id: UUID, *, today: date) -> tuple[FollowupLine, ...]:
    """What a town has still to report, the most urgent first."""
    mine = sa.select(col(FollowupPart.followup_id)).where(
        col(FollowupPart.town_id) == town_id, col(FollowupPart.reported_on).is_(None)
    )
    found = select(Followup).where(col(Followup.id).in_(mine), col(Followup.state).not_in(rules.DONE))
    urgent = found.order_by(col(Followup.due_on).is_(None), col(Followup.due_on), col(Followup.id))
    return lines_of(session, session.exec(urgent).all(), today=today)


def waiting_for(session: Session, town_id: UUID, *, today: date) -> tuple[FollowupLine, ...]:
    """Reports that wait for a town's confirmation."""
    found = select(Followup).where(Followup.state == FollowupState.REPORTED)
    reported = session.exec(found.order_by(col(Followup.due_on), col(Followup.id))).all()
    mine = [f for f in reported if town_id in confirmers_of(session, f) and town_id not in confirmed_by(session, f.id)]
    return lines_of(session, mine, today=today)


def part_views(session: Session, followup: Followup) -> list[PartView]:
    parts = parts_of(session, followup.id)
    names = towns.names_of(session, [p.town_id for p in parts])
    return [PartView(p.town_id, names[p.town_id], p.percent, p.reported_on) for p in parts]


def history_of(session: Session, followup_id: UUID) -> list[Told]:
    found = select(FollowupStep).where(FollowupStep.followup_id == followup_id)
    steps = session.exec(found.order_by(col(FollowupStep.number))).all()
    people = accounts.names_of(session, [s.person_id for s in steps if s.person_id])
    places = towns.names_of(session, [s.town_id for s in steps if s.town_id])
    return [
        Told(
            s.at,
            s.deed,
            (places.get(s.town_id, "") if s.town_id else "") + (people.get(s.person_id, "") if s.person_id else "系统"),
            s.percent,
            s.note,
            s.file_id,
        )
        for s in steps
    ]


def next_step(session: Session, followup_id: UUID) -> int:
    """The number of the next line of a history; the followup's row is held by whoever writes it."""
    found = select(func.max(FollowupStep.number)).where(FollowupStep.followup_id == followup_id)
    return (session.exec(found).one() or 0) + 1


def figures_of(session: Session, partnership_id: UUID, reader_town_id: UUID, *, today: date) -> list[TownFigures]:
    """A town's own figures; all towns' side by side only when every one of them agrees (domain.md §4)."""
    members = towns.towns_of(session, partnership_id)
    agreed = agreed_to_figures(session, partnership_id)
    shown = members if all(t.id in agreed for t in members) else [t for t in members if t.id == reader_town_id]
    return [
        TownFigures(
            t.name,
            rules.figures(session.scalars(select_of([partnership_id], town_id=t.id)).all(), today),
        )
        for t in shown
    ]


def agreed_to_figures(session: Session, partnership_id: UUID) -> frozenset[UUID]:
    found = select(FigureConsent.town_id).where(FigureConsent.partnership_id == partnership_id)
    return frozenset(session.exec(found.order_by(col(FigureConsent.town_id))))


def may_sign(session: Session, person_id: UUID, town_id: UUID, *, on: date, now: datetime) -> bool:
    """Whether somebody may turn the town's key: its secretary, or a deputy by 授权; nobody on secondment."""
    roles = accounts.roles_at(session, person_id, now)
    if any(r.role is Role.SECONDEE for r in roles):
        return False
    is_deputy = accounts.find_authorisation(session, town_id, person_id, on) is not None
    return is_deputy or accounts.may_turn_keys(r for r in roles if r.town_id == town_id)


def assigned_between(session: Session, partnership_id: UUID, first: date, last: date) -> Sequence[Followup]:
    """What was newly resolved on the days of a period, in the order of its assignment."""
    found = select(Followup).where(Followup.partnership_id == partnership_id)
    within = found.where(Followup.assigned_on >= first, Followup.assigned_on <= last)
    return session.exec(within.order_by(col(Followup.assigned_on), col(Followup.source_title), col(Followup.id))).all()


def towns_of_all(session: Session, followup_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The responsible towns of several followups, in one query."""
    found = select(FollowupPart.followup_id, FollowupPart.town_id).where(
        col(FollowupPart.followup_id).in_(followup_ids)
    )
    by_followup: dict[UUID, set[UUID]] = {}
    for followup_id, town_id in session.exec(found.order_by(col(FollowupPart.id))):
        by_followup.setdefault(followup_id, set()).add(town_id)
    return by_followup


def proofs_of(session: Session, followup_ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """(followup, shared file) of all evidence, in the order in which it was given."""
    found = select(FollowupStep.followup_id, FollowupStep.file_id).where(
        col(FollowupStep.followup_id).in_(followup_ids), col(FollowupStep.file_id).is_not(None)
    )
    return [(f, file_id) for f, file_id in session.exec(found.order_by(col(FollowupStep.at))) if file_id]
