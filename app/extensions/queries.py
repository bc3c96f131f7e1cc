"""What has been and is to be changed in a posting's dates."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.extensions import rules
from app.extensions.models import ChangeState, PostingChange
from app.kit.clock import chinese_date
from app.kit.errors import NotFound
from app.secondments import queries as postings
from app.secondments.models import Secondment


def get_change(session: Session, change_id: UUID, *, secondment_id: UUID, lock: bool = False) -> PostingChange:
    """A change of a posting that the reader has been found to see."""
    mine = select(PostingChange).where(PostingChange.id == change_id, PostingChange.secondment_id == secondment_id)
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    found = session.exec(mine).first()
    if found is None:
        raise NotFound
    return found


def changes_of(session: Session, secondment_id: UUID) -> Sequence[PostingChange]:
    """All changes of a posting, the latest first."""
    found = select(PostingChange).where(PostingChange.secondment_id == secondment_id)
    return session.exec(found.order_by(col(PostingChange.asked_at).desc(), col(PostingChange.id))).all()


def agreed_of(session: Session, secondment_ids: Sequence[UUID]) -> Sequence[PostingChange]:
    """The changes in force, oldest first: each asks for a report of its own."""
    found = select(PostingChange).where(
        col(PostingChange.secondment_id).in_(secondment_ids), PostingChange.state == ChangeState.AGREED
    )
    return session.exec(found.order_by(col(PostingChange.settled_at), col(PostingChange.id))).all()


def find_open(session: Session, secondment_id: UUID) -> PostingChange | None:
    return next((c for c in changes_of(session, secondment_id) if c.state is ChangeState.ASKED), None)


def title_of(session: Session, posting: Secondment, change: PostingChange) -> str:
    person = postings.facts_of(session, [posting])[posting.id].person
    return f"{person}同志挂职{rules.KIND_NAMES[change.kind]}至{chinese_date(change.until_on)}"


def content_of(change: PostingChange) -> dict[str, Any]:
    """What the keys fit."""
    return {
        "posting": str(change.secondment_id),
        "kind": change.kind.value,
        "before": change.before_on.isoformat(),
        "until": change.until_on.isoformat(),
        "reason": change.reason,
    }
