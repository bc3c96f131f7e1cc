"""Looking for a time for all: two venues, or a venue and the people who are to come."""

from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.accounts.models import Person
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.people.rules import phonetic
from app.spaces import actions as spaces

MORNING = "2026-03-02 01:00"
WEEK = "first=2026-03-05&days=14&length=240&weekday=4"


@freeze_time(MORNING)
def test_two_venues_have_the_time_between_their_bookings_in_common(client, cast, sign_in, acting, hall, room):
    with acting(cast.dong) as session:
        spaces.book(session, draft(hall, span(starts="08:00", ends="10:00")), actor=cast.actor(cast.lin), now=MONDAY)
        spaces.book(session, draft(room, span(starts="17:00", ends="20:00")), actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    page = client.get(f"/spaces/common?venues={hall.id}&venues={room.id}&{WEEK}").text
    assert "2026年3月5日 星期四 10:00–17:00" in page
    assert "2026年3月12日 星期四 08:00–21:00" in page
    assert "day=2026-03-05&amp;starts=10:00&amp;ends=14:00" in page.replace("%3A", ":")


@freeze_time(MORNING)
def test_who_is_to_come_is_found_by_pinyin_and_is_busy_without_a_word_of_what(
    client, cast, sign_in, engine, acting, venue, hall
):
    with open_session(engine, Reach.nothing()) as session:
        for person in session.exec(select(Person)):
            person.phonetic = phonetic(person.name)
        session.commit()
    elsewhere = venue(cast.dong_centre, "书屋")
    with acting(cast.dong) as session:
        meant = draft(elsewhere, span(starts="08:00", ends="18:00"), title="不便公开的事")
        spaces.book(session, meant, actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    assert "林芳（D镇 社区工作者）" in client.get("/spaces/common?who=linf").text
    assert "小钱（Q镇" in client.get("/spaces/common?who=xq").text
    assert "老吴" not in client.get("/spaces/common?who=laowu").text
    page = client.get(f"/spaces/common?venues={hall.id}&people={cast.lin.id}&{WEEK.replace('240', '120')}").text
    assert "2026年3月5日 星期四 18:00–21:00" in page
    assert "不便公开的事" not in page


@freeze_time(MORNING)
def test_nothing_in_common_says_what_to_change(client, cast, sign_in, room, hall):
    sign_in(cast.lao_chen)
    url = f"/spaces/common?venues={room.id}&first=2026-03-05&weekday=any"
    assert "没有大家都空的时候" in client.get(f"{url}&starts=22:00&ends=23:00").text
    assert "最晚时间要晚于最早时间" in client.get(f"{url}&starts=22:00&ends=20:00").text
    many = "&".join(f"venues={hall.id}" for _ in range(3))
    assert client.get(f"/spaces/common?{many}&venues=x&people=y").status_code == 200


@freeze_time(MORNING)
def test_a_strangers_venue_is_not_there(client, cast, sign_in, hall):
    sign_in(cast.wu)
    assert client.get(f"/spaces/common?venues={hall.id}").status_code == 404
    assert str(hall.id) not in client.get("/spaces/common").text
