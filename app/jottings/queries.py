"""A person's own drafts. A session that does not read in that person's name finds none."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.jottings import rules
from app.jottings.models import Jotting
from app.kit.errors import NotFound


def versions_of(session: Session, *, person_id: UUID, secondment_id: UUID, day: date) -> list[Jotting]:
    """The standing version first."""
    found = select(Jotting).where(
        Jotting.person_id == person_id, Jotting.secondment_id == secondment_id, Jotting.day == day
    )
    return rules.in_order(session.exec(found.order_by(col(Jotting.id))).all())


def get_version(session: Session, jotting_id: UUID, *, person_id: UUID) -> Jotting:
    found = session.exec(select(Jotting).where(Jotting.id == jotting_id, Jotting.person_id == person_id)).first()
    if found is None:
        raise NotFound
    return found


def days_of(session: Session, *, person_id: UUID, secondment_id: UUID) -> list[date]:
    """The days with something typed and not handed in, the latest first."""
    found = select(col(Jotting.day)).where(Jotting.person_id == person_id, Jotting.secondment_id == secondment_id)
    return list(session.exec(found.distinct().order_by(col(Jotting.day).desc())))
