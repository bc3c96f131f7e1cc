"""Meetings as calendar entries (RFC 5545, RFC 5546). Every text is a property value, never a line of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vDuration
from sqlmodel import Session

from app.meetings import queries
from app.meetings.models import Meeting, MeetingState

PRODUCT = "-//Linqiao//Joint meetings//ZH"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
S = MeetingState
TENTATIVE = (S.PLANNED, S.POSTPONED)


@dataclass(frozen=True)
class Entry:
    """One meeting as a calendar shows it. `revision` is its SEQUENCE: it rises with each change worth relearning."""

    meeting_id: UUID
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    name: str
    place: str
    text: str
    host: str
    state: MeetingState
    url: str


def uid_of(meeting_id: UUID) -> str:
    """The same for ever, whatever happens to the meeting."""
    return f"meeting-{meeting_id}@linqiao"


def entry_of(session: Session, meeting: Meeting, *, public_url: str) -> Entry:
    """What the calendar says of a meeting; `public_url` is where this site is reached."""
    told = queries.telling_of(session, meeting)
    return Entry(
        meeting_id=meeting.id,
        revision=meeting.revision,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        name=told.name,
        place=meeting.place,
        text=queries.plain_text(session, meeting),
        host=told.host,
        state=meeting.state,
        url=f"{public_url}/meetings/{meeting.id}",
    )


def to_ics(entry: Entry) -> bytes:
    """One meeting to open on a phone: published, or with METHOD:CANCEL taken out of the calendar again."""
    calendar = _calendar("CANCEL" if entry.state is S.CANCELLED else "PUBLISH")
    calendar.add_component(_event(entry))
    return _bytes(calendar)


def to_feed(name: str, entries: Iterable[Entry]) -> bytes:
    """All meetings of a calendar address; cancelled ones stay in it, marked so."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", _clean(name))
    calendar.add("x-wr-calname", _clean(name))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return _bytes(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", uid_of(entry.meeting_id))
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", _clean(_summary(entry)))
    if entry.place:
        event.add("location", _clean(entry.place))
    event.add("description", _clean(entry.text))
    event.add("url", entry.url)
    event.add("status", _status(entry.state))
    event.add("transp", "TRANSPARENT" if entry.state is S.CANCELLED else "OPAQUE")
    event.add("organizer", _organizer(entry.host))
    return event


def _summary(entry: Entry) -> str:
    marks = {S.PLANNED: "（拟定）", S.POSTPONED: "（改期待确认）", S.CANCELLED: "（已取消）"}
    return entry.name + marks.get(entry.state, "")


def _status(state: MeetingState) -> str:
    if state is S.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if state in TENTATIVE else "CONFIRMED"


def _organizer(host: str) -> vCalAddress:
    """A town has no mail address here; calendars know this value as "nobody to answer to"."""
    organizer = vCalAddress("invalid:nomail")
    organizer.params["CN"] = _clean(host).replace('"', "").replace("\n", " ")
    return organizer


def _clean(text: str) -> str:
    """No control characters; line breaks of every kind become one that the format escapes."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x85", "\n"))


def _bytes(calendar: Calendar) -> bytes:
    made: bytes = calendar.to_ical(sorted=False)
    return made
