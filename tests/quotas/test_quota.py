"""The collective quota of a town (pitfall 23): the town is the subject, minutes are the unit, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from racing import race
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.accounts.models import Person
from app.answers import actions as answers
from app.bookings.models import BookingDraft, Deed
from app.halls import actions as halls
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.policies import actions as policies
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.quotas import actions as quotas
from app.quotas.models import QuotaMonth
from app.quotas.rules import Need, QuotaSpent
from app.spaces import actions

MARCH = date(2026, 3, 1)


@pytest.fixture
def limited(acting, cast, room):
    """Q镇 gives D镇 four hours a month of its 共享会议室."""

    def limit(hours=4, **given):
        rule = Rule(given.pop("sharing", Sharing.AT_ONCE), quota=hours * 60, **given)
        with acting(cast.qi) as there:
            policies.lay_down(there, rule, venue_id=room.id, owner_town_id=cast.qi.id, town_id=cast.dong.id)
            needs = [Need(room.id, cast.dong.id, cast.qi.id, m, 0, rule.quota) for m in quotas.months_to_limit(MARCH)]
            quotas.set_limit(there, needs)
        return room

    return limit


def taken(session, month=MARCH):
    rows = session.execute(sa.select(QuotaMonth.taken).where(QuotaMonth.month == month)).scalars().all()
    return sum(rows)


def test_the_whole_town_shares_one_quota_of_minutes(session, cast, limited, now):
    room = limited()
    actions.book(session, draft(room, span(starts="08:00", ends="10:30")), actor=cast.actor(cast.lao_chen), now=now)
    with pytest.raises(QuotaSpent, match="2026年3月使用该场地的限额为4小时，已用2小时30分钟，本次需要2小时"):
        actions.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    actions.book(session, draft(room, span(ends="15:30")), actor=cast.actor(cast.lin), now=now)
    actions.book(session, draft(room, span("2026-04-01")), actor=cast.actor(cast.lin), now=now)
    assert (taken(session), taken(session, date(2026, 4, 1))) == (240, 120)


def test_a_refused_quota_leaves_neither_booking_nor_claim(session, cast, limited, now):
    room = limited(hours=4, longest=240)
    actions.book(session, draft(room, span(starts="08:00", ends="12:00")), actor=cast.actor(cast.lin), now=now)
    with pytest.raises(QuotaSpent):
        actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    assert taken(session) == 240


def test_a_request_takes_quota_and_gives_it_back_when_declined_or_expired(session, acting, cast, limited, now):
    room = limited(sharing=Sharing.ON_REQUEST)
    one = actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    two = span("2026-03-06")
    actions.book(session, draft(room, two), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    assert taken(session) == 240
    with acting(cast.qi) as there:
        answers.decline(there, one.id, reason="换届选举", actor=cast.actor(cast.qian), now=now)
        assert taken(there) == 120
        answers.expire_lapsed(there, cast.qi.id, now=two.starts_at)
        assert taken(there) == 0


@pytest.mark.parametrize(("hours_ahead", "by_owner", "left"), [(24, False, 0), (23, False, 120), (1, True, 0)])
def test_what_comes_back_a_day_ahead_can_be_used_again(
    session, acting, cast, limited, now, hours_ahead, by_owner, left
):
    booking = actions.book(session, draft(limited()), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    later = span().starts_at - timedelta(hours=hours_ahead)
    town, actor = (cast.qi, cast.qian) if by_owner else (cast.dong, cast.lao_chen)
    with acting(town) as there:
        actions.cancel(there, booking.id, reason="改期", actor=cast.actor(actor), now=later)
        assert taken(there) == left


def test_a_no_show_counts_as_used_and_a_take_over_does_not(session, acting, cast, limited, now):
    room = limited()
    missed = actions.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=now)
    lost = actions.book(session, draft(room, span("2026-03-06")), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    with acting(cast.qi) as there:
        later = span().starts_at + timedelta(minutes=21)
        answers.arrive(
            there, there.get(type(missed), missed.id), Deed.NO_SHOW, actor=Actor.system(cast.qi.id), now=later
        )
        answers.take_over(there, there.get(type(lost), lost.id), "防汛", actor=cast.actor(cast.xu), now=later)
        assert taken(there) == 120


def test_moving_and_resizing_change_the_quota_by_the_difference(session, cast, limited, now):
    room, actor = limited(), cast.actor(cast.lao_chen)
    booking = actions.book(session, draft(room), actor=actor, now=now)
    actions.resize(session, booking.id, ends_at=span(ends="17:00").ends_at, actor=actor, now=now)
    assert taken(session) == 180
    actions.resize(session, booking.id, ends_at=span(ends="15:00").ends_at, actor=actor, now=now)
    assert taken(session) == 60
    actions.move(session, booking.id, venue_id=room.id, span=span("2026-04-02"), actor=actor, now=now)
    assert (taken(session), taken(session, date(2026, 4, 1))) == (0, 120)
    with pytest.raises(QuotaSpent):
        actions.book_all(
            session,
            [draft(room, span("2026-04-03")), draft(room, span("2026-04-07", "08:00", "09:00"))],
            actor=actor,
            now=now,
        )
    assert taken(session, date(2026, 4, 1)) == 120


def test_a_joint_meeting_and_ones_own_venue_use_up_nothing(session, cast, limited, hall, now):
    room, actor = limited(), cast.actor(cast.ma)
    joint = {"title": "联席会议", "subject": "meeting:x", "partnership_id": cast.pair.id, "url": "/meetings/x"}
    actions.book_for_meeting(
        session, venue_id=room.id, span=span(starts="08:00", ends="18:00"), **joint, actor=actor, now=now
    )
    actions.book(session, draft(hall), actor=actor, now=now)
    assert taken(session) == 0


def test_the_parts_of_a_hall_are_under_the_halls_rule_and_on_its_quota(session, acting, cast, limited, now):

    room = limited(hours=4)
    with acting(cast.qi) as there:
        east, _ = halls.divide(
            there, there.merge(room), [("东间", 10), ("西间", 10)], actor=cast.actor(cast.yan), now=now
        )
    actions.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    with pytest.raises(QuotaSpent):
        actions.book(
            session, draft(east, span("2026-03-06", "08:00", "11:00"), heads=5), actor=cast.actor(cast.lin), now=now
        )


def test_plain_sql_cannot_overdraw_and_a_lower_limit_takes_nothing_away(session, cast, limited, now, owner):
    room = limited()
    actions.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    session.commit()
    month = f"month = '{MARCH}'"
    with owner.begin() as connection:
        connection.execute(sa.text(f"UPDATE quota_month SET quota = 60 WHERE {month}"))
    with pytest.raises(sa.exc.IntegrityError, match="quota_spent"), owner.begin() as connection:
        connection.execute(sa.text(f"UPDATE quota_month SET taken = taken + 1 WHERE {month}"))
    with owner.begin() as connection:
        connection.execute(sa.text(f"UPDATE quota_month SET taken = taken - 30 WHERE {month}"))
    assert taken(session) == 90


def _book_once(engine, person_id, town_id, venue_id, day):
    """One worker of D镇 wants two hours, each on another day."""
    starts_at = clock.at(date(2026, 3, day), "14:00")
    wish = BookingDraft(venue_id=venue_id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), title="学习会")
    moment = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with open_session(engine, Reach(frozenset({town_id}), frozenset(), person_id), now=moment) as session:
        try:
            actions.book(session, wish, actor=Actor(person_id, town_id), now=moment)
        except QuotaSpent:
            return "spent"
        session.commit()
        return "booked"


@pytest.mark.timeout(300)
def test_eight_who_want_the_last_hours_at_once_never_overdraw(reaching, backend, cast, limited):
    """Pitfall 23: different days, so no claim keeps them apart; only the town's counter does."""
    room = limited(hours=6)
    with reaching(cast.dong) as session:
        person = session.exec(select(Person).where(Person.id == cast.lin.id)).one()
        session.commit()
    days = [3, 4, 5, 6, 9, 10, 11, 12]
    said = race(backend, [(_book_once, (person.id, cast.dong.id, room.id, day)) for day in days])
    assert sorted(said) == ["booked"] * 3 + ["spent"] * 5
    with reaching(cast.dong, now=MONDAY) as session:
        assert taken(session) == 360
