"""Booking, answering, cancelling, moving: on both databases, seen from both towns."""

from datetime import timedelta

import pytest
from rooms import draft, span
from sqlmodel import col, select

from app.answers import actions as answers
from app.audit.models import AuditEntry
from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings import queries, rules
from app.bookings.models import Booking, BookingState, Deed
from app.claims.models import Claim
from app.claims.rules import Taken
from app.halls import actions as halls
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.spaces import actions
from app.venues.models import Sharing
from app.weeks import queries as weeks


def told(session, kind):
    return [n.title for n in session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.person_id)))]


def test_a_town_books_its_own_venue_at_once(session, cast, hall, now):
    booking = actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()

    assert booking.state is BookingState.CONFIRMED
    assert session.exec(select(AuditEntry.deed).where(AuditEntry.subject == f"booking:{booking.id}")).all() == [
        "spaces.booked"
    ]
    assert [t.deed for t in queries.history_of(session, booking.id)] == [Deed.BOOKED]


def test_nobody_is_double_booked(session, cast, hall, now):
    actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(Taken):
        actions.book(session, draft(hall, span(starts="15:00", ends="17:00")), actor=cast.actor(cast.lin), now=now)
    session.commit()

    assert len(session.exec(select(Booking)).all()) == 1
    assert len(session.exec(select(Claim)).all()) == 1


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("13:00", "15:00"), ("15:00", "17:00"), ("14:30", "15:00"), ("13:00", "17:00"), ("14:00", "16:00")],
)
def test_every_kind_of_overlap_is_taken(session, cast, hall, now, starts, ends):
    """Pitfall 7: the enclosing interval too."""
    actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(Taken):
        actions.book(session, draft(hall, span(starts=starts, ends=ends)), actor=cast.actor(cast.lin), now=now)


@pytest.mark.parametrize(("starts", "ends"), [("12:00", "14:00"), ("16:00", "18:00")])
def test_back_to_back_is_legal(session, cast, hall, now, starts, ends):
    """Pitfall 6: half-open spans."""
    actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    actions.book(session, draft(hall, span(starts=starts, ends=ends)), actor=cast.actor(cast.lin), now=now)


def test_time_to_tidy_up_stays_free_on_both_sides(session, cast, venue, now):
    tidy = venue(cast.dong_centre, "食堂", gap_before=15, gap_after=30)
    book = lambda a, b: actions.book(session, draft(tidy, span(starts=a, ends=b)), actor=cast.actor(cast.lin), now=now)  # noqa: E731
    book("14:00", "16:00")
    for starts, ends in (("16:15", "17:00"), ("12:00", "13:45")):
        with pytest.raises(Taken):
            book(starts, ends)
    book("16:30", "17:00")
    book("12:00", "13:30")


def test_the_partner_books_at_once_where_the_owner_allows_it(session, acting, cast, room, now):
    booking = actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()

    assert booking.state is BookingState.CONFIRMED
    with acting(cast.qi) as there:
        assert queries.get_booking(there, booking.id, reader_town_id=cast.qi.id).title == "党员学习会"
        assert told(there, "spaces.booked") == ["场地有新的预约"]


def test_a_request_holds_its_time_and_is_answered_by_the_unit(session, acting, cast, asked, now):
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    assert booking.state is BookingState.REQUESTED
    assert booking.lapses_at == span().starts_at - timedelta(hours=2)
    with pytest.raises(Taken):
        actions.book(session, draft(asked), actor=cast.actor(cast.lin), now=now)
    session.commit()

    with acting(cast.qi) as there:
        assert told(there, "spaces.requested") == ["有场地预约待答复"]
        answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=now)

    session.expire_all()
    assert queries.get_booking(session, booking.id, reader_town_id=cast.dong.id).state is BookingState.CONFIRMED
    assert told(session, "spaces.approved") == ["场地预约已确认"]
    assert session.exec(select(Claim.lapses_at)).one() is None


def test_only_the_owners_unit_answers(session, acting, cast, asked, now):
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with pytest.raises(rules.NotYourUnit):
        answers.approve(session, booking.id, actor=cast.actor(cast.ma), now=now)
    with acting(cast.wai) as far, pytest.raises(NotFound):
        answers.approve(far, booking.id, actor=cast.actor(cast.bao), now=now)


def test_a_declined_request_says_why_and_frees_the_time(session, acting, cast, asked, now):
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        with pytest.raises(rules.ReasonMissing):
            answers.decline(there, booking.id, reason=" ", actor=cast.actor(cast.qian), now=now)
        answers.decline(there, booking.id, reason="当天有换届选举", actor=cast.actor(cast.qian), now=now)
    session.expire_all()

    assert queries.get_booking(session, booking.id, reader_town_id=cast.dong.id).reason == "当天有换届选举"
    actions.book(session, draft(asked), actor=cast.actor(cast.lin), now=now)


def test_two_people_who_answer_at_once_do_not_both_succeed(session, acting, cast, asked, now):
    """Pitfall 2."""
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as one:
        answers.approve(one, booking.id, actor=cast.actor(cast.qian), now=now)
    with acting(cast.qi) as other, pytest.raises(rules.AlreadyAnswered, match="已确认"):
        answers.decline(other, booking.id, reason="有事", actor=cast.actor(cast.yan), now=now)


def test_a_lapsed_request_holds_nothing_even_when_no_job_runs(session, acting, cast, asked, now):
    """Pitfall 17: the next who asks gets the time; a late approval is refused."""
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    late = span().starts_at - timedelta(hours=1)
    with acting(cast.qi) as there:
        actions.book(there, draft(asked), actor=cast.actor(cast.qian), now=late)
        with pytest.raises(rules.Lapsed):
            answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=late)


def test_lapsed_requests_are_written_down_and_told_once(session, acting, cast, asked, now):
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        late = span().starts_at
        assert answers.expire_lapsed(there, cast.qi.id, now=late) == 1
        assert answers.expire_lapsed(there, cast.qi.id, now=late) == 0
    session.expire_all()
    assert queries.get_booking(session, booking.id, reader_town_id=cast.dong.id).state is BookingState.EXPIRED
    assert told(session, "spaces.expired") == ["场地预约申请已过期"]


def test_cancelling_frees_the_time_and_tells_the_other_side(session, acting, cast, room, now):
    booking = actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    actions.cancel(session, booking.id, reason="活动改期", actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    actions.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    session.commit()
    with acting(cast.qi) as there:
        assert told(there, "spaces.cancelled") == ["场地预约已取消"]


def test_a_colleague_cannot_cancel_but_the_clerk_can(session, cast, room, now):
    booking = actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(rules.NotYourBooking):
        actions.cancel(session, booking.id, reason="不用了", actor=cast.actor(cast.lin), now=now)
    actions.cancel(session, booking.id, reason="活动改期", actor=cast.actor(cast.ma), now=now)


def test_booking_the_hall_takes_its_halves_and_the_other_way_round(session, cast, venue, now):
    """Pitfall 10."""
    whole = venue(cast.dong_centre, "多功能厅", seats=120)
    east, west = halls.divide(session, whole, [("东厅", 60), ("西厅", 60)], actor=cast.actor(cast.ma), now=now)
    book = lambda v, day: actions.book(session, draft(v, span(day)), actor=cast.actor(cast.lin), now=now)  # noqa: E731
    book(whole, "2026-03-05")
    with pytest.raises(Taken):
        book(east, "2026-03-05")
    book(east, "2026-03-06")
    with pytest.raises(Taken):
        book(whole, "2026-03-06")
    book(west, "2026-03-06")
    assert len(session.exec(select(Claim)).all()) == 4


def test_who_had_the_hall_before_it_was_divided_has_all_its_parts(session, cast, venue, now):
    whole = venue(cast.dong_centre, "多功能厅", seats=120)
    actions.book(session, draft(whole), actor=cast.actor(cast.lin), now=now)
    parts = halls.divide(session, whole, [("东厅", 60), ("西厅", 60)], actor=cast.actor(cast.ma), now=now)
    for part in parts:
        with pytest.raises(Taken):
            actions.book(session, draft(part), actor=cast.actor(cast.lao_chen), now=now)


def test_a_venue_that_is_not_shared_is_not_there_for_the_partner(session, cast, venue, now):
    own = venue(cast.qi_centre, "值班室", cast.actor(cast.yan), sharing=Sharing.NONE)
    with pytest.raises(NotFound):
        actions.book(session, draft(own), actor=cast.actor(cast.lao_chen), now=now)


def test_a_stranger_finds_neither_venue_nor_booking(session, acting, cast, hall, now):
    booking = actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.wai) as far:
        with pytest.raises(NotFound):
            actions.book(far, draft(hall), actor=cast.actor(cast.wu), now=now)
        with pytest.raises(NotFound):
            queries.get_booking(far, booking.id, reader_town_id=cast.wai.id)


def test_a_towns_own_booking_is_not_shown_to_the_partner_but_its_time_is(session, acting, cast, hall, now):
    booking = actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        with pytest.raises(NotFound):
            queries.get_booking(there, booking.id, reader_town_id=cast.qi.id)
        day = weeks.week_of(there, hall, span().day, reader_town_id=cast.qi.id, now=now)[0]
        assert [(e.title, e.booking_id) for e in day.entries] == [("已预约", None)]
        with pytest.raises(Taken):
            actions.book(there, draft(hall), actor=cast.actor(cast.qian), now=now)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"when": span(starts="06:00", ends="07:00")}, availability_rules.OutsideHours),
        ({"when": span(starts="14:05", ends="16:00")}, availability_rules.OffTheGrid),
        ({"when": span("2026-03-02", "08:00", "09:30")}, availability_rules.InThePast),
        ({"when": span("2026-03-02", "10:00", "11:00")}, availability_rules.TooSoon),
        ({"when": span("2026-06-05")}, availability_rules.TooFar),
        ({"when": span(starts="09:00", ends="16:00")}, availability_rules.TooLong),
        ({"heads": 31}, availability_rules.TooManyPeople),
        ({"when": span("2026-04-06")}, availability_rules.ShutThatDay),  # 清明节假期
    ],
)
def test_the_partners_terms_are_kept(session, cast, room, now, change, refusal):
    with pytest.raises(refusal):
        actions.book(session, draft(room, **change), actor=cast.actor(cast.lao_chen), now=now)


def test_a_meetings_booking_is_firm_on_the_other_side_and_seen_by_both(session, acting, cast, asked, now):
    booking = actions.book_for_meeting(
        session,
        venue_id=asked.id,
        span=span("2026-10-15"),
        title="第12次轮值联席会议",
        subject="meeting:x",
        partnership_id=cast.pair.id,
        url="/meetings/x",
        actor=cast.actor(cast.ma),
        now=now,
    )
    session.commit()
    assert booking.state is BookingState.CONFIRMED
    with acting(cast.qi) as there:
        hold = queries.booking_state(there, booking.id)
    assert (hold.is_held, hold.lost, hold.venue_name) == (True, "", "红梅礼堂")


def test_a_meeting_that_loses_its_venue_hears_it_loudly(session, acting, cast, asked, now):
    made = {"title": "第12次轮值联席会议", "subject": "meeting:x", "partnership_id": cast.pair.id, "url": "/meetings/x"}
    actor = cast.actor(cast.ma)
    booking = actions.book_for_meeting(session, venue_id=asked.id, span=span(), **made, actor=actor, now=now)
    session.commit()
    with acting(cast.qi) as there:
        actions.cancel(there, booking.id, reason="屋顶漏水", actor=cast.actor(cast.qian), now=now)
    session.expire_all()

    hold = queries.booking_state(session, booking.id)
    assert not hold.is_held
    assert hold.lost == "红梅礼堂的预约已取消：屋顶漏水，请另定场地"
    assert told(session, "spaces.cancelled") == ["场地预约被取消"]
    assert [n.url for n in session.exec(select(Notice).where(Notice.kind == "spaces.cancelled"))] == ["/meetings/x"]


def test_a_meetings_booking_moves_whole_or_not_at_all(session, acting, cast, asked, room, now):
    made = {"title": "联席会议", "subject": "meeting:x", "partnership_id": cast.pair.id, "url": "/meetings/x"}
    actor = cast.actor(cast.ma)
    booking = actions.book_for_meeting(session, venue_id=asked.id, span=span(), **made, actor=actor, now=now)
    actions.book(session, draft(room, span("2026-03-06")), actor=cast.actor(cast.lin), now=now)
    session.commit()
    with acting(cast.qi) as there:
        with pytest.raises(Taken):
            actions.move_for_meeting(
                there, booking.id, venue_id=room.id, span=span("2026-03-06"), actor=cast.actor(cast.xu), now=now
            )
        assert queries.booking_state(there, booking.id).is_held
        moved = actions.move_for_meeting(
            there, booking.id, venue_id=room.id, span=span("2026-03-09"), actor=cast.actor(cast.xu), now=now
        )
        assert (moved.venue_id, moved.span) == (room.id, span("2026-03-09"))
    actions.book(session, draft(asked), actor=cast.actor(cast.lin), now=now)


def test_three_alternatives_say_how_they_differ(session, cast, hall, room, venue, now):
    venue(cast.dong_centre, "电教室", seats=50)
    actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    offers = availability.alternatives(session, cast.dong.id, hall.id, span(), now=now, heads=10)
    assert [(o.venue_name.split("（")[0], o.reason) for o in offers] == [
        ("议事厅", "同一场地，当天其他时间"),
        ("电教室", "同一时间，同镇其他场地"),
        ("共享会议室", "同一时间，Q镇的场地"),
    ]
    assert offers[0].span == span(starts="12:00", ends="14:00")


def test_free_venues_are_the_towns_own_first(session, cast, hall, room, asked, now):
    actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    found = availability.free_venues(session, cast.dong.id, span(), now=now, seats=20)
    assert [(f.name, f.is_own, f.at_once) for f in found] == [("议事厅", True, True), ("共享会议室", False, True)]
