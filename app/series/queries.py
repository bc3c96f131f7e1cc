"""Reading series, their turns, counts and proposals. Out of reach looks absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.calendar import queries as calendar
from app.calendar.rules import WorkingDays
from app.kit import clock
from app.kit.errors import NotFound
from app.kit.i18n import Said
from app.rotation import rules as rotation
from app.series import rules
from app.series.models import (
    AvoidPeriod,
    EventKind,
    MeetingSeries,
    Proposal,
    ProposalState,
    RotationEvent,
    SeriesDraft,
    SeriesState,
    SeriesTown,
    Turn,
    TurnState,
)
from app.towns import queries as towns


@dataclass(frozen=True)
class PreviewRow:
    """A coming date with its host, as the form and the page show it. `turn_id` is None before it is planned."""

    number: int
    day: date
    moved: Said | None
    warning: Said | None
    host: str
    why: tuple[Said, ...]
    turn_id: UUID | None = None
    state: TurnState = TurnState.PLANNED


@dataclass(frozen=True)
class CountRow:
    """A town's line in the published table."""

    town: str
    hosted: int
    credited: int
    count: int
    skipped: int
    owes_to: tuple[str, ...]
    owed_by: tuple[str, ...]


@dataclass(frozen=True)
class ProposalLine:
    id: UUID
    title: Said
    state: ProposalState
    reason: str
    proposed_by: str
    proposed_at: datetime
    settled_at: datetime | None


def list_series(session: Session) -> Sequence[MeetingSeries]:
    """Every series within reach, active ones first."""
    kept = col(MeetingSeries.state) != SeriesState.DROPPED
    return session.exec(
        select(MeetingSeries).where(kept).order_by(col(MeetingSeries.state), col(MeetingSeries.name))
    ).all()


def agreed_series(session: Session) -> Sequence[MeetingSeries]:
    """The series that all keys have put in force."""
    return [s for s in list_series(session) if s.state is SeriesState.ACTIVE]


def get_series(session: Session, series_id: UUID) -> MeetingSeries:
    series = session.exec(select(MeetingSeries).where(MeetingSeries.id == series_id)).first()
    if series is None:
        raise NotFound
    return series


def lock_series(session: Session, series_id: UUID) -> MeetingSeries:
    """The series, held until the end of the transaction: turns are planned by one at a time."""
    found = select(MeetingSeries).where(MeetingSeries.id == series_id).with_for_update()
    series = session.exec(found.execution_options(populate_existing=True)).first()
    if series is None:
        raise NotFound
    return series


def get_turn(session: Session, turn_id: UUID) -> Turn:
    turn = session.exec(select(Turn).where(Turn.id == turn_id)).first()
    if turn is None:
        raise NotFound
    return turn


def turns_of(session: Session, series_id: UUID) -> Sequence[Turn]:
    """All turns in their sequence."""
    return session.exec(select(Turn).where(Turn.series_id == series_id).order_by(col(Turn.number))).all()


def next_turns(session: Session, series_id: UUID, *, on: date, limit: int = 6) -> Sequence[Turn]:
    """Turns that are still to be held, from `on` on, by sequence."""
    found = select(Turn).where(
        Turn.series_id == series_id, col(Turn.day) >= on, col(Turn.state).in_([TurnState.PLANNED, TurnState.FIXED])
    )
    return session.exec(found.order_by(col(Turn.number)).limit(limit)).all()


def past_turns(session: Session, series_id: UUID, *, limit: int = 12) -> Sequence[Turn]:
    """Turns that were held or cancelled, the latest first."""
    over = col(Turn.state).in_([TurnState.HELD, TurnState.CANCELLED])
    found = select(Turn).where(Turn.series_id == series_id, over)
    return session.exec(found.order_by(col(Turn.number).desc()).limit(limit)).all()


def towns_of(session: Session, series_id: UUID) -> Sequence[SeriesTown]:
    """The series' towns in the order in which they stand; a new order is an event."""
    found = select(SeriesTown).where(SeriesTown.series_id == series_id)
    return session.exec(found.order_by(col(SeriesTown.first_turn), col(SeriesTown.place))).all()


def avoided(session: Session, series_id: UUID) -> Sequence[AvoidPeriod]:
    found = select(AvoidPeriod).where(AvoidPeriod.series_id == series_id)
    return session.exec(found.order_by(col(AvoidPeriod.place))).all()


def events_of(session: Session, series_id: UUID) -> list[rotation.Event]:
    """Joins and everything agreed about turns, in the form that the rotation replays."""
    joins: list[rotation.Event] = [
        rotation.Join(t.first_turn, t.town_id) for t in towns_of(session, series_id) if t.first_turn > 1
    ]
    found = select(RotationEvent).where(RotationEvent.series_id == series_id)
    rows = session.exec(found.order_by(col(RotationEvent.turn_number), col(RotationEvent.place))).all()
    return joins + [_event(row) for row in rows]


def next_event_place(session: Session, series_id: UUID) -> int:
    found = select(col(RotationEvent.place)).where(RotationEvent.series_id == series_id)
    return max(session.exec(found.order_by(col(RotationEvent.place))).all(), default=0) + 1


def founders_of(session: Session, series_id: UUID) -> list[UUID]:
    return [t.town_id for t in towns_of(session, series_id) if t.first_turn == 1]


def rotation_of(session: Session, series_id: UUID, turns: int) -> tuple[rotation.HostedTurn, ...]:
    """The hosts of the first `turns` turns, replayed."""
    return rotation.rotation(founders_of(session, series_id), events_of(session, series_id), turns)


def standings_of(session: Session, series_id: UUID, turns: int) -> tuple[rotation.Standing, ...]:
    return rotation.standings(founders_of(session, series_id), events_of(session, series_id), turns)


def draft_of(session: Session, series: MeetingSeries) -> SeriesDraft:
    """What is in force, as a draft to be changed."""
    known = [t.town_id for t in towns_of(session, series.id)]
    standing = standings_of(session, series.id, settled_turns(session, series.id))
    order = [s.town for s in standing]
    return rules.cadence_of(series, avoided(session, series.id), order + [t for t in known if t not in order])


def order_of_names(session: Session, turn: Turn) -> list[UUID]:
    """署名先后: the host first, then the towns in their order. Chair and minute-taker come from the first."""
    order = [s.town for s in rotation_of(session, turn.series_id, turn.number)[-1].after]
    return [turn.host_id, *(t for t in order if t != turn.host_id)]


def span_of(series: MeetingSeries, day: date) -> tuple[datetime, datetime]:
    """The aware instants at which a meeting on `day` begins and ends."""
    return clock.at(day, series.starts_at), clock.at(day, series.ends_at)


def counts(session: Session, series: MeetingSeries) -> list[CountRow]:
    """The published table: counts after the turns already held or cancelled."""
    table = standings_of(session, series.id, settled_turns(session, series.id))
    names = names_of(session, series)
    return [
        CountRow(
            names[s.town],
            s.hosted,
            s.credited,
            s.count,
            s.skipped,
            tuple(names[t] for t in s.owes_to),
            tuple(names[t] for t in s.owed_by),
        )
        for s in table
    ]


def names_of(session: Session, series: MeetingSeries) -> dict[UUID, str]:
    members = {t.town_id for t in towns_of(session, series.id)}
    return towns.names_of(session, [*members, *(t.id for t in towns.towns_of(session, series.partnership_id))])


def coming(session: Session, series: MeetingSeries, *, today: date, limit: int = 6) -> list[PreviewRow]:
    """The planned turns ahead, each with its host and the reason."""
    ahead = next_turns(session, series.id, on=today, limit=limit)
    return explained(session, series, ahead)


def explained(session: Session, series: MeetingSeries, turns: Sequence[Turn]) -> list[PreviewRow]:
    """Turns as rows of a page."""
    if not turns:
        return []
    names = names_of(session, series)
    played = rotation_of(session, series.id, max(t.number for t in turns))
    days = working_days(session, series.partnership_id, [t.day for t in turns])
    return [_row(turn, played[turn.number - 1], days, names) for turn in turns]


def get_proposal(session: Session, proposal_id: UUID) -> Proposal:
    proposal = session.exec(select(Proposal).where(Proposal.id == proposal_id)).first()
    if proposal is None:
        raise NotFound
    return proposal


def proposals_of(session: Session, series_id: UUID) -> Sequence[Proposal]:
    """Newest first."""
    found = select(Proposal).where(Proposal.series_id == series_id)
    return session.exec(found.order_by(col(Proposal.proposed_at).desc(), col(Proposal.id))).all()


def history(session: Session, series: MeetingSeries) -> list[ProposalLine]:
    """What was proposed, by whom, and what became of it."""
    names = names_of(session, series)
    turns = {t.id: t.number for t in turns_of(session, series.id)}
    return [
        ProposalLine(
            p.id,
            rules.title_of(p, names, turns.get(p.turn_id) if p.turn_id else None),
            p.state,
            p.reason,
            names.get(p.proposed_by_town_id, ""),
            p.proposed_at,
            p.settled_at,
        )
        for p in proposals_of(session, series.id)
    ]


def settled_turns(session: Session, series_id: UUID) -> int:
    """How many turns from the first are behind us."""
    over = [t.number for t in turns_of(session, series_id) if t.state not in rules.MOVABLE]
    return max(over, default=0)


def working_days(session: Session, partnership_id: UUID, days: Sequence[date]) -> WorkingDays:
    return calendar.get_working_days(session, partnership_id, min(days), max(days))


def _row(turn: Turn, hosted: rotation.HostedTurn, days: WorkingDays, names: dict[UUID, str]) -> PreviewRow:
    moved = rules.moved_in_words(turn)
    why = tuple(rules.why_host(hosted, names))
    return PreviewRow(
        turn.number, turn.day, moved, days.warning(turn.day), names[turn.host_id], why, turn.id, turn.state
    )


def _event(row: RotationEvent) -> rotation.Event:
    if row.kind is EventKind.SWAP and row.town_id and row.other_id:
        return rotation.Swap(row.turn_number, row.town_id, row.other_id)
    if row.kind is EventKind.SKIP and row.town_id:
        return rotation.Skip(row.turn_number, row.town_id)
    if row.kind is EventKind.REORDER:
        return rotation.Reorder(row.turn_number, tuple(map(UUID, row.order)))
    return rotation.Cancel(row.turn_number)
