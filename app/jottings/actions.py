"""Keeping a draft as it is typed. The caller commits.

No audit row is written: a draft binds nobody, is read by nobody, and would fill the chain with every pause in typing.
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.jottings import queries, rules
from app.jottings.models import Jotting, Words
from app.secondments.models import Secondment


def save(
    session: Session,
    posting: Secondment,
    day: date,
    words: Words,
    *,
    base: tuple[UUID, int] | None = None,
    typed_at: datetime,
    device: str = "",
    now: datetime,
) -> Jotting:
    """Keep what was typed. `base` is the version (id, revision) that stood on the screen.

    If it still stands, it is replaced; if another device has gone on meanwhile, this becomes a version of its own.
    """
    versions = queries.versions_of(session, person_id=posting.person_id, secondment_id=posting.id, day=day)
    known = next((j for j in versions if (j.id, j.revision) == base), None)
    known = known or next((j for j in versions if rules.says_the_same(j, words)), None)
    kept = known or Jotting(
        person_id=posting.person_id, secondment_id=posting.id, day=day, revision=0, words={}, typed_at=now, saved_at=now
    )
    kept.words, kept.typed_at, kept.saved_at = words.model_dump(), typed_at, now
    kept.device, kept.revision = device, kept.revision + 1
    session.add(kept)
    for old in rules.in_order([kept, *(j for j in versions if j is not kept)])[rules.KEPT :]:
        session.delete(old)
    session.flush()
    return kept


def drop(session: Session, version: Jotting) -> None:
    """Its author does not need this version any more."""
    session.delete(version)
    session.flush()


def forget(session: Session, *, person_id: UUID, secondment_id: UUID, day: date) -> None:
    """The day's log was handed in: no version is needed any more."""
    for version in queries.versions_of(session, person_id=person_id, secondment_id=secondment_id, day=day):
        session.delete(version)
    session.flush()
