"""Noting a search that found nothing, once a day for the same person and question."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.audit import actions as audit
from app.kit.db import dialect
from app.kit.text import canonical
from app.misses import rules
from app.misses.models import MissedSearch
from app.towns import queries as towns


def note(
    session: Session, *, town_id: UUID, person_id: UUID, on: date, criteria: Mapping[str, Any], now: datetime
) -> None:
    """Keep what was wanted, for each partnership of the town. The person leaves no trace but an unreadable mark."""
    question = canonical({"by": str(person_id), "on": on.isoformat(), "asked": dict(criteria)})
    row = rules.wanted(criteria, on).model_dump() | {"town_id": town_id, "on": on, "at": now}
    mark = audit.keyed_hash(question)
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    for partnership in towns.partnerships_of(session, town_id):
        kept = {"id": uuid4(), "partnership_id": partnership.id, "mark": mark, **row}
        session.execute(insert(MissedSearch).values(**kept).on_conflict_do_nothing())
