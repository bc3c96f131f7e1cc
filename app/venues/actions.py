"""What a unit does with its venues: add, change, set hours and exceptions, divide a hall."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.towns.models import Unit
from app.venues import rules
from app.venues.models import DayException, OpeningSpan, Venue, VenueDraft

NUMBERS_LOCK = 7300
USUAL_HOURS = dict.fromkeys(range(1, 6), ((8 * 60, 21 * 60),)) | dict.fromkeys((6, 7), ((9 * 60, 17 * 60),))


def add_venue(
    session: Session,
    draft: VenueDraft,
    *,
    unit: Unit,
    hours: Mapping[int, rules.Hours] = USUAL_HOURS,
    parent: Venue | None = None,
    actor: Actor,
) -> Venue:
    """A new venue with its number for good. A part of a hall is added by `spaces.actions.divide`."""
    _check_name(session, draft, venue_id=None)
    given = {"number": _next_number(session), "town_id": unit.town_id, "parent_id": parent and parent.id}
    venue = Venue.model_validate(draft, update=given)
    session.add(venue)
    session.flush()
    _write_hours(session, venue, hours)
    audit.record(session, actor, "venues.add_venue", f"venue:{venue.id}", number=venue.number, seats=venue.seats)
    return venue


def edit_venue(
    session: Session, venue: Venue, draft: VenueDraft, hours: Mapping[int, rules.Hours], *, actor: Actor
) -> Venue:
    """Change what is said of a venue and its weekly hours. Bookings made before stand as they were made.

    How partners may use it is not changed here: that may need every town's key (see `policies`).
    """
    _check_name(session, draft, venue_id=venue.id)
    changed = {k: v for k, v in draft.model_dump(exclude={"sharing"}).items() if getattr(venue, k) != v}
    for name, value in changed.items():
        setattr(venue, name, value)
    _write_hours(session, venue, hours)
    session.add(venue)
    audit.record(session, actor, "venues.edit_venue", f"venue:{venue.id}", changed=sorted(changed))
    return venue


def retire_venue(session: Session, venue: Venue, *, is_retired: bool, actor: Actor) -> None:
    """Nobody new books it; what is booked stands. Can be taken back."""
    venue.is_retired = is_retired
    session.add(venue)
    audit.record(session, actor, "venues.retire_venue", f"venue:{venue.id}", is_retired=is_retired)


def set_exceptions(
    session: Session, venue: Venue, days: Sequence[date], *, span: tuple[int, int] | None, reason: str, actor: Actor
) -> UUID:
    """Other hours on some dates; None closes them. Saying it again replaces what was said. The id of the first."""
    _clear_exceptions(session, venue, days)
    opens, closes = span or (None, None)
    made = [DayException(venue_id=venue.id, on=on, opens=opens, closes=closes, reason=reason) for on in days]
    session.add_all(made)
    session.flush()
    said = {"first": days[0], "last": days[-1], "opens": opens, "closes": closes}
    audit.record(session, actor, "venues.set_exceptions", f"venue:{venue.id}", **said)
    return made[0].id


def _clear_exceptions(session: Session, venue: Venue, days: Sequence[date]) -> None:
    of_days = col(DayException.venue_id) == venue.id, col(DayException.on).in_(list(days))
    session.execute(sa.delete(DayException).where(*of_days))


def drop_exception(session: Session, venue: Venue, on: date, *, actor: Actor) -> None:
    """The date follows its weekday again."""
    _clear_exceptions(session, venue, [on])
    audit.record(session, actor, "venues.drop_exception", f"venue:{venue.id}", on=on)


def _check_name(session: Session, draft: VenueDraft, *, venue_id: UUID | None) -> None:
    same = select(Venue.id).where(Venue.unit_id == draft.unit_id, Venue.name == draft.name)
    if any(found != venue_id for found in session.exec(same.order_by(col(Venue.id)))):
        raise rules.NameTaken(name=draft.name)


def _next_number(session: Session) -> int:
    """One more than the highest number; two who add venues at once wait for each other."""
    if dialect(session) == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(NUMBERS_LOCK)))
    return (session.exec(select(func.max(Venue.number))).one() or 0) + 1


def _write_hours(session: Session, venue: Venue, hours: Mapping[int, rules.Hours]) -> None:
    session.execute(sa.delete(OpeningSpan).where(col(OpeningSpan.venue_id) == venue.id))
    for weekday, spans in hours.items():
        for opens, closes in spans:
            session.add(OpeningSpan(venue_id=venue.id, weekday=weekday, opens=opens, closes=closes))
    session.flush()
