"""The daily rounds over one partnership's meetings. Each may run any number of times and acts once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.audit import actions as audit
from app.calendar import actions as calendar_actions
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.meetings import actions as meetings_actions
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Kind, Meeting, MeetingState
from app.participants import actions as participants
from app.planning import queries, rules
from app.series import actions as series_actions
from app.series import queries as series
from app.series import rules as series_rules
from app.series.models import MeetingSeries, Turn, TurnState

AHEAD = (TurnState.PLANNED, TurnState.FIXED)


def plan_partnership(session: Session, partnership_id: UUID, *, now: datetime) -> int:
    """Make the next turns of every agreed series into meetings, and follow turns that moved. Returns the changes."""
    calendar_actions.seed_known_years(session, partnership_id, now=now)
    agreed = [s for s in series.agreed_series(session) if s.partnership_id == partnership_id]
    return sum(plan_series(session, each, now=now) for each in agreed)


def plan_series(session: Session, planned: MeetingSeries, *, now: datetime) -> int:
    """A meeting per turn, `plan_ahead` of them; a turn has one meeting only, by constraint."""
    today = clock.to_town(now).date()
    series_actions.plan_ahead(session, planned.id, today=today, actor=Actor.system(), now=now)
    turns = series.next_turns(session, planned.id, on=today, limit=planned.plan_ahead)
    known = meetings.of_turns(session, [t.id for t in turns])
    made = [t for t in turns if t.id not in known and _make(session, planned, t, now)]
    return len(made) + follow_turns(session, planned.id, now=now)


def follow_turns(session: Session, series_id: UUID, *, now: datetime) -> int:
    """Bring the meetings ahead to where their turns are now: at once after a cancellation, daily after all else."""
    planned = series.get_series(session, series_id)
    turns = [t for t in series.turns_of(session, series_id) if t.state in AHEAD]
    known = meetings.of_turns(session, [t.id for t in turns])
    return sum(_follow(session, planned, t, known[t.id], now) for t in turns if t.id in known)


def close_topics(session: Session, *, now: datetime) -> int:
    """The collection of topics is over: from here a topic is late and needs the other clerk's nod."""
    today = clock.to_town(now).date()
    closed = 0
    for meeting in meetings.due_topics(session, today=today):
        last = meeting_rules.topics_close_on(meeting, meetings.terms_of(session, meeting).topic_close_days)
        if not meeting.is_confirmed or today <= last:
            continue
        meeting.topics_closed_at = now
        session.add(meeting)
        audit.record(session, Actor.system(meeting.host_id), "planning.close_topics", f"meeting:{meeting.id}")
        more = f"议题征集已于{clock.chinese_date(last)}截止，请承办方编排议程；逾期议题须经对方文书同意。"
        meetings_actions.tell_towns(
            session, meeting, "topics_closed", "议题征集截止", more, roles=meetings_actions.CLERKS
        )
        closed += 1
    return closed


def remind(session: Session, *, now: datetime) -> int:
    """Nudge the host's clerk towards the next step, and remind everybody of a convened meeting."""
    today = clock.to_town(now).date()
    told = 0
    for meeting in queries.soon(session, now=now):
        terms = meetings.terms_of(session, meeting)
        name = meetings.name_of(session, meeting)
        wanted = rules.nudges(
            meeting,
            name=name,
            today=today,
            confirm_from_days=terms.confirm_from_days,
            notice_days=terms.notice_days,
        )
        for nudge in wanted:
            meetings_actions.tell_host(session, meeting, nudge.what, nudge.title, nudge.text)
        told += len(wanted) + _remind_everybody(session, meeting, today, terms.reminder_days)
    return told


def forget_particulars(session: Session, *, now: datetime) -> int:
    """Phones, meals and cars are kept for six months after the meeting (app/privacy/rules.py)."""
    return participants.forget_particulars(session, queries.over_before(session, now - rules.KEEP_PARTICULARS))


def _remind_everybody(session: Session, meeting: Meeting, today: date, days: tuple[int, ...]) -> int:
    due = meeting_rules.reminder_due(meeting, today, days) if meeting.state is MeetingState.CONVENED else None
    if due is None:
        return 0
    lost = meetings.lost_venue(session, meeting)
    warning = f"注意：原订场地已不可用（{lost}），新地点另行通知。" if lost else ""
    meetings_actions.tell_everybody(
        session, meeting, f"reminder_{due}", rules.reminder_head((meeting.day - today).days), warning
    )
    return 1


def _make(session: Session, planned: MeetingSeries, turn: Turn, now: datetime) -> bool:
    starts_at, ends_at = series.span_of(planned, turn.day)
    meeting = Meeting(
        partnership_id=planned.partnership_id,
        series_id=planned.id,
        turn_id=turn.id,
        number=turn.number,
        title=meeting_rules.title_of(Kind.REGULAR, turn.number, 0),
        host_id=turn.host_id,
        starts_at=starts_at,
        ends_at=ends_at,
        original_on=turn.day,
        adjustment=_adjustment(turn),
        uncertain=turn.uncertain,
        turn_revision=turn.revision,
        changed_at=now,
    )
    if not _insert_once(session, meeting):
        return False
    audit.record(session, Actor.system(turn.host_id), "planning.plan", f"meeting:{meeting.id}", turn=turn.id)
    return True


def _follow(session: Session, planned: MeetingSeries, turn: Turn, meeting: Meeting, now: datetime) -> bool:
    """Bring a meeting to where its turn is now. The series has told the clerks already why the turn moved."""
    if turn.revision == meeting.turn_revision:
        return False
    before = (meeting.day, meeting.host_id)
    meeting.turn_revision = turn.revision
    if meeting.is_confirmed or meeting.state is MeetingState.POSTPONED:
        _follow_host(session, turn, meeting, now)
    elif meeting.state is MeetingState.PLANNED:
        _follow_day(session, planned, turn, meeting, now)
    session.add(meeting)
    if before == (meeting.day, meeting.host_id):
        return False
    audit.record(session, Actor.system(turn.host_id), "planning.follow", f"meeting:{meeting.id}", day=turn.day)
    return True


def _follow_day(session: Session, planned: MeetingSeries, turn: Turn, meeting: Meeting, now: datetime) -> None:
    """What nobody has confirmed has the day and the host of its turn."""
    meeting.starts_at, meeting.ends_at = series.span_of(planned, turn.day)
    meeting.original_on, meeting.host_id = turn.day, turn.host_id
    meeting.adjustment, meeting.uncertain = _adjustment(turn), turn.uncertain
    meetings_actions.note_change(session, meeting, now)


def _follow_host(session: Session, turn: Turn, meeting: Meeting, now: datetime) -> None:
    """A confirmed meeting keeps its day. Another host confirms it anew, unless everybody has been called already."""
    if turn.host_id == meeting.host_id or not meeting.is_ahead:
        return
    if meeting.state is not MeetingState.CONVENED:
        meetings_actions.unconfirm(session, meeting, "承办方调整", actor=Actor.system(meeting.host_id), now=now)
    meeting.host_id = turn.host_id
    meetings_actions.note_change(session, meeting, now)
    meetings_actions.tell_everybody(session, meeting, "host_changed", "会议承办方调整")


def _insert_once(session: Session, meeting: Meeting) -> bool:
    """True if the row was made; False when another scheduler has made the meeting of this turn."""
    insert = postgresql.insert if dialect(session) == "postgresql" else sqlite.insert
    values = {c.name: getattr(meeting, c.key) for c in Meeting.__table__.columns}  # type: ignore[attr-defined]  # a table model
    done = session.execute(insert(Meeting).values(**values).on_conflict_do_nothing())
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an insert has a count


def _adjustment(turn: Turn) -> str:
    """原定2026年10月1日，遇国庆节顺延至10月8日; empty when the day stands."""
    return str(series_rules.moved_in_words(turn) or "")
