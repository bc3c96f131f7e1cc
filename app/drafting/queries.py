"""Reading drafts of minutes, their history, and what a new one begins with."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.agenda import queries as agenda
from app.agenda.models import AgendaItem
from app.attendance import queries as attendance
from app.calendar import queries as calendar
from app.drafting import rules
from app.drafting.models import ItemText, MinutesDraft, MinutesRevision, MinutesText
from app.drafting.rules import Progress
from app.followups import queries as followups
from app.followups.models import FollowupState
from app.followups.queries import FollowupLine
from app.kit import clock
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.redlines import rules as redlines
from app.redlines.rules import Change
from app.resolutions import queries as resolutions
from app.towns import queries as towns

WORKING_DAYS = 5


def find_draft(session: Session, meeting_id: UUID) -> MinutesDraft | None:
    """The host's draft; another town finds none."""
    return session.exec(select(MinutesDraft).where(MinutesDraft.meeting_id == meeting_id)).first()


def get_draft(session: Session, meeting: Meeting, *, lock: bool = False) -> MinutesDraft:
    found = select(MinutesDraft).where(MinutesDraft.meeting_id == meeting.id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    draft = session.exec(found).first()
    if draft is None:
        raise NotFound
    return draft


def get_revision(session: Session, draft: MinutesDraft, number: int) -> MinutesRevision:
    found = select(MinutesRevision).where(MinutesRevision.draft_id == draft.id, MinutesRevision.number == number)
    revision = session.exec(found).first()
    if revision is None:
        raise NotFound
    return revision


def get_aside(session: Session, draft: MinutesDraft, aside_id: UUID) -> MinutesRevision:
    """A text that met a newer one and was kept beside it."""
    found = select(MinutesRevision).where(MinutesRevision.draft_id == draft.id, MinutesRevision.id == aside_id)
    aside = session.exec(found).first()
    if aside is None:
        raise NotFound
    return aside


def text_at(session: Session, draft: MinutesDraft, number: int) -> MinutesText:
    return MinutesText.model_validate(get_revision(session, draft, number).text)


def text_of(session: Session, meeting: Meeting) -> MinutesText:
    """The text that stands."""
    draft = get_draft(session, meeting)
    return text_at(session, draft, draft.revision)


def history_of(session: Session, draft: MinutesDraft) -> Sequence[MinutesRevision]:
    """Every save, the newest first."""
    found = select(MinutesRevision).where(MinutesRevision.draft_id == draft.id)
    return session.exec(found.order_by(col(MinutesRevision.at).desc(), col(MinutesRevision.number).desc())).all()


def changes_in(session: Session, draft: MinutesDraft, revision: MinutesRevision) -> list[Change]:
    """What a save changed, against the text that its author had on the screen."""
    new = rules.passages(MinutesText.model_validate(revision.text))
    if not revision.base:
        return redlines.changes({}, new)
    return redlines.changes(rules.passages(text_at(session, draft, revision.base)), new)


def roles_of(session: Session, person_id: UUID | None, town_id: UUID | None, now: datetime) -> set[Role]:
    if person_id is None:
        return set()
    return {r.role for r in accounts.roles_at(session, person_id, now) if r.town_id == town_id}


def due_on(session: Session, meeting: Meeting) -> date:
    """纪要 within five working days after the meeting; plain days where the year's calendar is not entered."""
    until = date(meeting.day.year + 1, 1, 31)
    days = calendar.get_working_days(session, meeting.partnership_id, meeting.day, until)
    return days.plus(meeting.day, WORKING_DAYS)


def first_text(session: Session, meeting: Meeting, *, now: datetime) -> MinutesText:
    """What the editor opens with: everything that the system knows already."""
    name = meetings.name_of(session, meeting)
    return MinutesText(
        title=f"{name}纪要",
        opening=rules.opening_words(name, meeting.starts_at, meeting.place, _chair(session, meeting)),
        items=[_first_item(session, meeting, item, now) for item in agenda.items_of(session, meeting)],
        closing=_closing(session, meeting),
    )


def followup_words(session: Session, meeting: Meeting, *, now: datetime) -> str:
    return rules.followup_words([_progress(line) for line in reviewed(session, meeting, now=now)])


def reviewed(session: Session, meeting: Meeting, *, now: datetime) -> list[FollowupLine]:
    """What 上次议定事项落实情况 speaks of: the last meeting's resolutions, then whatever is open from before."""
    today = clock.to_town(now).date()
    before = meetings.previous_of(session, meeting)
    sources = [r.source for r in resolutions.of_meeting(session, before.id)] if before else []
    known = followups.of_sources(session, sources, today=today)
    lines = [known[s] for s in sources if s in known]
    seen = {line.id for line in lines}
    return lines + [
        line
        for line in followups.open_of_partnership(session, meeting.partnership_id, today=today)
        if line.id not in seen
    ]


def reported(session: Session, meeting: Meeting, *, now: datetime) -> list[FollowupLine]:
    """What was reported done and can be confirmed in the meeting."""
    return [line for line in reviewed(session, meeting, now=now) if line.state is FollowupState.REPORTED]


def _progress(line: FollowupLine) -> Progress:
    return Progress(
        line.source_title, line.text, line.towns, line.state_words, line.percent, line.is_overdue, line.last_note
    )


def _first_item(session: Session, meeting: Meeting, item: AgendaItem, now: datetime) -> ItemText:
    if item.topic_id is None:
        words = followup_words(session, meeting, now=now)
    else:
        words = rules.topic_words(item.title, item.presenter)
    return ItemText(item_id=item.id, topic_id=item.topic_id, title=item.title, summary=words)


def _chair(session: Session, meeting: Meeting) -> str:
    """The chair follows the host: its first leader who came."""
    came = attendance.result_of(session, meeting).present
    leader = next((p for p in came if p.town_id == meeting.host_id and p.is_leader), None)
    return f"{leader.unit}{rules.post_after(leader.unit, leader.post)}{leader.name}" if leader else ""


def _closing(session: Session, meeting: Meeting) -> str:
    following = meetings.find_next(session, meeting.partnership_id, now=meeting.ends_at)
    if following is None or following.id == meeting.id:
        return ""
    host = towns.get_town(session, following.host_id).name
    return rules.closing_words(host, None if following.uncertain else following.day)
