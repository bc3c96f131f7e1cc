"""Reading the chains: for the auditor's page, a thing's history, and verification."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.audit import rules
from app.audit.models import AuditEntry, AuditHead


@dataclass(frozen=True)
class ChainReport:
    town_id: UUID
    entries: int
    broken: rules.Break | None


def history_of(session: Session, subject: str, *, most: int = 200) -> Sequence[AuditEntry]:
    """What was done with one thing ("table:id"), oldest first."""
    found = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.at), col(AuditEntry.seq))
    return session.exec(found.limit(most)).all()


def latest(session: Session, town_id: UUID, *, most: int = 200) -> Sequence[AuditEntry]:
    found = select(AuditEntry).where(AuditEntry.town_id == town_id).order_by(col(AuditEntry.seq).desc())
    return session.exec(found.limit(most)).all()


def verify(session: Session, town_id: UUID, key: str) -> ChainReport:
    """Recompute one chain from its first entry. The session must reach the town."""
    entries = session.exec(select(AuditEntry).where(AuditEntry.town_id == town_id).order_by(col(AuditEntry.seq))).all()
    head = session.get(AuditHead, town_id) or AuditHead(town_id=town_id)
    return ChainReport(town_id, len(entries), rules.first_break(entries, head.seq, head.mac, key))
