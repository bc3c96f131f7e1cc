"""Which partnerships and meetings the daily rounds look at, and what waits for the clerks of a town."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Role
from app.kit.clock import to_town
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.meetings import queries as meetings
from app.meetings import rules
from app.meetings.models import Meeting
from app.towns import queries as towns
from app.towns.models import Partnership, PartnershipState

HORIZON = timedelta(days=120)
CLERKLY = frozenset({Role.CLERK, Role.OFFICE_HEAD})


@dataclass(frozen=True)
class Waiting:
    """A line of the home page's list."""

    title: str
    text: str
    url: str
    due_on: date | None
    tone: str


def rounds(engine: sa.Engine) -> Iterator[tuple[UUID, Reach]]:
    """Every active partnership with the reach that a round over it needs; no round sees another partnership."""
    with open_session(engine, Reach.nothing(), writes=False) as session:
        found = select(Partnership.id).where(Partnership.state == PartnershipState.ACTIVE)
        ids = session.exec(found.order_by(col(Partnership.id))).all()
        reaches = [_reach(session, partnership_id) for partnership_id in ids]
    yield from zip(ids, reaches, strict=True)


def soon(session: Session, *, now: datetime) -> Sequence[Meeting]:
    """Meetings ahead within the reach of any nudge."""
    found = select(Meeting).where(
        col(Meeting.state).in_(rules.AHEAD), Meeting.starts_at > now, Meeting.starts_at < now + HORIZON
    )
    return session.exec(found.order_by(col(Meeting.starts_at), col(Meeting.id))).all()


def over_before(session: Session, moment: datetime) -> Sequence[UUID]:
    """The meetings that ended before `moment`."""
    found = select(Meeting.id).where(Meeting.ends_at < moment)
    return session.exec(found.order_by(col(Meeting.id))).all()


def _reach(session: Session, partnership_id: UUID) -> Reach:
    members = frozenset(t.id for t in towns.towns_of(session, partnership_id))
    return Reach(members, frozenset({partnership_id}))


def waiting_for(session: Session, town_id: UUID, roles: Collection[Role], *, now: datetime) -> list[Waiting]:
    """What the clerks of a town have to do for the meetings that it hosts, most urgent first."""
    if CLERKLY.isdisjoint(roles):
        return []
    partnership_ids = towns.partnership_ids_of(session, frozenset({town_id}))
    hosted = [m for m in meetings.upcoming(session, partnership_ids, now=now, most=20) if m.host_id == town_id]
    found = [_waiting(session, meeting, now) for meeting in hosted]
    return sorted((w for w in found if w), key=lambda w: (w.tone != "bad", w.due_on or date.max))


def _waiting(session: Session, meeting: Meeting, now: datetime) -> Waiting | None:
    terms = meetings.terms_of(session, meeting)
    lost = meetings.lost_venue(session, meeting)
    step = rules.next_of(meeting, lost=lost, now=now, days=terms.confirm_from_days)
    due = {
        rules.Next.CONFIRM: rules.notice_due_on(meeting, terms.notice_days),
        rules.Next.CONVENE: rules.notice_due_on(meeting, terms.notice_days),
    }.get(step, meeting.day)
    title = rules.TODO.get(step)
    if title is None:
        return None
    text = lost if lost else rules.when(meeting.starts_at, meeting.ends_at)
    tone = "bad" if lost or due < to_town(now).date() else "warn"
    return Waiting(title % {"name": meeting.title}, text, f"/meetings/{meeting.id}", due, tone)
