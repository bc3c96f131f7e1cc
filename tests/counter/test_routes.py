"""The counter: a team in three fields, several answers at once, exceptions; each by the right person only."""

import pytest
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import col, select

from app.audit.models import AuditEntry
from app.bookings.models import Booking, BookingState, BookingStep, Deed
from app.notifications.models import Notice
from app.spaces import actions

MORNING = "2026-03-02 01:00"
QUICK = {
    "team": "银龄合唱队",
    "contact": "王秀英 13800001234",
    "heads": "25",
    "day": "2026-03-05",
    "starts": "09:00",
    "ends": "11:00",
    "use": "culture",
    "agrees": "y",
}
FULL = {
    "day": "2026-03-02",
    "starts": "09:30",
    "ends": "15:00",
    "title": "防汛值守",
    "use": "other",
    "heads": "12",
    "contact_name": "老陈",
    "contact_phone": "13800001234",
    "agrees": "y",
    "reason": "突发强降雨",
}


@pytest.fixture
def request_of(acting, cast):
    """老陈 of D镇 asks for a venue."""

    def ask(venue, **given):
        with acting(cast.dong) as session:
            return actions.book(session, draft(venue, **given), actor=cast.actor(cast.lao_chen), now=MONDAY).id

    return ask


@pytest.fixture
def all_bookings(acting, cast):
    def read():
        with acting(cast.qi) as session:
            return list(session.exec(select(Booking).order_by(col(Booking.starts_at))).all())

    return read


@freeze_time(MORNING)
def test_a_team_is_booked_in_three_fields_and_known_the_next_time(client, cast, sign_in, room, acting):
    sign_in(cast.lao_chen)
    assert 'value="10:00"' in client.get("/spaces/quick").text
    form = QUICK | {"venue": str(room.id)}
    page = client.get(client.post("/spaces/quick", data=form).location).text
    for word in ("银龄合唱队活动", "王秀英", "13800001234", "2026年3月5日 星期四 09:00–11:00", "已确认"):
        assert word in page
    assert '<option value="银龄合唱队">' in client.get("/spaces/quick").text
    again = form | {"contact": "", "day": "2026-03-06"}
    assert "13800001234" in client.get(client.post("/spaces/quick", data=again).location).text
    unknown = client.post("/spaces/quick", data=again | {"team": "新来的队"})
    assert unknown.status_code == 422
    assert "请写负责人姓名和电话" in unknown.text
    taken = client.post("/spaces/quick", data=form)
    assert taken.status_code == 422
    assert "可以改约" in taken.text


@freeze_time(MORNING)
def test_several_requests_are_answered_on_the_home_page_and_nothing_is_lost(
    client, cast, sign_in, asked, request_of, all_bookings
):
    days = ("2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10")
    ids = [str(request_of(asked, when=span(day))) for day in days]
    sign_in(cast.yan)
    home = client.get("/").text
    assert "待我答复的场地申请" in home
    assert [i for i in ids if i not in home] == []
    assert client.post("/spaces/answers", data={"one": ids[0], "next": "/"}).location.endswith("/")
    assert "1件已同意" in client.get("/").text
    client.post("/spaces/answers", data={"booking": [*ids], "act": "approve", "next": "/"})
    assert "3件已同意，1件已被他人办理或已过期" in client.get("/").text
    assert {b.state for b in all_bookings()} == {BookingState.CONFIRMED}


@freeze_time(MORNING)
def test_declining_several_asks_for_a_reason_and_keeps_what_was_ticked(
    client, cast, sign_in, asked, request_of, all_bookings
):
    one = str(request_of(asked))
    sign_in(cast.qian)
    assert "请先勾选" in client.post("/spaces/answers", data={"act": "approve"}).text
    refused = client.post("/spaces/answers", data={"booking": one, "act": "decline"})
    assert refused.status_code == 422
    assert "请写明原因" in refused.text
    assert f'value="{one}" checked' in refused.text
    client.post("/spaces/answers", data={"booking": one, "act": "decline", "reason": "换届选举"})
    assert "1件已答复不同意" in client.get("/spaces/answers").text
    assert [(b.state, b.reason) for b in all_bookings()] == [(BookingState.DECLINED, "换届选举")]


@freeze_time(MORNING)
def test_who_may_not_answer_answers_nothing(client, cast, sign_in, asked, request_of, all_bookings):
    one = str(request_of(asked))
    for person in (cast.ma, cast.bao):
        sign_in(person)
        client.post("/spaces/answers", data={"booking": one, "act": "approve"})
    assert [b.state for b in all_bookings()] == [BookingState.REQUESTED]


@freeze_time(MORNING)
def test_pitfall_22_no_role_skips_a_rule_silently(client, cast, sign_in, room, acting, all_bookings):
    """The clerk of the owner is held to the partner's terms, unless he says which he sets aside and why."""
    sign_in(cast.yan)
    url, form = f"/spaces/{room.id}/exception", FULL | {"town": str(cast.dong.id)}
    assert "请选择这次例外放宽哪些规则" in client.post(url, data=form).text
    assert "一次最多预约4小时" in client.post(url, data=form | {"exempt": ["notice"]}).text
    assert "请写明原因" in client.post(url, data=form | {"exempt": ["notice", "longest"], "reason": ""}).text
    both = form | {"exempt": ["notice", "longest"]}
    assert "超过了该场地的30座" in client.post(url, data=both | {"heads": "31"}).text  # seats are no term
    assert "开放时间为" in client.post(url, data=both | {"starts": "20:00", "ends": "22:00"}).text
    assert all_bookings() == []
    answer = client.post(url, data=both)
    assert answer.status_code == 302
    (booking,) = all_bookings()
    assert (booking.state, booking.town_id, booking.exempt) == (BookingState.CONFIRMED, cast.dong.id, "longest,notice")
    words = "放宽提前预约的时间、一次最长使用时间：突发强降雨"
    with acting(cast.qi) as there:
        assert "spaces.exempted" in there.exec(select(AuditEntry.deed)).all()
    with acting(cast.dong) as here:
        steps = here.exec(select(BookingStep).where(BookingStep.deed == Deed.EXEMPTED)).all()
        told = here.exec(select(Notice.text).where(Notice.person_id == cast.ma.id)).all()
    assert [s.note for s in steps] == [words]
    assert words in told[0]
    sign_in(cast.lao_chen)
    assert words in client.get(answer.location).text
    assert client.get(url).status_code == 404


@freeze_time(MORNING)
def test_a_booking_is_reworded_shortened_and_restored_on_its_page(
    client, cast, sign_in, room, request_of, all_bookings
):
    url = f"/spaces/bookings/{request_of(room)}"
    said = {"title": "主题党日", "use": "party", "heads": "20", "contact_name": "林芳", "contact_phone": "13900005678"}
    sign_in(cast.lao_chen)
    assert 'value="党员学习会"' in client.get(f"{url}/edit").text
    assert "超过了该场地的30座" in client.post(f"{url}/edit", data=said | {"heads": "31"}).text
    assert client.post(f"{url}/edit", data=said).status_code == 302
    page = client.get(url).text
    assert "用途由“党员学习会”改为“主题党日”，修改了使用类别，人数由“12”改为“20”" in page
    assert "13900005678" not in page.split("办理经过")[1]  # particulars are not repeated in the history
    assert "请填写结束时间" in client.post(f"{url}/resize", data={"ends": ""}).text
    assert client.post(f"{url}/resize", data={"ends": "15:00"}).status_code == 302
    client.post(f"{url}/cancel", data={"reason": "改期"})
    assert "恢复预约" in client.get(url).text
    assert client.post(f"{url}/restore").status_code == 302
    (booking,) = all_bookings()
    assert (booking.state, booking.span, booking.reason) == (BookingState.CONFIRMED, span(ends="15:00"), "")
    sign_in(cast.lin)
    assert client.get(f"{url}/edit").status_code == 404
    assert client.post(f"{url}/restore").status_code == 422


@freeze_time(MORNING)
def test_keys_and_cleaning_are_ticked_by_the_owners_staff(client, cast, sign_in, room, request_of):
    url = f"/spaces/bookings/{request_of(room)}"
    sign_in(cast.qian)
    assert "请勾选" in client.post(f"{url}/hand-over", data={}).text
    assert client.post(f"{url}/hand-over", data={"keys": "y", "remark": "2号柜"}).status_code == 302
    page = client.get(url).text
    assert "登记钥匙已交接：2号柜" in page
    assert 'name="keys"' not in page
    assert "此前已登记" in client.post(f"{url}/hand-over", data={"keys": "y"}).text
    sign_in(cast.lao_chen)
    assert client.post(f"{url}/hand-over", data={"cleaned": "y"}).status_code == 422
