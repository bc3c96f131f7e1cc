"""Which reports there are and which are missing."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.extensions import queries as extensions
from app.filings import rules
from app.filings.models import Filing
from app.filings.rules import Occasion
from app.secondments.models import Secondment


def occasions_of(session: Session, postings: Sequence[Secondment]) -> dict[UUID, tuple[Occasion, ...]]:
    """Everything to be reported about each posting, in three statements for all."""
    ids = [p.id for p in postings]
    found = select(Filing).where(col(Filing.secondment_id).in_(ids)).order_by(col(Filing.noted_at), col(Filing.id))
    filings, changes = session.exec(found).all(), extensions.agreed_of(session, ids)
    return {p.id: rules.occasions(p, changes, filings, p.from_on) for p in postings}


def missing_of(session: Session, posting: Secondment) -> list[Occasion]:
    return [o for o in occasions_of(session, [posting])[posting.id] if o.is_missing]
