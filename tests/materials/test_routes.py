import io
import zipfile
from datetime import UTC, datetime

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.materials.models import Duty, Room
from app.meetings.models import Kind, Meeting
from app.participants.models import Participant

DUTY = {"task": "会场布置", "content": "桌签和投影", "person": "马琳", "due": "会前一天"}


def meeting_on(session, cast, day, number=1):
    meeting = Meeting(
        partnership_id=cast.pair.id,
        kind=Kind.ADHOC,
        year=2026,
        number=number,
        title=f"2026年第{number}次临时会议",
        host_id=cast.dong.id,
        starts_at=datetime(2026, 3, day, 6, tzinfo=UTC),
        ends_at=datetime(2026, 3, day, 8, tzinfo=UTC),
        original_on=datetime(2026, 3, day, tzinfo=UTC).date(),
        changed_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    session.add(meeting)
    session.commit()
    return meeting


@pytest.fixture
def meeting(session, cast):
    return meeting_on(session, cast, 20)


@pytest.fixture
def url(meeting):
    return f"/materials/{meeting.id}"


@pytest.fixture(autouse=True)
def _in_march():
    with freeze_time("2026-03-02 02:00"):
        yield


def test_an_empty_meeting_says_what_is_missing(client, cast, sign_in, url):
    sign_in(cast.yan)
    page = client.get(url).text
    assert "参会名单还是空的" in page
    assert "还没有分工" in page


def test_both_towns_clerks_add_duties_and_drop_their_own_only(client, session, cast, sign_in, url):
    sign_in(cast.ma)
    assert client.post(f"{url}/duties", data=DUTY).status_code == 302
    sign_in(cast.yan)
    assert client.post(f"{url}/duties", data=DUTY | {"person": "严萍"}).status_code == 302
    duties = session.exec(select(Duty).order_by(Duty.place)).all()
    assert [(d.person, d.town_id) for d in duties] == [("马琳", cast.dong.id), ("严萍", cast.qi.id)]
    ours, theirs = (d.id for d in duties)

    assert client.post(f"{url}/duties/{ours}/drop").status_code == 403
    assert client.post(f"{url}/duties/{theirs}/drop").status_code == 302
    assert [d.person for d in session.exec(select(Duty)).all()] == ["马琳"]


def test_a_duty_without_a_person_is_sent_back_with_what_was_typed(client, session, cast, sign_in, url):
    sign_in(cast.ma)
    response = client.post(f"{url}/duties", data=DUTY | {"person": ""})
    assert response.status_code == 422
    assert "请填写责任人" in response.text
    assert "桌签和投影" in response.text
    assert session.exec(select(Duty)).all() == []


def test_the_room_is_the_hosts(client, session, cast, sign_in, url):
    sign_in(cast.yan)
    assert client.post(f"{url}/room", data={"seating": "rows", "chair": "徐建国"}).status_code == 403
    sign_in(cast.ma)
    assert client.post(f"{url}/room", data={"seating": "rows", "chair": "沈卫东"}).status_code == 302
    assert [(r.seating, r.chair) for r in session.exec(select(Room)).all()] == [("rows", "沈卫东")]
    assert "沈卫东" in client.get(f"{url}/script.html").text


def test_as_last_time_brings_the_duties_once(client, session, cast, sign_in, url, meeting):
    later = meeting_on(session, cast, 27, number=2)
    sign_in(cast.ma)
    client.post(f"{url}/duties", data=DUTY)
    meeting.state = "held"
    session.add(meeting)
    session.commit()

    for _ in range(2):
        assert client.post(f"/materials/{later.id}/copy-last").status_code == 302
    copied = session.exec(select(Duty).where(Duty.meeting_id == later.id)).all()
    assert [(d.task, d.person) for d in copied] == [("会场布置", "马琳")]


def test_there_is_no_last_time_for_the_first_meeting(client, cast, sign_in, url):
    sign_in(cast.ma)
    assert client.post(f"{url}/copy-last").status_code == 404


def test_the_pack_holds_every_paper_as_pdf(client, session, cast, sign_in, url, meeting):
    for place, (name, town) in enumerate((("沈卫东", cast.dong), ("徐建国", cast.qi))):
        session.add(
            Participant(
                partnership_id=cast.pair.id, meeting_id=meeting.id, town_id=town.id, name=name, post="书记", place=place
            )
        )
    session.commit()
    sign_in(cast.yan)
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{url}/pack.zip").data))
    assert [name[3:-4] for name in packed.namelist()] == [
        "议程", "主持词", "签到表", "桌签", "座次图", "会务分工表", "材料目录",
    ]  # fmt: skip
    assert all(packed.read(name).startswith(b"%PDF") for name in packed.namelist())
    assert client.get(f"{url}/print.pdf").data.startswith(b"%PDF")
    assert client.get(f"{url}/seats.pdf").mimetype == "application/pdf"


@pytest.mark.parametrize("path", ["", "/pack.zip", "/print.pdf", "/agenda.pdf", "/agenda.html"])
def test_a_stranger_finds_nothing(client, cast, sign_in, url, path):
    sign_in(cast.bao)
    assert client.get(url + path).status_code == 404


@pytest.mark.parametrize("path", ["room", "duties", "copy-last"])
def test_a_stranger_changes_nothing(client, session, cast, sign_in, url, path):
    sign_in(cast.bao)
    assert client.post(f"{url}/{path}", data=DUTY | {"seating": "rows"}).status_code in (403, 404)
    assert session.exec(select(Duty)).all() == []
    assert session.exec(select(Room)).all() == []


def test_an_unknown_paper_is_not_found(client, cast, sign_in, url):
    sign_in(cast.ma)
    assert client.get(f"{url}/secret.pdf").status_code == 404
