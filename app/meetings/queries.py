"""Reading meetings: lists for pages and jobs, the words they are told in, and what waits for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.bookings import queries as bookings
from app.kit.clock import at
from app.kit.errors import NotFound
from app.meetings import rules
from app.meetings.models import Kind, Meeting, MeetingState
from app.participants import queries as participants
from app.series import queries as series
from app.series.models import MeetingSeries
from app.towns import queries as towns
from app.towns.models import Partnership, Town


@dataclass(frozen=True)
class MeetingLine:
    """A row of the list."""

    id: UUID
    title: str
    host: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: MeetingState
    state_name: str
    tone: str
    is_adhoc: bool
    is_uncertain: bool
    adjustment: str
    reason: str


@dataclass(frozen=True)
class Terms:
    """The numbers that a partnership may have changed for its series."""

    confirm_from_days: int = rules.CONFIRM_FROM_DAYS
    notice_days: int = rules.NOTICE_DAYS
    topic_close_days: int = rules.TOPIC_CLOSE_DAYS
    reminder_days: tuple[int, ...] = rules.REMINDER_DAYS


@dataclass(frozen=True)
class Step:
    """A state on the line over the page."""

    name: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class MeetingView:
    """The working page of a meeting."""

    meeting: Meeting
    name: str
    host: str
    partnership: str
    state_name: str
    tone: str
    steps: tuple[Step, ...]
    next: rules.Next
    lost: str
    confirmable_from: date
    notice_due_on: date
    topics_close_on: date
    invited: int
    text: str
    previous_id: UUID | None


@dataclass(frozen=True)
class Search:
    """What the list is narrowed to."""

    words: str = ""
    state: MeetingState | None = None
    host_id: UUID | None = None
    year: int | None = None


def get_meeting(session: Session, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """The meeting, or NotFound for everybody outside its partnership.

    `lock` holds it until the end of the transaction: of two clerks the second sees what the first has done.
    """
    mine = select(Meeting).where(Meeting.id == meeting_id)
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    meeting = session.exec(mine).first()
    if meeting is None:
        raise NotFound
    return meeting


def lock_meeting(session: Session, meeting_id: UUID) -> Meeting:
    return get_meeting(session, meeting_id, lock=True)


def upcoming(session: Session, partnership_ids: Collection[UUID], *, now: datetime, most: int = 6) -> Sequence[Meeting]:
    """Meetings still to take place, soonest first; an overdue one stays until it is held or cancelled."""
    found = select(Meeting).where(
        col(Meeting.partnership_id).in_(partnership_ids),
        col(Meeting.state).in_(rules.AHEAD),
        Meeting.ends_at > now - timedelta(days=60),
    )
    return session.exec(found.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(most)).all()


def past(session: Session, partnership_ids: Collection[UUID], *, most: int = 20) -> Sequence[Meeting]:
    """Meetings that took place, latest first."""
    found = select(Meeting).where(
        col(Meeting.partnership_id).in_(partnership_ids),
        col(Meeting.state).not_in((*rules.AHEAD, MeetingState.CANCELLED)),
    )
    return session.exec(found.order_by(col(Meeting.starts_at).desc(), col(Meeting.id)).limit(most)).all()


def find_next(session: Session, partnership_id: UUID, *, now: datetime) -> Meeting | None:
    return next(iter(upcoming(session, [partnership_id], now=now, most=1)), None)


def previous_of(session: Session, meeting: Meeting) -> Meeting | None:
    """The last meeting that took place before this one."""
    before = select(Meeting).where(
        Meeting.partnership_id == meeting.partnership_id,
        Meeting.starts_at < meeting.starts_at,
        col(Meeting.state).not_in((*rules.AHEAD, MeetingState.CANCELLED)),
    )
    return session.exec(before.order_by(col(Meeting.starts_at).desc()).limit(1)).first()


def search(session: Session, partnership_ids: Collection[UUID], asked: Search, *, most: int = 200) -> list[MeetingLine]:
    """Every meeting of the towns that fits, latest first."""
    found = select(Meeting).where(col(Meeting.partnership_id).in_(partnership_ids))
    if asked.state:
        found = found.where(Meeting.state == asked.state)
    if asked.host_id:
        found = found.where(Meeting.host_id == asked.host_id)
    if asked.year:
        first, last = (_new_year(asked.year), _new_year(asked.year + 1))
        found = found.where(Meeting.starts_at >= first, Meeting.starts_at < last)
    if asked.words:
        found = found.where(
            or_(*(col(c).contains(asked.words, autoescape=True) for c in (Meeting.title, Meeting.place)))
        )
    return lines(
        session, session.exec(found.order_by(col(Meeting.starts_at).desc(), col(Meeting.id)).limit(most)).all()
    )


def view_of(session: Session, meeting: Meeting, *, now: datetime) -> MeetingView:
    terms = terms_of(session, meeting)
    lost = lost_venue(session, meeting)
    previous = previous_of(session, meeting)
    return MeetingView(
        meeting=meeting,
        name=name_of(session, meeting),
        host=towns.get_town(session, meeting.host_id).name,
        partnership=_partnership(session, meeting).name,
        state_name=rules.STATE_NAMES[meeting.state],
        tone=rules.TONES.get(meeting.state, "info"),
        steps=_steps(meeting),
        next=rules.next_of(meeting, lost=lost, now=now, days=terms.confirm_from_days),
        lost=lost,
        confirmable_from=rules.confirmable_from(meeting, terms.confirm_from_days),
        notice_due_on=rules.notice_due_on(meeting, terms.notice_days),
        topics_close_on=rules.topics_close_on(meeting, terms.topic_close_days),
        invited=participants.head_count(session, meeting.id),
        text=plain_text(session, meeting),
        previous_id=previous.id if previous else None,
    )


def _steps(meeting: Meeting) -> tuple[Step, ...]:
    life = rules.life_of(meeting)
    here = life.index(meeting.state)
    return tuple(Step(rules.STATE_NAMES[s], place < here, place == here) for place, s in enumerate(life))


def lines(session: Session, meetings: Sequence[Meeting]) -> list[MeetingLine]:
    hosts = towns.names_of(session, [m.host_id for m in meetings])
    return [_line(m, hosts[m.host_id]) for m in meetings]


def _line(meeting: Meeting, host: str) -> MeetingLine:
    return MeetingLine(
        id=meeting.id,
        title=meeting.title,
        host=host,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        state=meeting.state,
        state_name=rules.STATE_NAMES[meeting.state],
        tone=rules.TONES.get(meeting.state, "info"),
        is_adhoc=meeting.kind is Kind.ADHOC,
        is_uncertain=meeting.uncertain,
        adjustment=meeting.adjustment,
        reason=meeting.reason,
    )


def terms_of(session: Session, meeting: Meeting) -> Terms:
    """The series' numbers; the defaults for a meeting outside it."""
    if meeting.series_id is None:
        return Terms()
    found: MeetingSeries = series.get_series(session, meeting.series_id)
    return Terms(found.confirm_from_days, found.notice_days, found.topic_close_days, tuple(found.reminder_days))


def name_of(session: Session, meeting: Meeting) -> str:
    """红梅同心毗邻党建第12次轮值联席会议"""
    return f"{_partnership(session, meeting).short_name}{meeting.title}"


def _partnership(session: Session, meeting: Meeting) -> Partnership:
    partnership = session.get(Partnership, meeting.partnership_id)
    if partnership is None:
        raise NotFound
    return partnership


def towns_in_order(session: Session, meeting: Meeting) -> list[Town]:
    """Every town of the partnership, the host first: the order of names follows the host (domain.md §3)."""
    members = towns.towns_of(session, meeting.partnership_id)
    return sorted(members, key=lambda town: town.id != meeting.host_id)


def lost_venue(session: Session, meeting: Meeting) -> str:
    """Why the booked venue is not held any more; "" when it is, or when none was booked."""
    if meeting.booking_id is None or not meeting.is_ahead:
        return ""
    return bookings.booking_state(session, meeting.booking_id).lost


def telling_of(session: Session, meeting: Meeting) -> rules.Telling:
    return rules.Telling(
        name=name_of(session, meeting),
        host=towns.get_town(session, meeting.host_id).name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place or "待定",
        parking=meeting.parking,
        contact=" ".join(filter(None, (meeting.contact_name, meeting.contact_phone))),
        reason=meeting.reason if meeting.state in (MeetingState.POSTPONED, MeetingState.CANCELLED) else "",
    )


def plain_text(session: Session, meeting: Meeting) -> str:
    """复制文字 for a chat group."""
    heads = {MeetingState.CANCELLED: "会议取消", MeetingState.POSTPONED: "会议改期", MeetingState.PLANNED: "会议预告"}
    return rules.notice_text(heads.get(meeting.state, "会议通知"), telling_of(session, meeting))


def due_topics(session: Session, *, today: date) -> Sequence[Meeting]:
    """Meetings ahead whose topics may have to be closed; at most a year away."""
    horizon = _start_of(today + timedelta(days=366))
    found = select(Meeting).where(
        col(Meeting.state).in_(rules.AHEAD), col(Meeting.topics_closed_at).is_(None), Meeting.starts_at < horizon
    )
    return session.exec(found.order_by(col(Meeting.starts_at))).all()


def of_turns(session: Session, turn_ids: Collection[UUID]) -> dict[UUID, Meeting]:
    found = select(Meeting).where(col(Meeting.turn_id).in_(turn_ids)).order_by(col(Meeting.id))
    return {m.turn_id: m for m in session.exec(found).all() if m.turn_id}


def next_adhoc_number(session: Session, partnership_id: UUID, year: int) -> int:
    """The next number of the year. The partnership's row is held, so that two clerks do not take the same one."""
    session.exec(select(Partnership.id).where(Partnership.id == partnership_id).with_for_update()).one()
    found = select(Meeting.id).where(
        Meeting.partnership_id == partnership_id, Meeting.kind == Kind.ADHOC, Meeting.year == year
    )
    return len(session.exec(found).all()) + 1


def _new_year(year: int) -> datetime:
    return _start_of(date(year, 1, 1))


def _start_of(day: date) -> datetime:
    return at(day, "00:00")
