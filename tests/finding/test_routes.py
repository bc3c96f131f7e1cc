"""Searching, and the day table of all venues of both towns."""

import pytest
import sqlalchemy as sa
from freezegun import freeze_time
from rooms import MONDAY, draft, span

from app.spaces import actions

MORNING = "2026-03-02 01:00"


@freeze_time(MORNING)
def test_the_day_table_shows_both_towns_hour_by_hour(client, cast, sign_in, acting, hall, room, venue):
    hidden = venue(cast.qi_centre, "值班室", cast.actor(cast.yan), sharing="none")
    with acting(cast.dong) as session:
        actions.book(session, draft(room, title="两镇读书会"), actor=cast.actor(cast.lao_chen), now=MONDAY)
    with acting(cast.qi) as session:
        meant = draft(room, span(starts="09:00", ends="10:00"), title="内部会议")
        actions.book(session, meant, actor=cast.actor(cast.qian), now=MONDAY)
    sign_in(cast.lao_chen)
    page = client.get("/spaces/day?day=2026-03-05")
    for word in (
        "议事厅",
        "共享会议室",
        "两镇读书会",
        "已预约",
        f"/spaces/{room.id}/book?day=2026-03-05&amp;starts=16:00",
    ):
        assert word in page.text
    assert "内部会议" not in page.text
    assert str(hidden.id) not in page.text


@freeze_time(MORNING)
def test_the_table_is_filtered_by_town_and_seats(client, cast, sign_in, hall, room):
    sign_in(cast.lao_chen)
    own = client.get(f"/spaces/day?day=2026-03-05&town={cast.dong.id}").text
    assert "议事厅" in own
    assert "共享会议室" not in own
    assert "没有符合条件的场地" in client.get("/spaces/day?day=2026-03-05&seats=999").text


@freeze_time("2026-03-02 10:00")
def test_in_the_evening_the_next_day_is_offered(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    assert "2026年3月3日 星期二空闲时段" in client.get("/spaces/").text


@freeze_time(MORNING)
def test_nothing_free_says_what_to_try(client, cast, sign_in, acting, hall):
    with acting(cast.dong) as session:
        actions.book(session, draft(hall), actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    assert "这个时间没有空闲场地" in client.get("/spaces/?day=2026-03-05&starts=14:00&ends=16:00").text


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["/spaces/", "/spaces/day?day=2026-03-05"])
def test_forty_venues_cost_as_many_queries_as_two(client, cast, sign_in, engine, venue, path):
    for n in range(2):
        venue(cast.dong_centre, f"活动室{n}")
    sign_in(cast.lao_chen)
    few = _queries(engine, client, path)
    for n in range(2, 12):
        venue(cast.dong_centre, f"活动室{n}")
    assert _queries(engine, client, path) == few


def _queries(engine, client, path):
    """How many statements one page takes."""
    seen = []

    def note(*said):
        seen.append(said[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@freeze_time(MORNING)
def test_a_stranger_sees_only_his_own(client, cast, sign_in, hall, room):
    sign_in(cast.wu)
    page = client.get("/spaces/day?day=2026-03-05")
    assert "议事厅" not in page.text
    assert "没有符合条件的场地" in page.text
