"""Whose calendar an address is, and which meetings belong in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.meetings.models import Meeting
from app.subscriptions.models import CalendarAddress
from app.towns import queries as towns

LOOK_BACK = timedelta(days=400)
MOST = 200


def find_address(session: Session, person_id: UUID) -> CalendarAddress | None:
    """The address in force."""
    found = select(CalendarAddress).where(
        CalendarAddress.person_id == person_id, col(CalendarAddress.revoked_at).is_(None)
    )
    return session.exec(found).first()


def reach_of_address(session: Session, address_id: UUID, *, now: datetime) -> Reach:
    """What the owner of an address may see now; NotFound when it was revoked or the person is gone."""
    address = session.get(CalendarAddress, address_id)
    if address is None or address.revoked_at is not None:
        raise NotFound
    person = accounts.get_person(session, address.person_id)
    if person.disabled_at is not None:
        raise NotFound
    town_ids = frozenset(r.town_id for r in accounts.roles_at(session, person.id, now) if r.town_id)
    return Reach(town_ids, towns.partnership_ids_of(session, town_ids), person.id)


def meetings_for(session: Session, reach: Reach, *, now: datetime) -> Sequence[Meeting]:
    """The meetings of the person's partnerships, cancelled ones included, from a year back on."""
    found = select(Meeting).where(
        col(Meeting.partnership_id).in_(reach.partnership_ids), Meeting.starts_at > now - LOOK_BACK
    )
    return session.exec(found.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(MOST)).all()
