"""The owner's side: passing on what nobody answers, reviewing lectures, restoring; on both databases."""

from datetime import timedelta

import pytest
from rooms import draft, span
from sqlmodel import select

from app.accounts.models import Assignment, Role
from app.answers import actions as answers
from app.bookings import queries, rules
from app.bookings.models import BookingState, Deed, EditDraft, Use
from app.claims.rules import Taken
from app.notifications.models import Notice
from app.spaces import actions
from app.towns.models import Tier, Unit
from app.vetting.rules import LectureUntold

LECTURE = {"use": Use.LECTURE, "title": "反诈讲座", "speaker": "派出所 陆警官", "outline": "常见骗局与应对"}
DAY = timedelta(days=1)


def told(session, person):
    found = select(Notice.title).where(Notice.person_id == person.id, Notice.kind == "spaces.escalated")
    return session.exec(found).all()


def edited(booking, **change):
    return EditDraft(**{name: getattr(booking, name) for name in EditDraft.model_fields} | change)


def test_what_nobody_answers_goes_to_the_head_then_to_the_clerk_once_each(session, acting, cast, asked, now):
    booking = actions.book(session, draft(asked, span("2026-03-20")), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        assert answers.escalate(there, cast.qi.id, now=now + DAY - timedelta(minutes=1)) == 0
        assert answers.escalate(there, cast.qi.id, now=now + DAY) == 1
        assert answers.escalate(there, cast.qi.id, now=now + DAY) == 0
        assert (told(there, cast.tang), told(there, cast.yan)) == (["场地预约尚未答复，请办理"], [])
        assert answers.escalate(there, cast.qi.id, now=now + 2 * DAY) == 1
        assert answers.escalate(there, cast.qi.id, now=now + 9 * DAY) == 0
        assert told(there, cast.yan) == ["场地预约尚未答复，请办理"]
        notes = [t.note for t in queries.history_of(there, booking.id) if t.deed is Deed.ESCALATED]
        assert notes == ["已转党政办主任", "已转镇文书"]
        answers.approve(there, booking.id, actor=cast.actor(cast.yan), now=now + 9 * DAY)


def test_a_neighbourhoods_own_head_is_asked_before_the_town(session, acting, cast, venue, now, owner):
    with owner.begin() as connection:
        unit = Unit(town_id=cast.qi.id, tier=Tier.NEIGHBOURHOOD, name="兴隆社区党群服务中心")
        connection.execute(Unit.__table__.insert().values(**unit.model_dump()))
        post = Assignment(
            person_id=cast.shi.id, town_id=cast.qi.id, unit_id=unit.id, role=Role.ORGANISER, starts_at=now
        )
        connection.execute(Assignment.__table__.insert().values(**post.model_dump()))
    room = venue(unit, "大厅", cast.actor(cast.yan))
    actions.book(session, draft(room, span("2026-03-20")), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        answers.escalate(there, cast.qi.id, now=now + DAY)
        assert len(told(there, cast.shi)) == 1
        assert told(there, cast.tang) == []


def test_a_lecture_across_the_border_is_always_reviewed(session, acting, cast, room, hall, now):
    with pytest.raises(LectureUntold):
        actions.book(session, draft(room, use=Use.LECTURE), actor=cast.actor(cast.lin), now=now)
    booking = actions.book(session, draft(room, **LECTURE), actor=cast.actor(cast.lin), now=now)
    at_home = actions.book(session, draft(hall, use=Use.LECTURE), actor=cast.actor(cast.lin), now=now)
    assert (booking.state, at_home.state) == (BookingState.REQUESTED, BookingState.CONFIRMED)
    session.commit()
    with acting(cast.qi) as there:
        answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=now)
    with acting(cast.dong) as here:
        booking = queries.lock_booking(here, booking.id)
        actor = cast.actor(cast.lin)
        assert actions.edit(here, booking.id, edited(booking, heads=15), actor=actor, now=now).state is (
            BookingState.CONFIRMED
        )
        again = actions.edit(here, booking.id, edited(booking, outline="换成养生讲座"), actor=actor, now=now)
        assert (again.state, again.lapses_at) == (BookingState.REQUESTED, span().starts_at - timedelta(hours=2))
        with pytest.raises(Taken):  # it holds its time meanwhile
            actions.book(here, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    with acting(cast.dong) as here:
        booking = queries.lock_booking(here, booking.id)
        late = span().starts_at - timedelta(hours=1)
        with pytest.raises(rules.TooLateToReview):
            actions.edit(here, booking.id, edited(booking, speaker="另一人"), actor=cast.actor(cast.lin), now=late)


def test_an_approval_and_a_second_approval_after_a_move_are_both_told(session, acting, cast, asked, now):
    """Pitfall 19: an equal event later is a new one."""
    booking = actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    for hours, day in ((1, "2026-03-06"), (2, "2026-03-05")):
        later = now + timedelta(hours=hours)
        with acting(cast.qi) as there:
            answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=later)
        with acting(cast.dong) as here:
            actions.move(
                here, booking.id, venue_id=asked.id, span=span(day), actor=cast.actor(cast.lao_chen), now=later
            )
    with acting(cast.qi) as there:
        answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=now + timedelta(hours=3))
    approvals = select(Notice).where(Notice.kind == "spaces.approved", Notice.person_id == cast.lao_chen.id)
    with acting(cast.dong) as here:
        assert len(here.exec(approvals).all()) == 3


def test_restoring_asks_whether_the_time_is_still_free_and_who_cancelled(session, acting, cast, room, now):
    actor = cast.actor(cast.lao_chen)
    one = actions.book(session, draft(room), actor=actor, now=now)
    actions.cancel(session, one.id, reason="改期", actor=actor, now=now)
    two = actions.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    with pytest.raises(Taken):
        actions.restore(session, one.id, actor=actor, now=now)
    session.commit()
    with acting(cast.qi) as there:
        actions.cancel(there, two.id, reason="屋顶漏水", actor=cast.actor(cast.qian), now=now)
    with acting(cast.dong) as here:
        with pytest.raises(rules.OthersCancelled):
            actions.restore(here, two.id, actor=cast.actor(cast.lin), now=now)
        assert actions.restore(here, one.id, actor=actor, now=now).state is BookingState.CONFIRMED
    with acting(cast.qi) as there, pytest.raises(Taken):
        actions.restore(there, two.id, actor=cast.actor(cast.qian), now=now)


def test_a_running_booking_is_prolonged_where_nobody_has_to_be_asked(session, cast, room, asked, now):
    actor, during = cast.actor(cast.lao_chen), span().starts_at + timedelta(minutes=30)
    free = actions.book(session, draft(room), actor=actor, now=now)
    longer = span(ends="16:30").ends_at
    assert actions.resize(session, free.id, ends_at=longer, actor=actor, now=during).ends_at == longer
    actions.book(session, draft(room, span(starts="17:00", ends="18:00")), actor=actor, now=now)
    with pytest.raises(Taken):
        actions.resize(session, free.id, ends_at=span(ends="17:15").ends_at, actor=actor, now=during)
    with pytest.raises(rules.NotLonger):
        actions.resize(session, free.id, ends_at=span(ends="14:15").ends_at, actor=actor, now=during)
