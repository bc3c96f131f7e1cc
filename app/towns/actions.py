"""Writing down and ending what allows towns to share. Who may, and what it takes, says the domain that calls."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.kit.actor import Actor
from app.towns.models import BasisDraft, SharingBasis


def write_basis(session: Session, draft: BasisDraft, *, actor: Actor) -> SharingBasis:
    """From `valid_from` to `valid_until`, both included."""
    basis = SharingBasis.model_validate(draft)
    session.add(basis)
    session.flush()
    days = {"start": basis.valid_from, "end": basis.valid_until}
    audit.record(session, actor, "towns.write_basis", f"sharing_basis:{basis.id}", kind=basis.kind, **days)
    return basis


def name_paper(session: Session, subject: str, document: str, document_id: UUID) -> None:
    """The paper of a subject has its number now."""
    found = select(SharingBasis).where(SharingBasis.subject == subject).order_by(col(SharingBasis.id))
    for basis in session.exec(found):
        basis.document, basis.document_id = document, document_id
        session.add(basis)
    session.flush()


def end_bases(session: Session, subject: str, *, on: date, actor: Actor) -> int:
    """`on` becomes the last day of everything that a subject wrote and that would last longer; how many ended."""
    found = select(SharingBasis).where(SharingBasis.subject == subject).order_by(col(SharingBasis.id))
    ended = [b for b in session.exec(found) if b.valid_until is None or b.valid_until > on]
    for basis in ended:
        basis.valid_until = on
        session.add(basis)
        audit.record(session, actor, "towns.end_basis", f"sharing_basis:{basis.id}", kind=basis.kind, end=on)
    session.flush()
    return len(ended)
