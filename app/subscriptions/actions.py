"""Making and revoking a calendar address."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.kit.actor import Actor
from app.subscriptions import queries
from app.subscriptions.models import CalendarAddress, VenueCalendarAddress


def make_address(session: Session, person_id: UUID, *, actor: Actor, now: datetime) -> CalendarAddress:
    """A new address; the one before it stops working at once."""
    revoke_address(session, person_id, actor=actor, now=now)
    address = CalendarAddress(person_id=person_id, made_at=now)
    _keep(session, address, "subscriptions.make_address", actor)
    return address


def revoke_address(session: Session, person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The address stops working. Nothing happens when there is none."""
    if address := queries.find_address(session, person_id):
        address.revoked_at = now
        _keep(session, address, "subscriptions.revoke_address", actor)


def make_venue_address(session: Session, venue_id: UUID, *, actor: Actor, now: datetime) -> VenueCalendarAddress:
    """A new address for a venue; the one before it stops working at once."""
    revoke_venue_address(session, venue_id, actor=actor, now=now)
    address = VenueCalendarAddress(venue_id=venue_id, made_at=now)
    _keep(session, address, "subscriptions.make_venue_address", actor)
    return address


def revoke_venue_address(session: Session, venue_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The venue's address stops working. Nothing happens when there is none."""
    if address := queries.find_venue_address(session, venue_id):
        address.revoked_at = now
        _keep(session, address, "subscriptions.revoke_venue_address", actor)


def _keep(session: Session, address: CalendarAddress | VenueCalendarAddress, deed: str, actor: Actor) -> None:
    session.add(address)
    session.flush()
    audit.record(session, actor, deed, f"{address.__tablename__}:{address.id}")
