"""Several venues for one time: all or none, each owner asked or told by its own terms."""

import pytest
from freezegun import freeze_time
from rooms import draft, span
from sqlmodel import select

from app.bookings.models import Booking, BookingState
from app.claims.models import Claim
from app.claims.rules import Taken
from app.notifications.models import Notice
from app.spaces import actions as spaces
from app.together import actions, rules

MORNING = "2026-03-02 01:00"
FORM = {
    "title": "联合宣讲",
    "use": "party",
    "heads": "20",
    "contact_name": "老陈",
    "contact_phone": "13800001234",
    "agrees": "y",
}
WHEN = "/spaces/together/?day=2026-03-05&starts=14:00&ends=16:00"


def test_all_venues_are_had_each_on_its_own_terms(session, acting, cast, hall, room, asked, now):
    wanted = [draft(v) for v in (asked, hall, room)]
    booked = actions.book_together(session, wanted, actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    assert [b.state for b in booked] == [BookingState.REQUESTED, BookingState.CONFIRMED, BookingState.CONFIRMED]
    with acting(cast.qi) as there:
        told = there.exec(select(Notice)).all()
        assert len({(n.person_id, n.kind) for n in told}) == len(told)


def test_one_that_is_taken_leaves_the_others_free(session, acting, cast, hall, room, now):
    with acting(cast.qi) as there:
        spaces.book(there, draft(room), actor=cast.actor(cast.qian), now=now)
    with pytest.raises(Taken):
        actions.book_together(session, [draft(hall), draft(room)], actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    assert len(session.exec(select(Claim)).all()) == 1
    assert session.exec(select(Booking)).all() == []


def test_a_single_venue_or_one_venue_twice_is_no_joint_booking(hall):
    with pytest.raises(rules.TooFewVenues):
        rules.check([draft(hall)])
    with pytest.raises(rules.TwiceTheSame):
        rules.check([draft(hall), draft(hall)])


@freeze_time(MORNING)
def test_the_page_offers_what_is_free_and_keeps_what_was_typed(client, cast, sign_in, acting, hall, room, asked, now):
    sign_in(cast.lao_chen)
    assert "看哪些场地空闲" in client.get("/spaces/together/").text
    page = client.get(WHEN)
    assert all(str(v.id) in page.text for v in (hall, room, asked))
    too_few = client.post(WHEN, data=FORM | {"venues": [str(hall.id)]})
    assert too_few.status_code == 422
    assert "请至少选择两个场地" in too_few.text
    with acting(cast.qi) as there:
        spaces.book(there, draft(room, span()), actor=cast.actor(cast.qian), now=now)
    lost = client.post(WHEN, data=FORM | {"venues": [str(hall.id), str(room.id)]})
    assert lost.status_code == 422
    assert "共享会议室：该时段已被预约" in lost.text
    assert "联合宣讲" in lost.text
    done = client.post(WHEN, data=FORM | {"venues": [str(hall.id), str(asked.id)]})
    assert done.status_code == 302
    assert "已同时预约2个场地" in client.get(done.location).text


@freeze_time(MORNING)
def test_a_stranger_cannot_tick_what_is_not_shared(client, cast, sign_in, hall, room):
    sign_in(cast.wu)
    assert str(room.id) not in client.get(WHEN).text
    assert client.post(WHEN, data=FORM | {"venues": [str(hall.id), str(room.id)]}).status_code == 404
