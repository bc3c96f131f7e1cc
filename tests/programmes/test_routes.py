"""Planning one session with its venue, or a previewed series of them."""

import pytest
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.bookings.models import Booking, BookingState, Use
from app.sessions.models import ServiceSession, SessionShare
from app.spaces import actions as spaces

MORNING = "2026-03-02 01:00"


@pytest.fixture
def here(venue, cast):
    """Q镇's own 体检中心."""
    return venue(cast.qi_centre, "体检中心", cast.actor(cast.yan), seats=40)


def typed(venue=None, **given):
    said = {"day": "2026-03-05", "starts": "14:00", "ends": "16:00", "places": "12", "reserve_days": "3"}
    return said | {"venue_id": str(venue.id) if venue else "", "closing": "eve", "opening": ""} | given


def all_of(session, model):
    session.rollback()
    return session.exec(select(model).order_by(model.starts_at if hasattr(model, "starts_at") else model.id)).all()


@freeze_time(MORNING)
def test_a_session_is_planned_and_its_venue_booked_in_one_act(client, cast, sign_in, service, here, reaching):
    of = service(venue_id=here.id)
    sign_in(cast.qian)
    assert "体检中心" in client.get(f"/services/{of.id}/sessions/new").text
    kept = {f"home-{cast.dong.id}-kept": "4"}
    answer = client.post(f"/services/{of.id}/sessions/new", data=typed(here, label="下午场", **kept))
    assert answer.status_code == 302, answer.text
    with reaching(cast.qi) as there:
        one, booking, share = (there.exec(select(m)).one() for m in (ServiceSession, Booking, SessionShare))
    assert (one.booking_id, one.places, one.left) == (booking.id, 12, 12)
    assert (booking.use, booking.state, booking.subject) == (Use.SERVICE, BookingState.CONFIRMED, of.subject)
    assert (share.town_id, share.reserved) == (cast.dong.id, 4)
    page = client.get(answer.location).text
    assert "健康体检（下午场）" in page
    assert "3月4日17:00截止报名" in page
    assert "名额已" not in page
    again = client.get(f"/services/{of.id}/sessions/new").text
    for same in ('value="14:00', 'value="16:00', 'value="12"', 'value="4"', f'selected value="{here.id}"'):
        assert same in again, "the next is most likely like the last"
    assert "下午场" not in again
    sign_in(cast.lao_chen)
    assert "健康体检（下午场）" in client.get(answer.location).text
    assert client.get(f"/services/{of.id}/sessions/new").status_code == 403
    sign_in(cast.fang)
    assert client.get(answer.location).status_code == 404


@freeze_time(MORNING)
def test_where_the_venue_is_taken_there_is_no_session_but_a_button_for_another(
    client, cast, sign_in, service, here, acting, session
):
    with acting(cast.qi) as there:
        spaces.book(there, draft(here, span(ends="15:00")), actor=cast.actor(cast.yan), now=MONDAY)
    of = service()
    sign_in(cast.qian)
    answer = client.post(f"/services/{of.id}/sessions/new", data=typed(here))
    assert answer.status_code == 422
    assert "可以改成下面的时间或场地" in answer.text
    assert all_of(session, ServiceSession) == []
    offered = answer.text.split('name="instead" value="')[1].split('"')[0]
    again = client.post(f"/services/{of.id}/sessions/new", data=typed(here, instead=offered))
    assert again.status_code == 302, again.text
    assert len(all_of(session, ServiceSession)) == 1


@freeze_time(MORNING)
def test_two_sessions_of_one_name_at_one_time_are_refused(client, cast, sign_in, service):
    of = service()
    sign_in(cast.qian)
    assert client.post(f"/services/{of.id}/sessions/new", data=typed()).status_code == 302
    twice = client.post(f"/services/{of.id}/sessions/new", data=typed())
    assert twice.status_code == 422
    assert "请给场次起不同的名称" in twice.text
    too_many = typed(label="甲班", **{f"home-{cast.dong.id}-kept": "13"})
    assert "超过了总名额12个" in client.post(f"/services/{of.id}/sessions/new", data=too_many).text


RULE = {
    "first_on": "2026-03-05",
    "every": "week",
    "interval": "1",
    "weekdays": "4",
    "nth": "1",
    "weekday": "1",
    "ending": "times",
    "times": "4",
}


@freeze_time(MORNING)
def test_a_series_is_previewed_and_planned_whole(client, cast, sign_in, service, here, acting, reaching):
    with acting(cast.qi) as there:
        spaces.book(there, draft(here, span("2026-03-12")), actor=cast.actor(cast.yan), now=MONDAY)
    of = service()
    sign_in(cast.qian)
    said = typed(here) | RULE
    preview = client.post(f"/services/{of.id}/series", data=said)
    assert "共4场，其中1场排不上；现在确认将排3场" in preview.text
    early = client.post(f"/services/{of.id}/series", data=said | {"step": "confirm"})
    assert early.status_code == 422
    skipped = said | {"step": "confirm", "choice-2026-03-12": "skip"}
    assert client.post(f"/services/{of.id}/series", data=skipped).status_code == 302
    with reaching(cast.qi) as there:
        found = there.exec(select(ServiceSession).order_by(ServiceSession.starts_at)).all()
        booked = there.exec(select(Booking).where(Booking.subject == of.subject)).all()
    assert [o.series_on.day for o in found] == [5, 19, 26]
    assert {o.booking_id for o in found} == {b.id for b in booked}
    again = client.post(f"/services/{of.id}/series", data=typed() | RULE).text
    assert again.count("这一时间已经排了同名的场次") == 3


@freeze_time("2026-09-20 01:00")
def test_holidays_are_named_and_skipped_by_one_button(client, cast, sign_in, service, session):
    of = service()
    sign_in(cast.qian)
    said = typed() | RULE | {"first_on": "2026-09-24", "times": "3"}
    assert "国庆节" in client.post(f"/services/{of.id}/series", data=said).text
    skipped = client.post(f"/services/{of.id}/series", data=said | {"step": "skip_holidays"})
    assert "现在确认将排2场，跳过1场" in skipped.text


@freeze_time(MORNING)
def test_a_service_without_sign_up_is_planned_without_any_word_of_it(client, cast, sign_in, service, session):
    of = service(by_sign_up=False, hours="每周四下午")
    sign_in(cast.qian)
    assert "保留名额" not in client.get(f"/services/{of.id}/sessions/new").text
    said = {name: value for name, value in typed().items() if name not in ("closing", "opening", "reserve_days")}
    answer = client.post(f"/services/{of.id}/sessions/new", data=said)
    assert answer.status_code == 302, answer.text
    assert "不用报名" in client.get(f"/services/{of.id}").text
    assert len(all_of(session, ServiceSession)) == 1
