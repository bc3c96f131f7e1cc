"""The pages of a series: form, preview, confirmation, the series itself."""

import re

import pytest
from freezegun import freeze_time
from icalendar import Calendar
from rooms import draft, span
from sqlmodel import select

from app.bookings.models import Booking
from app.spaces import actions

MORNING = "2026-03-02 01:00"
FORM = {
    "first_on": "2026-03-05",
    "starts": "14:00",
    "ends": "16:00",
    "every": "week",
    "interval": "1",
    "weekdays": "4",
    "nth": "1",
    "weekday": "4",
    "ending": "times",
    "times": "4",
    "title": "读书会",
    "use": "culture",
    "heads": "12",
    "contact_name": "老陈",
    "contact_phone": "13800001234",
    "agrees": "y",
}


@pytest.fixture
def booked_series(client, cast, sign_in, room):
    """老陈 books Q镇's room on four Thursdays; the address of the series."""

    def made():
        sign_in(cast.lao_chen)
        return client.post(f"/spaces/{room.id}/series", data=FORM | {"step": "confirm"}).location

    return made


@freeze_time(MORNING)
def test_a_worker_previews_resolves_and_books(client, cast, sign_in, acting, room, hall, now):
    with acting(cast.qi) as there:
        actions.book(there, draft(room, span("2026-03-12")), actor=cast.actor(cast.qian), now=now)
    sign_in(cast.lao_chen)
    assert "怎样重复" in client.get(f"/spaces/{room.id}/series").text
    seen = client.post(f"/spaces/{room.id}/series", data=FORM)
    assert seen.status_code == 200
    assert "每周星期四，自2026年3月5日起，共4次" in seen.text
    assert "共4次，其中1次约不上" in seen.text
    assert 'name="weekdays" value="4"' in seen.text, "the form travels in the form"

    undecided = client.post(f"/spaces/{room.id}/series", data=FORM | {"step": "confirm"})
    assert undecided.status_code == 422
    assert "还有1次没有定下" in undecided.text
    swapped = client.post(f"/spaces/{room.id}/series", data=FORM | {"step": "swap_all"})
    choice = re.search(r'name="choice-2026-03-12"[^>]*value="(other\|[^"]*)" checked', swapped.text)
    assert choice, "another venue at the same time is chosen"
    done = client.post(f"/spaces/{room.id}/series", data=FORM | {"step": "confirm", "choice-2026-03-12": choice[1]})
    assert done.status_code == 302
    page = client.get(done.location)
    assert "读书会" in page.text
    assert "单独安排" in page.text
    assert "D镇老陈" in page.text or "老陈" in page.text


@freeze_time(MORNING)
def test_what_cannot_be_read_keeps_what_was_typed(client, cast, sign_in, room):
    sign_in(cast.lao_chen)
    wrong = client.post(f"/spaces/{room.id}/series", data=FORM | {"times": "", "use": "", "title": "读书会之夜"})
    assert wrong.status_code == 422
    assert "请填写次数" in wrong.text
    assert "请选择使用类别" in wrong.text
    assert "读书会之夜" in wrong.text
    endless = client.post(f"/spaces/{room.id}/series", data=FORM | {"ending": "until", "until_on": "2028-01-01"})
    assert endless.status_code == 422
    assert "一个系列最长400天" in endless.text


@freeze_time(MORNING)
def test_the_same_confirmation_sent_twice_books_once(client, cast, sign_in, room, acting):
    sign_in(cast.lao_chen)
    sent = FORM | {"step": "confirm", "form_key": "k-series"}
    one, two = (client.post(f"/spaces/{room.id}/series", data=sent) for _ in range(2))
    assert (one.status_code, one.location) == (two.status_code, two.location)
    with acting(cast.dong) as session:
        assert len(session.exec(select(Booking)).all()) == 4


@freeze_time(MORNING)
def test_the_owner_sees_the_series_and_a_stranger_does_not(client, cast, sign_in, booked_series):
    series = booked_series()
    sign_in(cast.qian)
    assert "每周星期四" in client.get(series).text
    assert client.get(f"{series}/change").status_code == 404
    assert client.get(f"{series}/cancel").status_code == 404
    sign_in(cast.wu)
    assert client.get(series).status_code == 404
    assert client.get(f"{series}.ics").status_code == 404


@freeze_time(MORNING)
def test_the_list_of_series_says_what_is_ahead(client, cast, sign_in, booked_series):
    sign_in(cast.lao_chen)
    assert "还没有系列预约" in client.get("/spaces/series/").text
    booked_series()
    page = client.get("/spaces/series/").text
    assert "党群服务中心 共享会议室 · 每周星期四，自2026年3月5日起，共4次，14:00–16:00" in page
    assert "还有4次，下一次2026年3月5日" in page
    sign_in(cast.qian)
    assert "还没有系列预约" in client.get("/spaces/series/").text


@freeze_time(MORNING)
def test_a_month_without_a_fifth_thursday_is_said(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    monthly = FORM | {"every": "month", "nth": "5", "times": "2"}
    assert "2026年3月没有第5个星期四，该月不安排" in client.post(f"/spaces/{hall.id}/series", data=monthly).text


@freeze_time(MORNING)
def test_the_calendar_file_holds_each_occurrence_under_its_own_name(client, booked_series):
    """Pitfall 25: a cancelled occurrence keeps its UID, its SEQUENCE rises, its STATUS says so."""
    series = booked_series()
    before = _events(client.get(f"{series}.ics").data)
    assert [e["STATUS"] for e in before.values()] == ["CONFIRMED"] * 4
    last = re.findall(r'name="ids" id="ids-4" value="([^"]+)"', client.get(f"{series}/cancel").text)
    gone = client.post(f"{series}/cancel", data={"ids": last, "reason": "改到线上"})
    assert gone.status_code == 302
    after = _events(client.get(f"{series}.ics").data)
    assert list(after) == list(before)
    assert [e["STATUS"] for e in after.values()] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert [e["SEQUENCE"] for e in after.values()] == [0, 0, 0, 1]


def _events(data):
    return {str(e["UID"]): e for e in Calendar.from_ical(data).walk("VEVENT")}
