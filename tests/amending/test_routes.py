"""Changing, cancelling and answering a series on its pages."""

import re

import pytest
from freezegun import freeze_time
from series_of_bookings import book, occurrences, weekly

from app.bookings.models import BookingState
from app.kit import clock

MORNING = "2026-03-02 01:00"
CHANGE = {
    "starts": "18:00",
    "ends": "20:00",
    "title": "读书会",
    "heads": "12",
    "contact_name": "老陈",
    "contact_phone": "13800001234",
}


@pytest.fixture
def series_of(acting, cast, now):
    """老陈 of D镇 has booked a venue on four Thursdays."""

    def made(venue):
        with acting(cast.dong) as session:
            return book(session, weekly(venue), cast.actor(cast.lao_chen), now)

    return made


@pytest.fixture
def rows(acting, cast):
    def read(series):
        with acting(cast.dong) as session:
            return [(b.state, clock.wall_time(b.starts_at)) for b in occurrences(session, series)]

    return read


@freeze_time(MORNING)
def test_a_change_is_previewed_and_confirmed(client, cast, sign_in, series_of, rows, room):
    series = series_of(room)
    sign_in(cast.lao_chen)
    path = f"/spaces/series/{series.id}/change"
    page = client.get(path)
    assert 'value="14:00"' in page.text
    sent = CHANGE | {"venue": str(room.id)}
    nothing = client.post(path, data=sent | {"starts": "14:00", "ends": "16:00"})
    assert nothing.status_code == 422
    assert "没有改动任何内容" in nothing.text
    seen = client.post(path, data=sent)
    assert "将修改4次" in seen.text
    assert "时间改为18:00–20:00" in seen.text
    assert client.post(path, data=sent | {"step": "confirm", "choice-2026-03-19": "skip"}).status_code == 302
    assert [start for _, start in rows(series)] == ["18:00", "18:00", "14:00", "18:00"]


@freeze_time(MORNING)
def test_from_one_occurrence_on(client, cast, sign_in, series_of, rows, room):
    series = series_of(room)
    sign_in(cast.lao_chen)
    links = re.findall(r"/change\?of=([0-9a-f-]+)&amp;scope=following", client.get(f"/spaces/series/{series.id}").text)
    sent = CHANGE | {"venue": str(room.id), "of": links[2], "scope": "following", "step": "confirm"}
    assert client.post(f"/spaces/series/{series.id}/change", data=sent).status_code == 302
    assert [start for _, start in rows(series)] == ["14:00", "14:00", "18:00", "18:00"]


@freeze_time(MORNING)
def test_the_owner_answers_the_whole_series(client, cast, sign_in, series_of, rows, asked):
    series = series_of(asked)
    sign_in(cast.qian)
    page = client.get(f"/spaces/series/{series.id}").text
    assert "待我答复（4次）" in page
    ids = re.findall(r'name="of" id="of-\d" value="([^"]+)"', page)
    path = f"/spaces/series/{series.id}/answer"
    silent = client.post(path, data={"of": ids[:1], "deed": "decline", "reason": " "})
    assert silent.status_code == 422
    assert "请写明原因" in silent.text
    assert client.post(path, data={"of": ids[:1], "deed": "decline", "reason": "当天有选举"}).status_code == 302
    assert client.post(path, data={"of": ids, "deed": "approve"}).status_code == 302
    told = client.get(f"/spaces/series/{series.id}").text
    assert "已同意3次" in told
    assert "1次此前已有结果" in told
    assert [state for state, _ in rows(series)] == [BookingState.DECLINED] + [BookingState.CONFIRMED] * 3


@freeze_time(MORNING)
def test_nobody_else_changes_cancels_or_answers(client, cast, sign_in, series_of, rows, asked):
    series = series_of(asked)
    path = f"/spaces/series/{series.id}"
    sign_in(cast.lin)
    assert client.get(f"{path}/change").status_code == 404
    refused = client.post(f"{path}/cancel", data={"ids": "x", "reason": "不用了"})
    assert refused.status_code == 422
    sign_in(cast.wu)
    assert client.post(f"{path}/answer", data={"deed": "approve"}).status_code == 404
    assert {state for state, _ in rows(series)} == {BookingState.REQUESTED}
