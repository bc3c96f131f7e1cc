"""Reading summaries: the author's draft, and what the author has confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.logs import queries as logs
from app.logs.models import LogEntry
from app.summaries import rules
from app.summaries.models import WHOLE, Summary, SummaryDraft


@dataclass(frozen=True)
class View:
    """A summary as its page shows it. `text`: the author's draft, else what was confirmed, else drawn from the log."""

    period: str
    text: str
    lines: list[list[rules.Sentence]]
    confirmed_at: datetime | None
    is_changed: bool
    has_entries: bool


def find(session: Session, secondment_id: UUID, period: str) -> Summary | None:
    found = select(Summary).where(Summary.secondment_id == secondment_id, Summary.period == period)
    return session.exec(found).first()


def confirmed_text(session: Session, secondment_id: UUID, period: str = WHOLE) -> str:
    """The 挂职总结 (or a month's 小结) as its author confirmed it; empty when there is none."""
    summary = find(session, secondment_id, period)
    return summary.text if summary else ""


def all_of(session: Session, secondment_id: UUID) -> Sequence[Summary]:
    """Every confirmed summary of a posting, by month, the whole last."""
    found = select(Summary).where(Summary.secondment_id == secondment_id)
    return session.exec(found.order_by(col(Summary.period))).all()


def find_draft(session: Session, secondment_id: UUID, period: str, *, person_id: UUID) -> SummaryDraft | None:
    found = select(SummaryDraft).where(
        SummaryDraft.secondment_id == secondment_id, SummaryDraft.period == period, SummaryDraft.person_id == person_id
    )
    return session.exec(found).first()


def entries_for(session: Session, secondment_id: UUID, period: str) -> Sequence[LogEntry]:
    if period == WHOLE:
        return logs.entries_of(session, secondment_id)
    first = date.fromisoformat(f"{period}-01")
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return logs.entries_of(session, secondment_id, first, last)


def view_for_author(session: Session, secondment_id: UUID, period: str, *, person_id: UUID) -> View:
    entries = entries_for(session, secondment_id, period)
    draft = find_draft(session, secondment_id, period, person_id=person_id)
    summary = find(session, secondment_id, period)
    text = draft.text if draft else summary.text if summary else ""
    if not text and entries:
        text = rules.assemble(entries, period)
    return View(
        period,
        text,
        rules.linked(text, entries),
        summary.confirmed_at if summary else None,
        is_changed=bool(summary and draft and draft.text != summary.text),
        has_entries=bool(entries),
    )


def view_for_readers(session: Session, secondment_id: UUID, period: str) -> View:
    """Only what was confirmed."""
    entries, summary = entries_for(session, secondment_id, period), find(session, secondment_id, period)
    text = summary.text if summary else ""
    confirmed_at = summary.confirmed_at if summary else None
    return View(period, text, rules.linked(text, entries), confirmed_at, is_changed=False, has_entries=bool(entries))
