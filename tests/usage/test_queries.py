"""How full venues were, on both databases: the same for both towns, in as few questions for a year as for a day."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from rooms import MONDAY, draft, span

from app.answers import actions as answers
from app.bookings.models import BookingState
from app.claims.models import ClosureDraft, ClosureKind
from app.closures import actions as closures
from app.indicators import rules as periods
from app.spaces import actions as spaces
from app.usage import queries
from app.venues.models import Sharing
from jobs import settle_bookings

MARCH = periods.month(2026, 3)
THURSDAY = periods.custom(date(2026, 3, 5), date(2026, 3, 5))


@pytest.fixture
def book(acting, cast):
    def enter(venue, when=None, person=cast.lao_chen, **given):
        town = cast.dong if person.town_id == cast.dong.id else cast.qi
        with acting(town) as session:
            made = spaces.book(session, draft(venue, when, **given), actor=cast.actor(person), now=MONDAY)
            return made.id

    return enter


def used(session, cast, period, reader=None):
    towns = [cast.dong.id, cast.qi.id]
    reader_town_id = reader or cast.dong.id
    return {u.name: u for u in queries.used(session, towns, period, reader_town_id=reader_town_id)}


def test_booked_minutes_over_open_minutes_without_the_gap(session, cast, venue, book):
    room = venue(cast.dong_centre, "东厅", gap_after=30)
    book(room, span(starts="14:00", ends="16:00"))
    share = used(session, cast, THURSDAY)["东厅"].share
    assert (share.booked, share.day_booked) == (120, 120)
    assert share.opened >= 240
    whole = used(session, cast, MARCH)["东厅"]
    assert (whole.share.booked, set(whole.by_month)) == (120, {(2026, 3)})
    assert whole.share.opened > share.opened


def test_a_request_is_no_use_until_it_is_granted(session, cast, asked, book, acting):
    booking_id = book(asked)
    assert used(session, cast, THURSDAY)["红梅礼堂"].share.booked == 0
    session.rollback()
    with acting(cast.qi) as there:
        answers.approve(there, booking_id, actor=cast.actor(cast.yan), now=MONDAY)
    assert used(session, cast, THURSDAY)["红梅礼堂"].share.booked == 120


def test_both_towns_count_the_same_though_each_sees_only_its_own_bookings(reaching, cast, hall, book):
    book(hall)
    here, there = reaching(cast.dong), reaching(cast.qi)
    mine = used(here, cast, MARCH)["议事厅"].share
    here.rollback()
    assert used(there, cast, MARCH, cast.qi.id)["议事厅"].share == mine
    assert queries.outcomes(there, [cast.dong.id, cast.qi.id], MARCH) == []


def test_hours_of_a_closure_are_not_open(session, cast, hall):
    before = used(session, cast, THURSDAY)["议事厅"].share
    shut = span("2026-03-05", "07:00", "10:00")
    said = {"kind": ClosureKind.UPKEEP, "reason": "检修", "starts_at": shut.starts_at, "ends_at": shut.ends_at}
    closures.close_venue(session, ClosureDraft(venue_id=hall.id, **said), actor=cast.actor(cast.ma), now=MONDAY)
    after = used(session, cast, THURSDAY)["议事厅"].share
    assert (before.opened - after.opened, before.day_opened - after.day_opened) == (120, 120)


def test_how_bookings_between_the_towns_ended(engine, session, cast, room, asked, book, acting):
    book(room, heads=20)
    declined = book(asked)
    with acting(cast.qi) as there:
        answers.decline(there, declined, reason="另有活动", actor=cast.actor(cast.yan), now=MONDAY)
    settle_bookings.run(engine, span().starts_at + timedelta(minutes=20))
    found = queries.outcomes(session, [cast.dong.id, cast.qi.id], MARCH)
    assert {(o.town_id, o.owner_id, o.state): (o.times, o.heads) for o in found} == {
        (cast.dong.id, cast.qi.id, BookingState.NO_SHOW): (1, 20),
        (cast.dong.id, cast.qi.id, BookingState.DECLINED): (1, 12),
    }


def test_a_year_of_many_venues_asks_no_more_than_a_day_of_one(engine, session, cast, hall, venue):
    def asked_of(period):
        counted = []
        listener = lambda *_: counted.append(1)  # noqa: E731  # one line says it
        sa.event.listen(engine, "before_cursor_execute", listener)
        used(session, cast, period)
        sa.event.remove(engine, "before_cursor_execute", listener)
        return len(counted)

    for_one_day = asked_of(THURSDAY)
    for number in range(6):
        session.rollback()
        venue(cast.dong_centre, f"活动室{number}", sharing=Sharing.NONE)
    assert asked_of(periods.year(2026)) <= for_one_day
