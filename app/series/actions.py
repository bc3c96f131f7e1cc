"""What happens to a series' turns: planned ahead, recomputed, fixed, held, postponed, cancelled. The caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.audit import actions as audit
from app.cadence import rules as cadence
from app.cadence.models import AvoidDraft
from app.calendar import queries as calendar
from app.calendar.rules import WorkingDays
from app.kit.actor import Actor
from app.kit.clock import chinese_date, to_town, weekday_name
from app.notifications import actions as notifications
from app.rotation.rules import HostedTurn
from app.series import queries, rules
from app.series.models import (
    AvoidPeriod,
    EventKind,
    MeetingSeries,
    RotationEvent,
    SeriesState,
    SeriesTown,
    Turn,
    TurnState,
)
from app.towns import queries as towns

TOLD = (Role.CLERK, Role.OFFICE_HEAD)


@dataclass(frozen=True)
class Place:
    """Where a turn belongs by the rules in force."""

    period_on: date
    nominal_on: date
    day: date
    cause: str
    uncertain: bool


def plan_ahead(session: Session, series_id: UUID, *, today: date, actor: Actor, now: datetime) -> list[Turn]:
    """Make turns until as many as agreed lie before us, after recomputing those there are. Returns the new ones."""
    series = queries.lock_series(session, series_id)
    if series.state is not SeriesState.ACTIVE:
        return []
    recompute(session, series_id, today=today, actor=actor, now=now)
    made: list[Turn] = []
    while len(queries.next_turns(session, series_id, on=today, limit=series.plan_ahead)) < series.plan_ahead:
        made.append(_plan_next(session, series, today, actor))
    return made


def recompute(session: Session, series_id: UUID, *, today: date, actor: Actor, now: datetime) -> list[Turn]:
    """Bring planned turns into line with calendar, terms and rotation; returns those whose day or host changed.

    A day that the host's clerk has fixed never moves by itself: if it turns out not to be worked, the clerks are told.
    """
    series = queries.lock_series(session, series_id)
    turns = queries.turns_of(session, series_id)
    if not turns:
        return []
    hosted = queries.rotation_of(session, series_id, turns[-1].number)
    days = _days(session, series, turns, today)
    avoid = queries.avoided(session, series_id)
    changed = []
    for number, turn in enumerate(turns):
        before = (turn.day, turn.host_id)
        if turn.state is TurnState.PLANNED and turn.day >= today:
            _put(turn, _place(series, avoid, turns[number - 1] if number else None, days, today))
        elif turn.state is TurnState.FIXED and turn.day >= today:
            _warn_if_closed(session, series, turn, days)
        _give(turn, hosted[turn.number - 1])
        if before != (turn.day, turn.host_id):
            _moved(session, series, turn, before, actor)
            changed.append(turn)
        session.add(turn)
    session.flush()
    return changed


def fix_turn(session: Session, turn: Turn, *, day: date, actor: Actor, now: datetime) -> None:
    """The host's clerk has settled the day; from here on the rule no longer moves it."""
    rules.check_turn(turn)
    turn.revision += turn.day != day
    turn.day, turn.state = day, TurnState.FIXED
    turn.uncertain = False
    _note(session, turn, actor, "series.fix_turn", day=day)


def hold_turn(session: Session, turn: Turn, *, held_on: date, actor: Actor, now: datetime) -> None:
    """The meeting took place; its host stands for ever."""
    rules.check_turn(turn)
    turn.day, turn.state, turn.uncertain = held_on, TurnState.HELD, False
    _note(session, turn, actor, "series.hold_turn", day=held_on, host=turn.host_id)


def postpone_turn(session: Session, turn: Turn, *, to_on: date, reason: str, actor: Actor, now: datetime) -> None:
    """Same turn, same host, another day."""
    rules.check_turn(turn)
    turn.day, turn.state, turn.is_postponed, turn.cause = to_on, TurnState.FIXED, True, reason[:60]
    turn.revision += 1
    _note(session, turn, actor, "series.postpone_turn", day=to_on)


def cancel_turn(session: Session, turn: Turn, *, reason: str, actor: Actor, now: datetime) -> list[Turn]:
    """The meeting is not held and counts for nobody; returns the later turns whose host changed by that."""
    rules.check_movable(turn, queries.turns_of(session, turn.series_id))
    turn.state = TurnState.CANCELLED
    turn.revision += 1
    series = queries.get_series(session, turn.series_id)
    note_event(session, series, turn.number, EventKind.CANCEL, reason=reason, now=now)
    _note(session, turn, actor, "series.cancel_turn")
    session.flush()
    return recompute(session, turn.series_id, today=turn.day, actor=actor, now=now)


def note_event(
    session: Session,
    series: MeetingSeries,
    number: int,
    kind: EventKind,
    *,
    town_id: UUID | None = None,
    other_id: UUID | None = None,
    order: Sequence[UUID] = (),
    reason: str = "",
    now: datetime,
) -> RotationEvent:
    """Add to what the rotation is replayed from."""
    event = RotationEvent(
        series_id=series.id,
        partnership_id=series.partnership_id,
        place=queries.next_event_place(session, series.id),
        kind=kind,
        turn_number=number,
        town_id=town_id,
        other_id=other_id,
        order=[str(t) for t in order],
        reason=reason[:300],
        agreed_at=now,
    )
    session.add(event)
    session.flush()
    return event


def seat(session: Session, series: MeetingSeries, town_ids: Sequence[UUID], *, first_turn: int, now: datetime) -> None:
    """Give towns their place behind those who are there."""
    known = len(queries.towns_of(session, series.id))
    session.add_all(
        SeriesTown(
            series_id=series.id,
            partnership_id=series.partnership_id,
            town_id=town_id,
            place=place,
            first_turn=first_turn,
            joined_on=to_town(now).date(),
        )
        for place, town_id in enumerate(town_ids, known + 1)
    )


def set_avoided(session: Session, series: MeetingSeries, avoid: Sequence[AvoidDraft]) -> None:
    """Replace the avoided times."""
    for old in queries.avoided(session, series.id):
        session.delete(old)
    session.flush()
    scope = {"series_id": series.id, "partnership_id": series.partnership_id}
    session.add_all(
        AvoidPeriod.model_validate(period.model_dump() | scope | {"place": place})
        for place, period in enumerate(avoid, 1)
    )


def _plan_next(session: Session, series: MeetingSeries, today: date, actor: Actor) -> Turn:
    turns = queries.turns_of(session, series.id)
    last = turns[-1] if turns else None
    number = last.number + 1 if last else 1
    place = _place(series, queries.avoided(session, series.id), last, _days(session, series, turns, today), today)
    hosted = queries.rotation_of(session, series.id, number)[-1]
    turn = Turn(
        series_id=series.id,
        partnership_id=series.partnership_id,
        number=number,
        host_id=cast(UUID, hosted.host),
        whose_id=cast(UUID, hosted.whose),
        period_on=place.period_on,
        nominal_on=place.nominal_on,
        day=place.day,
        cause=place.cause,
        uncertain=place.uncertain,
    )
    _note(session, turn, actor, "series.plan_turn", day=turn.day, host=turn.host_id)
    session.flush()
    return turn


def _place(
    series: MeetingSeries, avoid: Sequence[AvoidPeriod], before: Turn | None, days: WorkingDays, today: date
) -> Place:
    """The next month by the cadence, not before the month from which the terms hold, and never in the past."""
    period_on = series.first_on.replace(day=1)
    if before:
        period_on = max(period_on, cadence.month_after(before.period_on, series.every_months))
    planned = cadence.plan_day(series, avoid, period_on, days)
    while planned.day < today:
        planned = cadence.plan_day(series, avoid, cadence.month_after(planned.period_on, series.every_months), days)
    cause = planned.adjustment.cause if planned.day != planned.nominal_on else ""
    return Place(planned.period_on, planned.nominal_on, planned.day, cause, planned.warning is not None)


def _days(session: Session, series: MeetingSeries, turns: Sequence[Turn], today: date) -> WorkingDays:
    last = max([today, series.first_on, *(t.day for t in turns)])
    return calendar.get_working_days(session, series.partnership_id, today, cadence.month_after(last, 24))


def _put(turn: Turn, place: Place) -> None:
    turn.period_on, turn.nominal_on = place.period_on, place.nominal_on
    turn.day, turn.cause, turn.uncertain = place.day, place.cause, place.uncertain


def _give(turn: Turn, hosted: HostedTurn) -> None:
    if turn.state in rules.MOVABLE and hosted.host and hosted.whose:
        turn.host_id, turn.whose_id = hosted.host, hosted.whose


def _moved(session: Session, series: MeetingSeries, turn: Turn, before: tuple[date, UUID], actor: Actor) -> None:
    turn.revision += 1
    _note(session, turn, actor, "series.move_turn", day=turn.day, host=turn.host_id, revision=turn.revision)
    names = queries.names_of(session, series)
    parts = []
    if before[0] != turn.day:
        because = f"（{moved}）" if (moved := rules.moved_in_words(turn)) else ""
        parts.append(f"日期由{chinese_date(before[0])}调整为{chinese_date(turn.day)}{weekday_name(turn.day)}{because}")
    if before[1] != turn.host_id:
        parts.append(f"承办镇由{names[before[1]]}调整为{names[turn.host_id]}")
    _tell(session, series, turn, f"moved:{turn.revision}", f"第{turn.number}次会议安排有调整", "；".join(parts) + "。")


def _warn_if_closed(session: Session, series: MeetingSeries, turn: Turn, days: WorkingDays) -> None:
    if days.is_working_day(turn.day):
        return
    name = days.name_of(turn.day)
    text = f"已确定的日期{chinese_date(turn.day)}现为{name}，系统不会自动改动，请承办镇核对后办理改期。"
    _tell(session, series, turn, f"closed:{turn.day}:{name}", f"第{turn.number}次会议逢{name}", text)


def _note(session: Session, turn: Turn, actor: Actor, deed: str, **detail: object) -> None:
    session.add(turn)
    audit.record(session, actor, deed, f"turn:{turn.id}", number=turn.number, **detail)


def _tell(session: Session, series: MeetingSeries, turn: Turn, what: str, title: str, text: str) -> None:
    for town in towns.towns_of(session, series.partnership_id):
        notifications.tell_town(
            session,
            town_id=town.id,
            roles=TOLD,
            kind="series.turn",
            event=f"turn:{turn.id}:{what}",
            title=f"{series.name}{title}",
            text=text,
            url=f"/series/{series.id}",
        )
