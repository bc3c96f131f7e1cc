"""Editing and confirming a summary: its author's alone. The caller commits."""

from datetime import datetime

from sqlmodel import Session

from app.audit import actions as audit
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.secondments.models import Secondment
from app.summaries import queries, rules
from app.summaries.models import LONGEST, WHOLE, Summary, SummaryDraft


def save_draft(session: Session, posting: Secondment, period: str, text: str, *, now: datetime) -> SummaryDraft:
    """What the author has so far; a draft, so no audit row."""
    draft = queries.find_draft(session, posting.id, period, person_id=posting.person_id) or SummaryDraft(
        person_id=posting.person_id, secondment_id=posting.id, period=period, text="", saved_at=now
    )
    draft.text, draft.saved_at = text.strip()[:LONGEST], now
    session.add(draft)
    session.flush()
    return draft


def start_over(session: Session, posting: Secondment, period: str) -> None:
    """Draw the text from the log anew; what was edited is put away at the author's wish."""
    entries = queries.entries_for(session, posting.id, period)
    rules.assemble(entries, period)  # refuses when there is nothing
    if draft := queries.find_draft(session, posting.id, period, person_id=posting.person_id):
        draft.text = rules.assemble(entries, period)
        session.add(draft)


def confirm(session: Session, posting: Secondment, period: str, text: str, *, actor: Actor, now: datetime) -> Summary:
    """From now on those who read the log read this; confirmed again, it replaces what was confirmed before."""
    if not text.strip():
        raise rules.EmptySummary
    save_draft(session, posting, period, text, now=now)
    summary = queries.find(session, posting.id, period) or Summary(
        secondment_id=posting.id,
        home_town_id=posting.home_town_id,
        host_town_id=posting.host_town_id,
        period=period,
        text="",
        confirmed_at=now,
    )
    summary.text, summary.confirmed_at = text.strip()[:LONGEST], now
    session.add(summary)
    session.flush()
    audit.record(session, actor, "summaries.confirm", posting.subject, period=period)
    _tell_mentors(session, posting, period, actor, now)
    return summary


def _tell_mentors(session: Session, posting: Secondment, period: str, actor: Actor, now: datetime) -> None:
    what = "挂职总结" if period == WHOLE else f"{int(period[:4])}年{int(period[5:])}月小结"
    place = "summary" if period == WHOLE else f"summaries/{int(period[:4])}/{int(period[5:])}"
    for mentor_id in posting.mentor_ids:
        notifications.tell(
            session,
            person_id=mentor_id,
            town_id=posting.host_town_id if mentor_id == posting.host_mentor_id else posting.home_town_id,
            kind="summaries.confirm",
            event=f"{posting.subject}:summary:{period}:{now:%Y%m%dT%H%M%S}",
            title=f"{actor.name}确认了{what}",
            url=f"/secondments/{posting.id}/log/{place}",
        )
