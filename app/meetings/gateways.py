"""Meetings as calendar entries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.kit import ics
from app.meetings import queries
from app.meetings.models import Meeting, MeetingState

PRODUCT = "Joint meetings"
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
    return ics.to_ics([event_of(entry)], PRODUCT)


def event_of(entry: Entry) -> ics.Event:
    """The meeting in a calendar's words."""
    return ics.Event(
        uid=uid_of(entry.meeting_id),
        revision=entry.revision,
        changed_at=entry.changed_at,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=_summary(entry),
        place=entry.place,
        text=entry.text,
        url=entry.url,
        organizer=entry.host,
        status=_status(entry.state),
    )


def _summary(entry: Entry) -> str:
    marks = {S.PLANNED: "（拟定）", S.POSTPONED: "（改期待确认）", S.CANCELLED: "（已取消）"}
    return entry.name + marks.get(entry.state, "")


def _status(state: MeetingState) -> ics.Status:
    if state is S.CANCELLED:
        return ics.Status.CANCELLED
    return ics.Status.TENTATIVE if state in TENTATIVE else ics.Status.CONFIRMED
