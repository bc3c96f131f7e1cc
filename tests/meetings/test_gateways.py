"""Pitfall 25: METHOD, SEQUENCE and STATUS of calendar entries, as golden files and read back by another parser."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import vobject

from app.kit import ics
from app.meetings import gateways
from app.meetings.gateways import Entry
from app.meetings.models import MeetingState

GOLDEN = Path(__file__).parent / "golden"
CREATED = Entry(
    meeting_id=UUID("5d1f2c34-0000-4000-8000-00000000000c"),
    revision=1,
    changed_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    starts_at=datetime(2026, 4, 9, 6, 0, tzinfo=UTC),
    ends_at=datetime(2026, 4, 9, 8, 0, tzinfo=UTC),
    name="红梅同心毗邻党建第12次轮值联席会议",
    place="Q镇党群服务中心共享会议室",
    text="【会议通知】红梅同心毗邻党建第12次轮值联席会议\n时间：2026年4月9日 星期四 14:00–16:00",
    host="D镇",
    state=MeetingState.CONVENED,
    url="https://linqiao.example/meetings/5d1f2c34-0000-4000-8000-00000000000c",
)
UPDATED = replace(
    CREATED,
    revision=2,
    changed_at=CREATED.changed_at + timedelta(days=3),
    starts_at=CREATED.starts_at + timedelta(days=7),
    ends_at=CREATED.ends_at + timedelta(days=7),
    state=MeetingState.POSTPONED,
)
CANCELLED = replace(
    CREATED, revision=3, changed_at=CREATED.changed_at + timedelta(days=5), state=MeetingState.CANCELLED
)


@pytest.mark.parametrize(
    ("name", "entry"), [("create", CREATED), ("update", UPDATED), ("cancel", CANCELLED)], ids=lambda v: str(v)[:8]
)
def test_calendar_entries_are_as_agreed(name, entry):
    assert gateways.to_ics(entry).decode() == (GOLDEN / f"{name}.ics").read_text().replace("\n", "\r\n")


def test_pitfall_25_an_update_and_a_cancellation_reach_the_same_entry():
    read = [vobject.readOne(gateways.to_ics(e).decode()) for e in (CREATED, UPDATED, CANCELLED)]

    assert len({c.vevent.uid.value for c in read}) == 1
    assert [int(c.vevent.sequence.value) for c in read] == [1, 2, 3]
    assert [c.method.value for c in read] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [c.vevent.status.value for c in read] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert read[1].vevent.dtstart.value == UPDATED.starts_at
    assert all(hasattr(c.vevent, "organizer") and hasattr(c.vevent, "dtstamp") for c in read)


def test_another_parser_reads_chinese_text_and_long_lines():
    long = replace(CREATED, place="Q镇党群服务中心" * 12, text="一、时间\n二、地点" * 40)
    event = vobject.readOne(gateways.to_ics(long).decode()).vevent

    assert event.location.value == long.place
    assert event.description.value == long.text
    assert all(len(line) <= 75 for line in gateways.to_ics(long).split(b"\r\n"))


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x00", "\x0b\n"])
def test_no_text_can_add_a_line_to_the_calendar(breaks):
    evil = f"第12次{breaks}ATTACH:http://evil.example{breaks}END:VEVENT"
    entry = replace(CREATED, name=evil, place=evil, text=evil, host=f'{evil}";X=1:mailto:a')
    lines = gateways.to_ics(entry).decode().replace("\r\n ", "").split("\r\n")

    assert not [line for line in lines if line.startswith("ATTACH")]
    assert [line for line in lines if line.startswith("END:VEVENT")] == ["END:VEVENT"]
    assert "\n" not in "".join(lines)
    assert vobject.readOne("\r\n".join(lines)).vevent.uid.value == gateways.uid_of(CREATED.meeting_id)


def test_a_feed_keeps_cancelled_meetings_marked():
    other = replace(CANCELLED, meeting_id=UUID(int=7))
    events = [gateways.event_of(entry) for entry in (CREATED, other)]
    calendar = vobject.readOne(ics.to_feed("毗邻党建联席会议", events, gateways.PRODUCT).decode())

    assert calendar.method.value == "PUBLISH"
    assert [e.status.value for e in calendar.vevent_list] == ["CONFIRMED", "CANCELLED"]
    assert calendar.vevent_list[1].summary.value.endswith("（已取消）")
