"""Dividing a hall: its parts are booked alone, the whole takes them all. The caller commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.claims import actions as claims
from app.kit.actor import Actor
from app.towns import queries as towns
from app.venues import actions as venue_actions
from app.venues import queries as venues
from app.venues import rules as venue_rules
from app.venues.models import Venue, VenueDraft


def divide(
    session: Session, hall: Venue, parts: Sequence[tuple[str, int]], *, actor: Actor, now: datetime
) -> list[Venue]:
    """Divide a hall into parts (name, seats). Whoever has the hall has all its parts from now on; nobody loses it.

    What the partners may do with the hall they may do with its parts, on the same quota (see `policies`).
    """
    venue_rules.check_parts(parts, hall.seats, is_divided=bool(venues.parts_of(session, hall.id)))
    unit = towns.get_unit(session, hall.unit_id)
    hours = venues.timetables(session, [hall])[hall.id].by_weekday
    claims.lock(session, [hall.number])
    made = []
    for name, seats in parts:
        draft = VenueDraft.model_validate(hall.model_dump() | {"name": name, "seats": seats, "area_m2": 0})
        made.append(venue_actions.add_venue(session, draft, unit=unit, hours=hours, parent=hall, actor=actor))
    claims.split(session, hall.number, [v.number for v in made], since=now)
    return made
