"""Reading the chains: for the auditor's page, a thing's history, and verification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from app.audit import rules
from app.audit.models import AuditEntry, AuditHead
from app.kit.clock import at
from app.kit.paging import Page, page_of


@dataclass(frozen=True)
class ChainReport:
    town_id: UUID
    entries: int
    broken: rules.Break | None


def history_of(session: Session, subject: str, *, most: int = 200) -> Sequence[AuditEntry]:
    """What was done with one thing ("table:id"), oldest first."""
    found = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.at), col(AuditEntry.seq))
    return session.exec(found.limit(most)).all()


def links_of(session: Session, town_id: UUID, subjects: Sequence[str]) -> list[tuple[AuditEntry, str]]:
    """What a town's chain holds about some things, each with the mac of the entry before it, in the chain's order."""
    before = aliased(AuditEntry)
    is_before = and_(col(before.town_id) == col(AuditEntry.town_id), col(before.seq) == col(AuditEntry.seq) - 1)
    found = select(AuditEntry, before.mac).outerjoin(before, is_before)
    found = found.where(AuditEntry.town_id == town_id, col(AuditEntry.subject).in_(subjects))
    return [(entry, previous or "") for entry, previous in session.exec(found.order_by(col(AuditEntry.seq)))]


@dataclass(frozen=True)
class Search:
    """What an auditor narrows the chain to; dates are the towns', both included."""

    deed: str = ""
    subject: str = ""
    from_on: date | None = None
    until_on: date | None = None


def search(session: Session, town_id: UUID, asked: Search, *, page: int = 1) -> Page[AuditEntry]:
    """A town's chain as the auditor asks for it, newest first."""
    found = select(AuditEntry).where(AuditEntry.town_id == town_id)
    if asked.deed:
        found = found.where(col(AuditEntry.deed).contains(asked.deed, autoescape=True))
    if asked.subject:
        found = found.where(col(AuditEntry.subject).contains(asked.subject, autoescape=True))
    if asked.from_on:
        found = found.where(AuditEntry.at >= at(asked.from_on, "00:00"))
    if asked.until_on:
        found = found.where(AuditEntry.at < at(asked.until_on + timedelta(days=1), "00:00"))
    return page_of(session, found.order_by(col(AuditEntry.seq).desc()), page)


def latest(session: Session, town_id: UUID, *, most: int = 200) -> Sequence[AuditEntry]:
    found = select(AuditEntry).where(AuditEntry.town_id == town_id).order_by(col(AuditEntry.seq).desc())
    return session.exec(found.limit(most)).all()


def verify(session: Session, town_id: UUID, key: str) -> ChainReport:
    """Recompute one chain from its first entry. The session must reach the town."""
    entries = session.exec(select(AuditEntry).where(AuditEntry.town_id == town_id).order_by(col(AuditEntry.seq))).all()
    head = session.get(AuditHead, town_id, populate_existing=True) or AuditHead(town_id=town_id)
    return ChainReport(town_id, len(entries), rules.first_break(entries, head.seq, head.mac, key))
