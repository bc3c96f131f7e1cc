"""A year of bookings on both sides, each deed at its own time: asked, answered, moved, given back, come or not come."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from app.answers import actions as answers
from app.arrivals import actions as arrivals
from app.bookings.models import Booking, BookingDraft, BookingState
from app.demo.people import PHONES
from app.demo.stage import Stage
from app.demo.uses import ACROSS, ASKED_OF_D, AT_HOME, STANDING, Habit
from app.kit import clock
from app.kit.db import transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.previews import rules as previews
from app.recurring import actions as series
from app.recurring import queries as recurring
from app.recurring.models import SeriesDraft
from app.spaces import actions as spaces

WEEKS_BEHIND, WEEKS_AHEAD = 52, 3
SEASON = timedelta(weeks=40)  # two hundred working days: the most that one series may have
GIVEN_BACK = ("活动改期", "参加人数不足", "带队老师请假", "遇雨改在室内自行活动")
FULL = ("当天已有老年学校课程", "该时段留给本镇居民使用", "设备检修，暂不外借")


def plan(stage: Stage, today: date) -> None:
    """Put the year's bookings on the stage's list; they happen as the stage moves on."""
    chance = random.Random(20230628)  # noqa: S311  # the same year every time, not a secret
    for habit in (*ACROSS, *AT_HOME, *ASKED_OF_D):
        for day in days_of(habit, today):
            _plan_one(stage, habit, day, today, chance)
    for number, habit in enumerate(STANDING):
        _plan_standing(stage, habit, today, number)
    for week in range(WEEKS_BEHIND + 1):
        monday = today - timedelta(days=today.weekday(), weeks=WEEKS_BEHIND - week)
        stage.later(clock.at(monday, "06:30"), lambda: settle(stage))


def _plan_standing(stage: Stage, habit: Habit, today: date, number: int) -> None:
    """A series of most of the year, booked before it began, and a second one that goes on into the coming weeks."""
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS_BEHIND)
    for begin, end in (
        (monday, monday + SEASON),
        (monday + SEASON, today + timedelta(weeks=WEEKS_AHEAD)),
    ):
        booked_on = clock.at(begin - timedelta(days=10), f"{9 + number % 8:02d}:{number * 3:02d}")
        stage.later(booked_on, partial(_book_series, stage, habit, begin, end))


def _book_series(stage: Stage, habit: Habit, begin: date, end: date) -> None:
    """As the page does it: preview, leave out holidays and what is taken, book the rest in one act."""
    weekdays = "".join(map(str, habit.weekdays))
    said = draft_of(stage, habit, begin).model_dump(include=set(SeriesDraft.model_fields))
    rule = {"weekdays": weekdays, "first_on": begin, "until_on": end - timedelta(days=1)}
    draft = SeriesDraft(**said | rule, starts=habit.starts, ends=habit.ends)
    with stage.acting(habit.login) as (session, actor):
        town_id = stage.venues[habit.venue].town_id
        found = recurring.plan(session, draft, {}, town_id=town_id, now=stage.now)
        chosen = replace(found, rows=tuple(previews.preset(found.rows, "skip")))
        series.book(session, draft, chosen, actor=actor, now=stage.now)


def days_of(habit: Habit, today: date) -> Iterator[date]:
    """The days of a habit, from a year ago until three weeks from now."""
    monday = today - timedelta(days=today.weekday())
    for week in range(-WEEKS_BEHIND, WEEKS_AHEAD + 1):
        if week % habit.every == 0:
            yield from (monday + timedelta(weeks=week, days=weekday - 1) for weekday in habit.weekdays)


def _plan_one(stage: Stage, habit: Habit, day: date, today: date, chance: random.Random) -> None:
    asked_on = min(day - timedelta(days=chance.randint(4, 12)), today - timedelta(days=chance.randint(1, 2)))
    fate, minute = chance.random(), chance.randint(0, 59)
    stage.later(clock.at(asked_on, f"{chance.randint(9, 16):02d}:{minute:02d}"), lambda: _ask(stage, habit, day, fate))


def _ask(stage: Stage, habit: Habit, day: date, fate: float) -> None:
    """Ask for the room; what the calendar or another booking forbids is not had."""
    draft = draft_of(stage, habit, day)
    try:
        with stage.acting(habit.login) as (session, actor):
            booking = spaces.book(session, draft, actor=actor, now=stage.now)
            booking_id, waits = booking.id, booking.state is BookingState.REQUESTED
    except Refusal:
        return
    if waits:
        stage.later(stage.now + timedelta(hours=5), lambda: _answer(stage, booking_id, habit, fate))
    elif fate < 0.06:
        stage.later(draft.starts_at - timedelta(hours=30), lambda: _give_back(stage, booking_id, habit, fate))
    elif fate > 0.96 and habit in ACROSS:
        owner = stage.venues[habit.venue].town_id
        stage.later(draft.starts_at + timedelta(minutes=25), lambda: settle(stage, owner))
    else:
        stage.later(draft.starts_at + timedelta(minutes=2), lambda: _check_in(stage, booking_id, habit))


def draft_of(stage: Stage, habit: Habit, day: date) -> BookingDraft:
    person = stage.people[habit.login]
    return BookingDraft(
        venue_id=stage.venues[habit.venue].id,
        starts_at=clock.at(day, habit.starts),
        ends_at=clock.at(day, habit.ends),
        title=habit.title,
        use=habit.use,
        heads=habit.heads,
        contact_name=person.name,
        contact_phone=PHONES[habit.login],
        team=habit.team,
    )


def _answer(stage: Stage, booking_id: UUID, habit: Habit, fate: float) -> None:
    """The owner's clerk says yes or no; a few requests nobody answers in time."""
    owner = stage.venues[habit.venue].town_id
    if fate > 0.9:
        return
    with stage.acting(stage.clerk_of(owner)) as (session, actor):
        if fate < 0.45:
            answers.approve(session, booking_id, actor=actor, now=stage.now)
        else:
            reason = FULL[int(fate * 100) % len(FULL)]
            answers.decline(session, booking_id, reason=reason, actor=actor, now=stage.now)
            return
    stage.later(_start_of(stage, booking_id) + timedelta(minutes=4), lambda: _check_in(stage, booking_id, habit))


def _start_of(stage: Stage, booking_id: UUID) -> datetime:
    with stage.looking(next(iter(stage.people))) as session:
        return session.get_one(Booking, booking_id).starts_at


def _give_back(stage: Stage, booking_id: UUID, habit: Habit, fate: float) -> None:
    reason = GIVEN_BACK[int(fate * 1000) % len(GIVEN_BACK)]
    with stage.acting(habit.login) as (session, actor):
        spaces.cancel(session, booking_id, reason=reason, actor=actor, now=stage.now)


def _check_in(stage: Stage, booking_id: UUID, habit: Habit) -> None:
    with stage.acting(habit.login) as (session, actor):
        arrivals.check_in(session, booking_id, actor=actor, now=stage.now)


def settle(stage: Stage, owner_id: UUID | None = None) -> None:
    """What the job does every five minutes; here once a week, and for one town where somebody did not come."""
    for town in (t for t in stage.towns.values() if owner_id in (None, t.id)):
        reach = Reach(frozenset({town.id}), frozenset({stage.partnership_id}))
        with transaction(stage.engine, reach, now=stage.now) as session:
            answers.expire_lapsed(session, town.id, now=stage.now)
            arrivals.settle(session, town.id, now=stage.now)
