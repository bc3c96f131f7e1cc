"""Who came, who did not, and what follows; on both databases and on the pages."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.arrivals import actions, rules
from app.bookings import actions as steps
from app.bookings import queries
from app.bookings.models import Booking, BookingState, Deed
from app.ledger import queries as ledger
from app.notifications.models import Notice
from app.spaces import actions as bookings
from jobs import settle_bookings

START, END = span().starts_at, span().ends_at
MINUTE = timedelta(minutes=1)


@pytest.fixture
def booked(acting, cast):
    def book(venue, **given):
        with acting(cast.dong) as session:
            return bookings.book(session, draft(venue, **given), actor=cast.actor(cast.lao_chen), now=MONDAY).id

    return book


def state_of(session, booking_id):
    return session.exec(select(Booking.state).where(Booking.id == booking_id)).one()


def test_the_booker_checks_in_from_half_an_hour_before(session, cast, booked, room):
    booking_id = booked(room)
    booker = cast.actor(cast.lao_chen)
    with pytest.raises(rules.TooEarly):
        actions.check_in(session, booking_id, actor=booker, now=START - 31 * MINUTE)
    with pytest.raises(rules.AlreadyOver):
        actions.check_in(session, booking_id, actor=booker, now=END)
    actions.check_in(session, booking_id, actor=booker, now=START - 30 * MINUTE)
    assert state_of(session, booking_id) is BookingState.CHECKED_IN


def test_the_staff_at_the_door_check_in_for_the_guest(acting, cast, booked, room):
    booking_id = booked(room)
    with acting(cast.qi) as there:
        actions.check_in(there, booking_id, actor=cast.actor(cast.qian), now=START)
        assert [t.deed for t in queries.history_of(there, booking_id)][-1] is Deed.CHECKED_IN


def test_a_room_that_nobody_came_to_is_free_after_twenty_minutes(engine, acting, cast, booked, room):
    booking_id = booked(room)
    assert settle_bookings.run(engine, START + 19 * MINUTE) == 0
    assert settle_bookings.run(engine, START + 20 * MINUTE) == 1
    assert settle_bookings.run(engine, START + 21 * MINUTE) == 0
    with acting(cast.dong) as session:
        assert state_of(session, booking_id) is BookingState.NO_SHOW
        told = session.exec(select(Notice).where(Notice.kind == "spaces.no_show")).all()
        assert [(n.person_id, n.title) for n in told] == [(cast.lao_chen.id, "预约因无人签到已放开")]
        later = span(starts="15:00", ends="16:00")
        own = draft(room, later)
        with pytest.raises(Exception, match="提前2小时"):
            bookings.book(session, own, actor=cast.actor(cast.lin), now=START + 20 * MINUTE)
    with acting(cast.qi) as there:
        bookings.book(there, draft(room, later), actor=cast.actor(cast.qian), now=START + 20 * MINUTE)


def test_release_is_off_for_meetings_and_for_rooms_that_staff_open(engine, acting, cast, booked, room, venue):
    staffed = venue(cast.dong_centre, "展厅", is_staffed=True)
    kept = booked(staffed)
    made = {"title": "联席会议", "subject": "meeting:x", "partnership_id": cast.pair.id, "url": "/meetings/x"}
    with acting(cast.dong) as session:
        meeting = bookings.book_for_meeting(
            session, venue_id=room.id, span=span(), **made, actor=cast.actor(cast.ma), now=MONDAY
        ).id
    assert settle_bookings.run(engine, START + 60 * MINUTE) == 0
    assert settle_bookings.run(engine, END) == 2
    with acting(cast.dong) as session:
        assert {state_of(session, kept), state_of(session, meeting)} == {BookingState.COMPLETED}
        (given,) = ledger.statement(session, cast.pair.id, first=span().day, last=span().day)
        assert (given.source, given.giver, given.amount) == (f"booking:{meeting}", "Q镇", 120)


def test_nobody_is_blamed_for_hours_in_which_no_job_ran(engine, acting, cast, booked, room):
    booking_id = booked(room)
    assert settle_bookings.run(engine, END + 600 * MINUTE) == 1
    with acting(cast.dong) as session:
        assert state_of(session, booking_id) is BookingState.COMPLETED


def test_who_came_is_completed_at_the_end(engine, acting, cast, booked, room):
    booking_id = booked(room)
    with acting(cast.dong) as session:
        actions.check_in(session, booking_id, actor=cast.actor(cast.lao_chen), now=START)
    assert settle_bookings.run(engine, END) == 1
    with acting(cast.dong) as session:
        assert state_of(session, booking_id) is BookingState.COMPLETED


def test_three_no_shows_in_sixty_days_mean_asking_first(engine, acting, cast, booked, room):
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        booked(room, when=span(day))
        settle_bookings.run(engine, span(day).starts_at + 20 * MINUTE)
    with acting(cast.dong) as session:
        mine, theirs = draft(room, span("2026-03-20")), draft(room, span("2026-03-23"))
        asked = bookings.book(session, mine, actor=cast.actor(cast.lao_chen), now=END)
        assert asked.state is BookingState.REQUESTED
        other = bookings.book(session, theirs, actor=cast.actor(cast.lin), now=END)
        assert other.state is BookingState.CONFIRMED
        later = END + timedelta(days=61)
        again = bookings.book(session, draft(room, span("2026-05-18")), actor=cast.actor(cast.lao_chen), now=later)
        assert again.state is BookingState.CONFIRMED


def test_checking_in_by_the_code_at_the_door(client, cast, sign_in, booked, room, acting):
    booking_id = booked(room)
    with freeze_time(START - 10 * MINUTE):
        sign_in(cast.qian)
        sheet = client.get(f"/spaces/{room.id}/door-code")
        assert "data:image/svg+xml" in sheet.text
        sign_in(cast.lao_chen)
        assert client.get(f"/spaces/{room.id}/door-code").status_code == 404
        assert "党员学习会" in client.get(f"/spaces/{room.id}/here").text
        assert client.post(f"/spaces/bookings/{booking_id}/check-in").status_code == 302
        assert client.post(f"/spaces/bookings/{booking_id}/check-in").status_code == 422
        sign_in(cast.bao)
        assert client.get(f"/spaces/{room.id}/here").status_code == 404
        assert client.post(f"/spaces/bookings/{booking_id}/check-in").status_code == 404


def test_at_another_hour_the_door_says_when(client, cast, sign_in, booked, room):
    booked(room)
    with freeze_time(START - 45 * MINUTE):
        sign_in(cast.lao_chen)
        assert "此刻没有您可以签到的预约" in client.get(f"/spaces/{room.id}/here").text


@freeze_time(START - timedelta(days=1))
def test_the_sheet_for_the_door_names_no_person(client, cast, sign_in, booked, room):
    booked(room)
    sign_in(cast.qian)
    sheet = client.get(f"/spaces/{room.id}/door-sheet?week=2026-03-05").text
    assert "14:00–16:00 党员学习会" in sheet
    day = client.get(f"/spaces/{room.id}/door-sheet?day=2026-03-05").text
    assert "当天安排" in day
    assert "学雷锋纪念日" in day
    assert "党员学习会" in day
    assert "今天没有安排" in client.get(f"/spaces/{room.id}/door-sheet?day=2026-03-06").text
    assert "13800001234" not in sheet + day
    sign_in(cast.lao_chen)
    assert client.get(f"/spaces/{room.id}/door-sheet").status_code == 404


def test_hours_on_the_other_towns_venue_are_entered_once_when_they_are_over(engine, acting, cast, booked, room, hall):
    theirs, own = booked(room), booked(hall)
    assert settle_bookings.run(engine, END) == 2
    assert settle_bookings.run(engine, END + 5 * MINUTE) == 0
    day = span().day
    with acting(cast.dong) as session:
        (line,) = ledger.statement(session, cast.pair.id, first=day, last=day)
        assert (line.giver, line.taker, line.amount, line.source) == ("Q镇", "D镇", 120, f"booking:{theirs}")
        assert "党员学习会" in line.detail
        assert state_of(session, own) is BookingState.COMPLETED


def test_what_nobody_came_to_is_no_shared_hour(engine, acting, cast, booked, room):
    booked(room)
    settle_bookings.run(engine, START + 20 * MINUTE)
    with acting(cast.dong) as session:
        assert ledger.statement(session, cast.pair.id, first=span().day, last=span().day) == []


def test_a_completed_booking_that_is_undone_is_taken_back_in_the_ledger(engine, acting, cast, booked, room):
    booking_id = booked(room)
    settle_bookings.run(engine, END)
    with acting(cast.qi) as there:
        booking = queries.lock_booking(there, booking_id)
        undo = (BookingState.NO_SHOW, Deed.NO_SHOW, cast.actor(cast.yan), END, "当天并未使用")
        steps.become(there, booking, *undo)
        counter, entry = ledger.statement(there, cast.pair.id, first=span().day, last=span().day)
        assert (entry.amount, entry.is_void, counter.amount, counter.reason) == (120, True, -120, "当天并未使用")


def test_the_counter_lists_the_day_of_ones_own_units_and_checks_in(client, cast, sign_in, booked, room, acting):
    booking_id = booked(room)
    with freeze_time(START + 12 * MINUTE):
        sign_in(cast.lao_chen)
        assert "今天没有预约" in client.get("/spaces/today").text  # booked by D镇, but at Q镇's counter
        sign_in(cast.yan)
        page = client.get("/spaces/today").text
        for word in ("党员学习会", "13800001234", "已过12分钟未签到，满20分钟放开时段"):
            assert word in page
        done = client.post(f"/spaces/bookings/{booking_id}/check-in", data={"counter": "1"})
        assert done.location == "/spaces/today"
        again = client.post(f"/spaces/bookings/{booking_id}/check-in", data={"counter": "1"})
        assert again.status_code == 422
        assert "今日到场" in again.text
    with acting(cast.dong) as session:
        assert state_of(session, booking_id) is BookingState.CHECKED_IN
