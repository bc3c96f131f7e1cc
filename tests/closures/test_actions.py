"""Closing a venue: nobody is moved silently, nobody new gets in, on any path."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from rooms import draft, span
from sqlmodel import select

from app.availability.rules import VenueClosed
from app.bookings import queries
from app.bookings.models import Booking, BookingState
from app.bookings.rules import NotYourUnit
from app.claims.models import CLOSED, Claim, ClosureDraft, ClosureKind
from app.claims.rules import VenueShut
from app.closures import actions, rules
from app.halls import actions as halls
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.spaces import actions as bookings


def closing(venue, when=None, **given):
    when = when or span()
    said = {"kind": ClosureKind.UPKEEP, "reason": "更换空调"} | given
    return ClosureDraft(venue_id=venue.id, starts_at=when.starts_at, ends_at=when.ends_at, **said)


def test_nobody_new_books_a_closed_venue_and_reads_why(session, cast, hall, now):
    actions.close_venue(session, closing(hall), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(VenueClosed, match="更换空调"):
        bookings.book(session, draft(hall), actor=cast.actor(cast.lin), now=now)
    bookings.book(session, draft(hall, span(starts="16:00", ends="17:00")), actor=cast.actor(cast.lin), now=now)


def test_a_closed_time_refuses_plain_sql_as_well(session, cast, hall, now):
    """Pitfall 9: the guard is in the database."""
    booking = bookings.book(session, draft(hall, span("2026-03-06")), actor=cast.actor(cast.lin), now=now)
    actions.close_venue(session, closing(hall), actor=cast.actor(cast.lao_chen), now=now)
    held = session.exec(select(Claim).where(Claim.booking_id == booking.id)).one()
    day = 24 * 60
    moved = sa.update(Claim).where(Claim.id == held.id)
    with pytest.raises(sa.exc.IntegrityError, match=CLOSED), session.begin_nested():
        session.execute(moved.values(from_key=held.from_key - day, to_key=held.to_key - day))


def test_who_has_the_venue_is_asked_and_keeps_it_meanwhile(session, cast, hall, now):
    booking = bookings.book(session, draft(hall), actor=cast.actor(cast.lin), now=now)
    actions.close_venue(session, closing(hall), actor=cast.actor(cast.lao_chen), now=now)
    session.flush()
    assert booking.state is BookingState.CONFIRMED
    (notice,) = session.exec(select(Notice).where(Notice.kind == "spaces.closure", Notice.person_id == cast.lin.id))
    assert "更换空调" in notice.text
    lost = queries.booking_state(session, booking.id).lost
    assert lost.startswith("议事厅2026年3月5日 星期四 14:00–16:00因更换空调关闭")


def test_an_emergency_takes_the_venue_at_once_and_offers_others(session, acting, cast, hall, room, now):
    booking = bookings.book(session, draft(hall), actor=cast.actor(cast.lin), now=now)
    emergency = closing(hall, kind=ClosureKind.EMERGENCY, reason="防汛安置")
    with pytest.raises(rules.NotTheDutyLeader):
        actions.close_venue(session, emergency, actor=cast.actor(cast.lao_chen), now=now)
    actions.close_venue(session, emergency, actor=cast.actor(cast.he), now=now)
    session.flush()
    assert (booking.state, booking.reason) == (BookingState.CANCELLED, "应急征用：防汛安置")
    (notice,) = session.exec(select(Notice).where(Notice.kind == "spaces.taken_over", Notice.person_id == cast.lin.id))
    assert "可改用：议事厅" in notice.text
    assert "共享会议室" in notice.text


def test_a_meeting_whose_venue_is_taken_over_hears_it_in_both_towns(session, acting, cast, hall, now):
    made = {"title": "联席会议", "subject": "meeting:x", "partnership_id": cast.pair.id, "url": "/meetings/x"}
    booking = bookings.book_for_meeting(
        session, venue_id=hall.id, span=span(), **made, actor=cast.actor(cast.ma), now=now
    )
    emergency = closing(hall, kind=ClosureKind.EMERGENCY, reason="防汛安置")
    actions.close_venue(session, emergency, actor=cast.actor(cast.shen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        assert not queries.booking_state(there, booking.id).is_held
        told = there.exec(select(Notice).where(Notice.kind == "spaces.taken_over")).all()
        assert [(n.person_id, n.url) for n in told] == [(cast.yan.id, "/meetings/x")]


def test_closing_a_half_closes_the_hall_and_leaves_the_other_half(session, cast, venue, now):
    whole = venue(cast.dong_centre, "多功能厅", seats=120)
    parts = [("东厅", 60), ("西厅", 60)]
    east, west = halls.divide(session, whole, parts, actor=cast.actor(cast.ma), now=now)
    actions.close_venue(session, closing(east), actor=cast.actor(cast.lao_chen), now=now)
    for shut in (east, whole):
        with pytest.raises((VenueClosed, VenueShut)):
            bookings.book(session, draft(shut), actor=cast.actor(cast.lin), now=now)
    bookings.book(session, draft(west), actor=cast.actor(cast.lin), now=now)


def test_a_lifted_closure_lets_people_in_again(session, cast, hall, now):
    closure = actions.close_venue(session, closing(hall), actor=cast.actor(cast.lao_chen), now=now)
    actions.lift_closure(session, closure.id, actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(rules.AlreadyLifted):
        actions.lift_closure(session, closure.id, actor=cast.actor(cast.lao_chen), now=now)
    bookings.book(session, draft(hall), actor=cast.actor(cast.lin), now=now)


def test_only_the_owners_unit_closes(session, acting, cast, hall, room, now):
    with pytest.raises(NotFound):
        actions.close_venue(session, closing(room), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(NotYourUnit):
        actions.close_venue(session, closing(hall), actor=cast.actor(cast.gu), now=now)
    assert session.exec(select(Booking)).all() == []


@pytest.mark.parametrize(
    ("when", "refusal"),
    [
        (span(starts="16:00", ends="14:00"), rules.EndsBeforeItStarts),
        (span("2026-03-01"), rules.AlreadyOver),
        (type(span())(span().starts_at, span().ends_at + timedelta(days=500)), rules.TooLongClosed),
    ],
)
def test_a_closure_has_a_sensible_span(session, cast, hall, now, when, refusal):
    with pytest.raises(refusal):
        actions.close_venue(session, closing(hall, when), actor=cast.actor(cast.lao_chen), now=now)
