"""The calendar of a venue: secret, revocable, without anybody's name; and one's own bookings in one's own calendar."""

from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import vobject
from bs4 import BeautifulSoup
from freezegun import freeze_time
from rooms import MONDAY, draft, span

from app.bookings.models import Booking, BookingState
from app.claims.models import ClosureDraft
from app.closures import actions as closures
from app.kit import ics
from app.recurring.gateways import status_of
from app.spaces import actions as spaces
from app.subscriptions import gateways

GOLDEN = Path(__file__).parent / "golden" / "venue.ics"


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


@pytest.fixture
def address(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    path = f"/subscription/venues/{hall.id}"
    assert client.post(f"{path}/make").status_code == 302
    page = BeautifulSoup(client.get(path).text, "html5lib")
    client.delete_cookie("linqiao")
    return urlsplit(page.select_one("p.code").text).path


@pytest.fixture
def booked(cast, acting, hall):
    with acting(cast.qi) as session:
        return spaces.book(session, draft(hall, title="两镇读书会"), actor=cast.actor(cast.qian), now=MONDAY)


def events(answer):
    return vobject.readOne(answer.text).contents.get("vevent", [])


def test_the_staff_see_what_is_on_and_nobodys_name(client, cast, acting, hall, address, booked):
    with acting(cast.dong) as session:
        times = span("2026-03-09", "08:00", "17:00")
        meant = ClosureDraft(venue_id=hall.id, starts_at=times.starts_at, ends_at=times.ends_at, reason="更换空调")
        closures.close_venue(session, meant, actor=cast.actor(cast.ma), now=MONDAY)
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    assert [e.summary.value for e in events(answer)] == ["两镇读书会（Q镇）", "维修保养：更换空调"]
    assert [e.status.value for e in events(answer)] == ["CONFIRMED", "CONFIRMED"]
    assert "小钱" not in answer.text
    assert "1380000" not in answer.text


def test_a_cancellation_is_learnt_and_stays_visible(client, cast, acting, address, booked):
    before = events(client.get(address))[0]
    with acting(cast.qi) as session:
        spaces.cancel(session, booked.id, reason="活动取消", actor=cast.actor(cast.qian), now=MONDAY)
    after = events(client.get(address))[0]
    assert after.uid.value == before.uid.value == f"booking-{booked.id}@linqiao"
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.status.value == "CANCELLED"


def test_a_revoked_address_is_gone_and_a_persons_secret_opens_no_venue(client, cast, sign_in, hall, address):
    assert client.get(address.replace("/venues/", "/").replace("bookings.ics", "meetings.ics")).status_code == 404
    sign_in(cast.lao_chen)
    assert client.post(f"/subscription/venues/{hall.id}/revoke").status_code == 302
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["yan", "bao"])
def test_another_town_makes_no_address_of_ours(client, cast, sign_in, hall, who):
    sign_in(getattr(cast, who))
    path = f"/subscription/venues/{hall.id}"
    assert [client.get(path).status_code, client.post(f"{path}/make").status_code] == [404, 404]
    assert client.post(f"{path}/revoke").status_code == 404


def test_my_own_bookings_are_in_my_own_calendar(client, cast, sign_in, booked):
    for who, titles in ((cast.qian, ["两镇读书会"]), (cast.lao_chen, [])):
        sign_in(who)
        client.post("/subscription/make")
        page = BeautifulSoup(client.get("/subscription/").text, "html5lib")
        client.delete_cookie("linqiao")
        feed = client.get(urlsplit(page.select_one("p.code").text).path)
        assert [e.summary.value for e in events(feed)] == titles


def test_the_file_is_as_agreed():
    times = span("2026-03-05", "14:00", "16:00")
    event = ics.Event(
        uid=f"booking-{UUID(int=12)}@linqiao",
        revision=1,
        changed_at=MONDAY,
        starts_at=times.starts_at,
        ends_at=times.ends_at,
        summary="两镇读书会（Q镇）",
        place="D镇党群服务中心 议事厅",
        text="会议，12人，Q镇，已确认",
        url="https://linqiao.example/spaces/bookings/x",
        status=status_of(BookingState.CONFIRMED),
    )
    made = ics.to_feed("D镇党群服务中心议事厅", [event], gateways.PRODUCT).decode()
    assert made == GOLDEN.read_text().replace("\n", "\r\n")


@pytest.mark.parametrize("state", BookingState)
def test_every_state_has_its_mark(state):
    booking = Booking.model_construct(state=state)
    assert bool(gateways._mark(booking)) is (state not in gateways.PLAIN)
