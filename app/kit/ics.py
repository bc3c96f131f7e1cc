"""Calendar entries (RFC 5545, RFC 5546). Every text is a property value, never a line of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, vCalAddress, vDuration
from icalendar import Event as Component

PRODUCT = "-//Linqiao//{}//ZH"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
MIMETYPE = "text/calendar"


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Event:
    """`uid` is the same for ever; `revision` is its SEQUENCE: it rises with each change worth relearning."""

    uid: str
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str = ""
    text: str = ""
    url: str = ""
    organizer: str = ""
    status: Status = Status.CONFIRMED


def to_ics(events: Iterable[Event], product: str) -> bytes:
    """Entries to open on a phone; a single cancelled one is taken out of the calendar again (METHOD:CANCEL)."""
    events = list(events)
    is_cancel = len(events) == 1 and events[0].status is Status.CANCELLED
    return _bytes(_calendar("CANCEL" if is_cancel else "PUBLISH", product), events)


def to_feed(name: str, events: Iterable[Event], product: str) -> bytes:
    """All entries of a calendar address; cancelled ones stay in it, marked so."""
    calendar = _calendar("PUBLISH", product)
    calendar.add("name", clean(name))
    calendar.add("x-wr-calname", clean(name))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _bytes(calendar, events)


def _calendar(method: str, product: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT.format(product))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _component(event: Event) -> Component:
    made = Component()
    made.add("uid", event.uid)
    made.add("sequence", event.revision)
    for stamp in ("dtstamp", "last-modified"):
        made.add(stamp, event.changed_at.astimezone(UTC))
    made.add("dtstart", event.starts_at.astimezone(UTC))
    made.add("dtend", event.ends_at.astimezone(UTC))
    made.add("summary", clean(event.summary))
    for name, words in (("location", event.place), ("description", event.text), ("url", event.url)):
        if words:
            made.add(name, clean(words))
    made.add("status", event.status.value)
    made.add("transp", "TRANSPARENT" if event.status is Status.CANCELLED else "OPAQUE")
    if event.organizer:
        made.add("organizer", _organizer(event.organizer))
    return made


def _organizer(name: str) -> vCalAddress:
    """A town has no mail address here; calendars know this value as "nobody to answer to"."""
    organizer = vCalAddress("invalid:nomail")
    organizer.params["CN"] = clean(name).replace('"', "").replace("\n", " ")
    return organizer


def clean(text: str) -> str:
    """No control characters; line breaks of every kind become one that the format escapes."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x85", "\n"))


def _bytes(calendar: Calendar, events: Iterable[Event]) -> bytes:
    for event in events:
        calendar.add_component(_component(event))
    made: bytes = calendar.to_ical(sorted=False)
    return made
