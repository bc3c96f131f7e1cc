"""The pages of venues and bookings: the right person, the partner, the stranger."""

import pytest
import sqlalchemy as sa
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.bookings.models import Booking, BookingState
from app.claims.models import Claim
from app.spaces import actions

MORNING = "2026-03-02 01:00"
FORM = {
    "day": "2026-03-05",
    "starts": "14:00",
    "ends": "16:00",
    "title": "党员学习会",
    "use": "party",
    "heads": "12",
    "contact_name": "老陈",
    "contact_phone": "13800001234",
    "agrees": "y",
}


@pytest.fixture
def booked(acting, cast):
    """老陈 of D镇 has booked a venue."""

    def book(venue, **given):
        with acting(cast.dong) as session:
            booking = actions.book(session, draft(venue, **given), actor=cast.actor(cast.lao_chen), now=MONDAY)
        return booking.id

    return book


@pytest.fixture
def state_of(acting, cast):
    def state(booking_id):
        with acting(cast.qi) as session:
            return session.exec(select(Booking.state).where(Booking.id == booking_id)).one()

    return state


@freeze_time(MORNING)
def test_nothing_to_book_yet_says_what_to_do_first(client, cast, sign_in):
    sign_in(cast.ma)
    assert "查到空闲场地后" in client.get("/spaces/bookings").text


@freeze_time(MORNING)
def test_a_worker_finds_and_books_a_room_across_the_border(client, cast, sign_in, room):
    sign_in(cast.lao_chen)
    found = client.get("/spaces/?day=2026-03-05&starts=14:00&ends=16:00&seats=20")
    assert "共享会议室" in found.text
    assert f"/spaces/{room.id}/book?day=2026-03-05" in found.text
    assert 'value="14:00"' in client.get(f"/spaces/{room.id}/book?day=2026-03-05&starts=14:00&ends=16:00").text
    answer = client.post(f"/spaces/{room.id}/book", data=FORM)
    assert answer.status_code == 302
    page = client.get(answer.location)
    for word in ("已确认", "2026年3月5日 星期四 14:00–16:00", "13800001234", "复制文字", "D镇老陈"):
        assert word in page.text


@freeze_time(MORNING)
def test_who_comes_second_reads_the_reason_and_three_alternatives(client, cast, sign_in, booked, hall, room, venue):
    venue(cast.dong_centre, "电教室", seats=50)
    booked(hall)
    sign_in(cast.lin)
    answer = client.post(f"/spaces/{hall.id}/book", data=FORM)
    assert answer.status_code == 422
    for word in ("该时段已被预约", "可以改约", "当天其他时间", "电教室", "Q镇的场地"):
        assert word in answer.text


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "请填写用途"),
        ({"use": ""}, "请选择使用类别"),
        ({"use": "lecture"}, "请写明主讲人和内容提要"),
        ({"heads": "99"}, "超过了该场地的30座"),
        ({"ends": "13:00"}, "结束要晚于开始"),
        ({"starts": "14:10"}, "整刻钟"),
        ({"day": "昨天"}, "日期"),
        ({"agrees": ""}, "请先同意使用承诺"),
        ({"starts": "20:00", "ends": "22:00"}, "开放时间为08:00–21:00"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, room, acting, change, message):
    sign_in(cast.lao_chen)
    data = {k: v for k, v in (FORM | change).items() if v}
    answer = client.post(f"/spaces/{room.id}/book", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    with acting(cast.dong) as session:
        assert session.exec(select(Claim)).all() == []


@freeze_time(MORNING)
def test_the_owners_unit_answers_in_place(client, cast, sign_in, booked, asked, state_of):
    booking_id = booked(asked)
    sign_in(cast.qian)
    assert "（待答复1）" in client.get("/spaces/").text
    assert "待我答复" in client.get("/spaces/bookings").text
    assert client.post(f"/spaces/bookings/{booking_id}/approve").status_code == 302
    assert state_of(booking_id) is BookingState.CONFIRMED
    again = client.post(f"/spaces/bookings/{booking_id}/decline", data={"reason": "有事"})
    assert again.status_code == 422
    assert "该预约现为“已确认”" in again.text


@freeze_time(MORNING)
def test_declining_needs_a_reason_that_the_booker_reads(client, cast, sign_in, booked, asked):
    booking_id = booked(asked)
    sign_in(cast.qian)
    assert "请写明原因" in client.post(f"/spaces/bookings/{booking_id}/decline", data={"reason": ""}).text
    assert client.post(f"/spaces/bookings/{booking_id}/decline", data={"reason": "换届选举"}).status_code == 302
    sign_in(cast.lao_chen)
    assert "换届选举" in client.get(f"/spaces/bookings/{booking_id}").text


@freeze_time(MORNING)
def test_the_booker_cannot_answer_for_the_owner(client, cast, sign_in, booked, asked, state_of):
    booking_id = booked(asked)
    sign_in(cast.lao_chen)
    assert client.post(f"/spaces/bookings/{booking_id}/approve").status_code == 422
    assert state_of(booking_id) is BookingState.REQUESTED


@freeze_time(MORNING)
def test_a_colleague_sees_the_booking_with_the_phone_masked(client, cast, sign_in, booked, room):
    booking_id = booked(room)
    sign_in(cast.lin)
    page = client.get(f"/spaces/bookings/{booking_id}")
    assert "138****1234" in page.text
    assert "取消预约" not in page.text


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["", "/approve", "/decline", "/cancel", "/move"])
def test_a_stranger_finds_no_booking(client, cast, sign_in, booked, room, state_of, path):
    booking_id = booked(room)
    sign_in(cast.bao)
    url = f"/spaces/bookings/{booking_id}{path}"
    answer = client.post(url, data={"reason": "x"} | FORM) if path else client.get(url)
    assert answer.status_code == 404
    assert state_of(booking_id) is BookingState.CONFIRMED


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["", "/approve", "/decline", "/cancel", "/move"])
def test_the_partner_finds_no_booking_that_is_only_the_towns_own(client, cast, sign_in, booked, hall, path):
    booking_id = booked(hall)
    sign_in(cast.yan)
    url = f"/spaces/bookings/{booking_id}{path}"
    answer = client.post(url, data={"reason": "x"} | FORM) if path else client.get(url)
    assert answer.status_code == 404


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["", "/book", "/divide", "/close"])
def test_a_stranger_finds_no_venue(client, cast, sign_in, room, path):
    sign_in(cast.bao)
    assert client.get(f"/spaces/{room.id}{path}").status_code == 404
    if path:
        assert client.post(f"/spaces/{room.id}{path}", data=FORM).status_code == 404


@freeze_time(MORNING)
def test_the_partner_books_a_venue_but_does_not_keep_it(client, cast, sign_in, room):
    sign_in(cast.ma)
    page = client.get(f"/spaces/{room.id}")
    assert "预约即确认；" not in page.text
    assert "临时关闭或征用" not in page.text
    assert client.get(f"/spaces/{room.id}/close").status_code == 404
    assert client.get(f"/spaces/{room.id}/divide").status_code == 404


@freeze_time(MORNING)
def test_a_venues_page_shows_its_rules_and_its_week(client, cast, sign_in, booked, room):
    booked(room)
    sign_in(cast.qian)
    page = client.get(f"/spaces/{room.id}?week=2026-03-05")
    for word in (
        "星期一至星期五 08:00–21:00",
        "星期六至星期日 09:00–17:00",
        "法定节假日不开放",
        "党员学习会",
        "08:00–14:00",
        "学雷锋纪念日",
    ):
        assert word in page.text
    holiday = client.get(f"/spaces/{room.id}?week=2026-05-01").text
    assert "不开放" in holiday
    assert "劳动节" in holiday


@freeze_time(MORNING)
def test_the_booker_moves_it_and_a_taken_time_leaves_it(client, cast, sign_in, booked, room, state_of):
    booking_id = booked(room)
    booked(room, when=span("2026-03-06"))
    sign_in(cast.lao_chen)
    assert "改期或换场地" in client.get(f"/spaces/bookings/{booking_id}/move").text
    data = {"venue": str(room.id), "day": "2026-03-06", "starts": "15:00", "ends": "17:00"}
    answer = client.post(f"/spaces/bookings/{booking_id}/move", data=data)
    assert answer.status_code == 422
    assert "可以改约" in answer.text
    assert client.post(f"/spaces/bookings/{booking_id}/move", data=data | {"day": "2026-03-09"}).status_code == 302
    assert "2026年3月9日 星期一 15:00–17:00" in client.get(f"/spaces/bookings/{booking_id}").text


@freeze_time(MORNING)
def test_cancelling_is_told_with_its_reason(client, cast, sign_in, booked, room, state_of):
    booking_id = booked(room)
    sign_in(cast.lao_chen)
    assert client.post(f"/spaces/bookings/{booking_id}/cancel", data={"reason": "改到线上"}).status_code == 302
    assert state_of(booking_id) is BookingState.CANCELLED
    assert "改到线上" in client.get(f"/spaces/bookings/{booking_id}").text


@freeze_time(MORNING)
def test_a_hall_is_divided_on_its_page(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    assert "看不懂“东厅”" in client.post(f"/spaces/{hall.id}/divide", data={"parts": "东厅"}).text
    assert "至少写出" in client.post(f"/spaces/{hall.id}/divide", data={"parts": "东厅 20"}).text
    assert client.post(f"/spaces/{hall.id}/divide", data={"parts": "东厅 20\n西厅 20座"}).status_code == 302
    assert "东厅、西厅" in client.get(f"/spaces/{hall.id}").text


@freeze_time(MORNING)
def test_the_same_form_sent_twice_books_once(client, cast, sign_in, room, acting):
    sign_in(cast.lao_chen)
    one = client.post(f"/spaces/{room.id}/book", data=FORM | {"form_key": "k1"})
    two = client.post(f"/spaces/{room.id}/book", data=FORM | {"form_key": "k1"})
    assert (one.status_code, one.location) == (two.status_code, two.location)
    with acting(cast.dong) as session:
        assert len(session.exec(select(Booking)).all()) == 1


@freeze_time(MORNING)
def test_who_often_did_not_come_reads_why_the_owner_is_asked_first(client, cast, sign_in, booked, room, owner):
    ids = [booked(room, when=span(day)) for day in ("2026-03-03", "2026-03-04", "2026-03-05")]
    with owner.begin() as connection:
        missed = sa.update(Booking).where(Booking.id.in_(ids)).values(state="no_show")
        connection.execute(missed, execution_options={"reach_checked": True})
        connection.execute(sa.update(Claim).values(blocking=False))
    sign_in(cast.lao_chen)
    for page in (f"/spaces/{room.id}", f"/spaces/{room.id}/book"):
        assert "预约人近60天有3次预约后没有到场，预约须经管理单位同意" in client.get(page).text
    asked = client.get(client.post(f"/spaces/{room.id}/book", data=FORM).location).text
    assert "待审批" in asked
    sign_in(cast.lin)
    assert "没有到场" not in client.get(f"/spaces/{room.id}").text
