"""What the provider changes of a session: by its own people only, with a reason, the venue in the same act."""

import pytest
from catalogue import occasion_draft
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.bookings.models import Booking, BookingState
from app.programmes import actions
from app.sessions import actions as sessions
from app.sessions.models import ServiceSession, SessionState
from app.sessions.queries import shares_of
from app.spaces import actions as spaces

MORNING = "2026-03-02 01:00"


@pytest.fixture
def planned(acting, cast, service, room):
    of = service()
    with acting(cast.qi) as there:
        said = occasion_draft(venue_id=room.id)
        return actions.plan(there, of.id, said, actor=cast.actor(cast.qian), now=MONDAY)


def typed(venue=None, **given):
    said = {"day": "2026-03-06", "starts": "14:00", "ends": "16:00", "reason": "医生外出"}
    return said | {"venue_id": str(venue.id) if venue else "", "place": ""} | given


@freeze_time(MORNING)
def test_a_session_is_moved_by_its_provider_and_says_what_it_was(client, cast, sign_in, planned, room, reaching):
    path = f"/sessions/{planned.id}/move"
    for person, code in ((cast.lao_chen, 403), (cast.bao, 404)):
        sign_in(person)
        assert client.get(path).status_code == code
        assert client.post(path, data=typed(room)).status_code == code
    sign_in(cast.qian)
    assert 'value="2026-03-05"' in client.get(path).text
    assert client.post(path, data=typed(room, reason="")).status_code == 422
    assert client.post(path, data=typed(room)).status_code == 302
    page = client.get(f"/sessions/{planned.id}").text
    assert "有变动：医生外出（原定3月5日14:00）" in page
    with reaching(cast.qi) as there:
        assert there.exec(select(Booking.starts_at)).one() == span("2026-03-06").starts_at


@freeze_time(MORNING)
def test_where_it_cannot_be_moved_another_is_offered_and_nothing_has_changed(
    client, cast, sign_in, planned, room, acting, session
):
    with acting(cast.qi) as there:
        spaces.book(there, draft(room, span("2026-03-06")), actor=cast.actor(cast.yan), now=MONDAY)
    sign_in(cast.qian)
    answer = client.post(f"/sessions/{planned.id}/move", data=typed(room))
    assert answer.status_code == 422
    assert "点一下就改好" in answer.text
    session.rollback()
    assert session.get(ServiceSession, planned.id, populate_existing=True).starts_at == span().starts_at


@freeze_time(MORNING)
def test_a_session_is_cancelled_with_its_reason(client, cast, sign_in, planned, reaching):
    sign_in(cast.qian)
    assert client.post(f"/sessions/{planned.id}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"/sessions/{planned.id}/cancel", data={"reason": "台风"}).status_code == 302
    assert "本场已取消：台风" in client.get(f"/sessions/{planned.id}").text
    with reaching(cast.qi) as there:
        assert there.exec(select(Booking.state)).one() is BookingState.CANCELLED
        assert there.exec(select(ServiceSession.state)).one() is SessionState.CANCELLED
    assert client.post(f"/sessions/{planned.id}/cancel", data={"reason": "台风"}).status_code == 422
    for way in ("move", "cancel", "places"):
        assert client.get(f"/sessions/{planned.id}/{way}").location == f"/sessions/{planned.id}", "its page says why"


@freeze_time(MORNING)
def test_places_are_kept_otherwise_but_never_fewer_than_taken(client, cast, sign_in, planned, session):
    sessions.take_place(session, planned.id, cast.dong.id, 3, now=MONDAY)
    session.commit()
    sign_in(cast.qian)
    path, kept = f"/sessions/{planned.id}/places", f"home-{cast.dong.id}-kept"
    fewer = client.post(path, data={"places": "2", kept: "0"})
    assert fewer.status_code == 422
    assert "已有3人报名，名额不能少于这个数" in fewer.text
    assert client.post(path, data={"places": "5", kept: "6"}).status_code == 422
    assert client.post(path, data={"places": "5", kept: "4"}).status_code == 302
    session.rollback()
    assert session.get(ServiceSession, planned.id, populate_existing=True).places == 5
    assert {s.town_id: s.reserved for s in shares_of(session, [planned.id])[planned.id]}[cast.dong.id] == 4


@freeze_time(MORNING)
def test_all_that_come_after_it_in_its_series_are_cancelled_with_it(client, cast, sign_in, service, session):
    of = service()
    sign_in(cast.qian)
    rule = {"first_on": "2026-03-05", "every": "week", "interval": "1", "weekdays": "4", "nth": "1", "weekday": "1"}
    hours = {"starts": "14:00", "ends": "16:00", "places": "9", "closing": "start", "opening": "", "reserve_days": "3"}
    said = rule | hours | {"ending": "times", "times": "4", "venue_id": "", "step": "confirm"}
    assert client.post(f"/services/{of.id}/series", data=said).status_code == 302
    session.rollback()
    found = session.exec(select(ServiceSession).order_by(ServiceSession.starts_at)).all()
    path = f"/sessions/{found[1].id}/cancel"
    assert "以后还有2场，最后一场2026年3月26日" in client.get(path).text
    answer = client.post(path, data={"reason": "暂停供应", "following": "y"}, follow_redirects=True)
    assert "已取消3场" in answer.text
    session.rollback()
    states = session.exec(select(ServiceSession.state).order_by(ServiceSession.starts_at)).all()
    assert states == [SessionState.OPEN] + [SessionState.CANCELLED] * 3
