"""The pages of the waiting list: the right person, the partner, the stranger."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from rooms import MONDAY
from sqlmodel import select

from app.bookings.models import Booking, BookingState

MORNING = "2026-03-02 01:00"
FORM = {
    "day": "2026-03-05",
    "starts": "14:00",
    "ends": "16:00",
    "title": "林芳的读书会",
    "use": "culture",
    "heads": "12",
    "contact_name": "林芳",
    "contact_phone": "13800005678",
    "agrees": "y",
}


@pytest.fixture
def wish(acting, cast):
    """The newest wish of D镇."""

    def find():
        with acting(cast.dong) as session:
            found = select(Booking).where(Booking.state.in_([BookingState.WAITING, BookingState.OFFERED]))
            return session.exec(found.order_by(Booking.made_at.desc())).first()

    return find


@freeze_time(MORNING)
def test_who_comes_too_late_joins_from_the_refused_form_and_reads_the_place(client, cast, sign_in, hall, booked, wish):
    booked(hall)
    sign_in(cast.lin)
    refused = client.post(f"/spaces/{hall.id}/book", data=FORM)
    assert refused.status_code == 422
    assert f'formaction="/spaces/{hall.id}/wait"' in refused.text
    answer = client.post(f"/spaces/{hall.id}/wait", data=FORM)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    for word in ("候补中", "排在第1位", "2026年3月5日", "退出候补", "加入候补"):
        assert word in page
    assert "请另定场地" not in page
    mine = client.get("/spaces/bookings").text
    assert "本镇的候补" in mine
    assert "第1位" in mine
    again = client.post(f"/spaces/{hall.id}/wait", data=FORM | {"starts": "15:00"})
    assert again.status_code == 422
    assert "您已在候补" in again.text
    assert wish().title == "林芳的读书会"


@freeze_time(MORNING)
def test_the_form_opens_from_the_week_and_says_what_is_wrong(client, cast, sign_in, hall, booked):
    booked(hall)
    sign_in(cast.lin)
    page = client.get(f"/spaces/{hall.id}/wait?day=2026-03-05&starts=14:00&ends=16:00")
    assert 'value="14:00"' in page.text
    assert "件候补在前" not in page.text
    assert '<option selected value="0">' in page.text
    whole_day = client.get(f"/spaces/{hall.id}/wait?day=2026-03-05&starts=08:00&ends=17:30").text
    assert '<option selected value="120">' in whole_day
    wrong = client.post(f"/spaces/{hall.id}/wait", data=FORM | {"title": "", "use": ""})
    assert wrong.status_code == 422
    for word in ("请填写用途", "请选择使用类别"):
        assert word in wrong.text
    free = client.post(f"/spaces/{hall.id}/wait", data=FORM | {"starts": "17:00", "ends": "18:00"})
    assert free.status_code == 422
    assert "现在空闲，请直接预约" in free.text
    assert "去预约" in free.text


def test_what_is_held_is_accepted_by_who_waits_and_by_nobody_else(
    client, cast, sign_in, room, booked, waits, gives_back, wish
):
    before = booked(room, person=cast.qian, town=cast.qi)
    waits(room, cast.lin)
    gives_back(before, cast.qian, cast.qi)
    held = wish()
    address = f"/spaces/bookings/{held.id}"
    with freeze_time(MORNING):
        sign_in(cast.bao)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/accept").status_code == 404
        sign_in(cast.qian)  # the owner sees the wish, and cannot answer for it
        assert "时段已空出" in client.get(address).text
        assert client.post(f"{address}/accept").status_code == 404
        sign_in(cast.zhu)
        refused = client.post(f"{address}/accept")
        assert refused.status_code == 422
        assert "只有候补人" in refused.text
        sign_in(cast.lin)
        page = client.get(address).text
        for word in ("候补保留", "请在2026年3月2日 11:00前答复", "接受", "放弃"):
            assert word in page
        assert "请在2026年3月2日 11:00前接受" in client.get("/spaces/bookings").text
        assert "接受候补保留" in client.get("/").text
        twice = client.post(f"/spaces/{room.id}/book", data=FORM)
        assert twice.status_code == 422
        assert "正为您的候补保留" in twice.text
        assert "formaction" not in twice.text
        done = client.post(f"{address}/accept")
        assert done.status_code == 302
        assert "已确认" in client.get(done.location).text


def test_an_offer_that_has_lapsed_reads_as_over_before_any_job_ran(
    client, cast, sign_in, hall, booked, waits, gives_back, wish
):
    before = booked(hall)
    waits(hall, cast.lin)
    gives_back(before)
    held = wish()
    with freeze_time(MONDAY + timedelta(hours=2)):
        sign_in(cast.lin)
        page = client.get(f"/spaces/bookings/{held.id}").text
        assert "候补结束" in page
        assert "接受</button>" not in page
        late = client.post(f"/spaces/bookings/{held.id}/accept")
        assert late.status_code == 422
        assert "已过期" in late.text


def test_a_refused_passer_by_leaves_the_offer_to_the_next_though_no_job_ran(
    client, cast, sign_in, acting, hall, booked, waits, gives_back
):
    """Pitfall 17: the booking is refused and undone, that the next in the queue is offered the time is not."""
    before = booked(hall)
    waits(hall, cast.lin)
    second = waits(hall, cast.zhu)
    gives_back(before)
    with freeze_time(MONDAY + timedelta(hours=3)):
        sign_in(cast.ma)
        assert client.post(f"/spaces/{hall.id}/book", data=FORM).status_code == 422
    with acting(cast.dong) as session:
        assert session.exec(select(Booking.state).where(Booking.id == second)).one() is BookingState.OFFERED


@freeze_time(MORNING)
def test_the_owner_sees_who_waits_and_in_which_order(client, cast, sign_in, hall, booked, waits):
    sign_in(cast.ma)
    assert "现在没有人候补" in client.get(f"/spaces/{hall.id}/waiting").text
    booked(hall)
    waits(hall, cast.lin)
    waits(hall, cast.qian, cast.qi)
    page = client.get(f"/spaces/{hall.id}/waiting").text
    for word in ("D镇1件", "Q镇1件", "第1位", "第2位"):
        assert word in page
    assert "小钱" not in page
    sign_in(cast.qian)
    assert client.get(f"/spaces/{hall.id}/waiting").status_code == 404
