"""Reading bookings: one with its history, a venue's week, what waits for an answer, whether a meeting has its room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.models import Assignment
from app.availability.rules import period_in_words
from app.bookings import rules
from app.bookings.models import MISSED, STATES, Booking, BookingState, BookingStep, Deed
from app.claims import queries as claims
from app.claims.models import CLOSURES, Span
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.records import Records
from app.ledger.models import Kind
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

BOOKINGS = Records(Booking)
TITLES = Prepared(
    sa.select(col(Booking.id), col(Booking.title), col(Booking.state))
    .where(col(Booking.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Booking.starts_at))
)
_MISSED = (
    sa.select(func.count(col(Booking.id)))
    .where(sa.text(MISSED), col(Booking.town_id) == sa.bindparam("town_id"))
    .where(col(Booking.starts_at) > sa.bindparam("since"))
)
NO_SHOWS = Prepared(_MISSED.where(col(Booking.person_id) == sa.bindparam("person_id")))
NO_SHOWS_OF_TEAM = Prepared(_MISSED.where(col(Booking.team) == sa.bindparam("team")))


@dataclass(frozen=True)
class Hold:
    """Whether a booking still has its venue. `lost` says in a sentence why not, or is empty."""

    venue_id: UUID
    venue_name: str
    unit_name: str
    address: str
    phone: str
    parking: str
    span: Span
    is_held: bool
    lost: str


@dataclass(frozen=True)
class Line:
    """A booking in a list."""

    id: UUID
    venue_id: UUID
    venue_name: str
    unit_name: str
    span: Span
    title: str
    heads: int
    town_name: str
    person_name: str
    team: str
    state: BookingState
    lapses_at: datetime | None
    series_id: UUID | None = None


@dataclass(frozen=True)
class Told:
    """A step of a booking's history."""

    at: datetime
    deed: Deed
    who: str
    note: str


def get_booking(session: Session, booking_id: UUID, *, reader_town_id: UUID) -> Booking:
    """The booking, for the booker's town and the owner's, and for the whole partnership if it is joint business."""
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise NotFound
    is_party = reader_town_id in {booking.town_id, booking.owner_town_id}
    if not is_party and not _stands_in(session, booking.partnership_id, reader_town_id):
        raise NotFound
    return booking


def _stands_in(session: Session, partnership_id: UUID | None, town_id: UUID) -> bool:
    return partnership_id is not None and town_id in {t.id for t in towns.towns_of(session, partnership_id)}


def lock_booking(session: Session, booking_id: UUID) -> Booking:
    """The booking as it is now, held until the transaction ends: of two people who answer at once, one waits."""
    booking = BOOKINGS.lock(session, booking_id)
    if booking is None:
        raise NotFound
    return booking


def venue_of(session: Session, booking: Booking) -> Venue:
    """The venue of a booking that the reader may see, even if it is no longer shared."""
    venue = venues.VENUES.find(session, booking.venue_id)
    if venue is None:
        raise NotFound
    return venue


def booking_state(session: Session, booking_id: UUID) -> Hold:
    """Whether the venue is still ours at that time; every town of the partnership may ask about a joint booking."""
    booking = session.get(Booking, booking_id, populate_existing=True)
    if booking is None:
        raise NotFound
    venue = venue_of(session, booking)
    unit = towns.get_unit(session, venue.unit_id)
    held = bool(claims.held_numbers(session, booking_id))
    lost = "" if held else _lost_words(booking, venue)
    if held:
        lost = _closure_words(session, booking, venue)
    return Hold(
        venue.id, venue.name, unit.name, unit.address, unit.phone, venue.parking, booking.span, held and not lost, lost
    )


def _lost_words(booking: Booking, venue: Venue) -> str:
    why = f"：{booking.reason}" if booking.reason else ""
    return f"{venue.name}的预约{STATES[booking.state]}{why}，请另定场地"


def _closure_words(session: Session, booking: Booking, venue: Venue) -> str:
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    closure = claims.find_closure(session, numbers, booking.span)
    if closure is None:
        return ""
    period = period_in_words(closure.span)
    return f"{venue.name}{period}因{closure.reason}关闭（{CLOSURES[closure.kind]}），请另定场地"


def affected_by(session: Session, numbers: Iterable[int], span: Span, *, now: datetime) -> Sequence[Booking]:
    """The bookings that hold any of these venues in a span; a session of the owner's town sees them all."""
    ids = {b.booking_id for b in claims.busy(session, numbers, span, now=now)}
    met = Booking.starts_at < span.ends_at, Booking.ends_at > span.starts_at
    found = select(Booking).where(col(Booking.id).in_(ids), *met)
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id))).all()


def ended_by(session: Session, booking_id: UUID) -> tuple[Deed, UUID | None] | None:
    """The last line of a history and whose it is: how a cancelled booking ended."""
    found = select(BookingStep.deed, BookingStep.person_town_id).where(BookingStep.booking_id == booking_id)
    last = session.exec(found.order_by(col(BookingStep.number).desc()).limit(1)).first()
    return (Deed(last[0]), last[1]) if last else None


def history_of(session: Session, booking_id: UUID) -> list[Told]:
    found = select(BookingStep).where(BookingStep.booking_id == booking_id)
    steps = session.exec(found.order_by(col(BookingStep.number))).all()
    people = accounts.names_of(session, [s.person_id for s in steps if s.person_id])
    places = towns.names_of(session, [s.person_town_id for s in steps if s.person_town_id])
    return [Told(s.at, s.deed, _who(s, people, places), s.note) for s in steps]


def _who(step: BookingStep, people: Mapping[UUID, str], places: Mapping[UUID, str]) -> str:
    if step.person_id is None:
        return "系统"
    return places.get(step.person_town_id, "") + people.get(step.person_id, "")  # type: ignore[arg-type]  # .get(None) is ""


def requests_for(session: Session, town_id: UUID, roles: Sequence[Assignment], *, now: datetime) -> list[Line]:
    """Requests that wait for the answer of somebody with these roles, the most urgent first."""
    found = (
        select(Booking)
        .where(Booking.owner_town_id == town_id, Booking.state == BookingState.REQUESTED)
        .where(sa.or_(col(Booking.lapses_at).is_(None), col(Booking.lapses_at) > now))
    )
    waiting = session.exec(found.order_by(col(Booking.lapses_at), col(Booking.id))).all()
    places = _venues_by_id(session, waiting)
    mine = [b for b in waiting if venues.answers_for(roles, places[b.venue_id].unit_id, town_id)]
    return lines_of(session, mine)


def lines_of(session: Session, bookings: Sequence[Booking]) -> list[Line]:
    places = _venues_by_id(session, bookings)
    units = venues.units_by_id(session, places.values())
    people = accounts.names_of(session, [b.person_id for b in bookings if b.person_id])
    names = towns.names_of(session, list({b.town_id for b in bookings}))
    now: datetime = session.info["now"]
    return [
        Line(
            b.id,
            b.venue_id,
            places[b.venue_id].name,
            units[places[b.venue_id].unit_id].name,
            b.span,
            b.title,
            b.heads,
            names[b.town_id],
            people.get(b.person_id, "") if b.person_id else "",
            b.team,
            rules.shown_state(b, now),
            b.lapses_at,
            b.series_id,
        )
        for b in bookings
    ]


def _venues_by_id(session: Session, bookings: Iterable[Booking]) -> dict[UUID, Venue]:
    ids = {b.venue_id for b in bookings}
    return {v.id: v for v in session.exec(select(Venue).where(col(Venue.id).in_(ids)).order_by(col(Venue.number)))}


def no_shows_of(session: Session, booking: Booking, *, now: datetime) -> int:
    """How often the person, or the team they book for, did not come in the last sixty days."""
    who = {"team": booking.team, "person_id": booking.person_id, "town_id": booking.town_id}
    missed = NO_SHOWS_OF_TEAM if booking.team else NO_SHOWS
    return int(missed.run(session, who | {"since": now - timedelta(days=60)}).scalar_one())


def titles_of(session: Session, booking_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of those bookings that the reader may see; of time held for somebody on a list only that it is."""
    rows = TITLES.run(session, {"ids": list(booking_ids)})
    return {booking_id: STATES[state] if state is BookingState.OFFERED else title for booking_id, title, state in rows}


def shared_hours(session: Session, booking: Booking) -> dict[str, Any] | None:
    """A booking as an entry of the ledger; None when it is the town's own venue, or the towns have parted."""
    if booking.town_id == booking.owner_town_id:
        return None
    partnership_id = booking.partnership_id or towns.common_partnership(session, booking.town_id, booking.owner_town_id)
    if partnership_id is None:
        return None
    venue = venue_of(session, booking)
    return {
        "partnership_id": partnership_id,
        "giver_id": booking.owner_town_id,
        "taker_id": booking.town_id,
        "kind": Kind.VENUE_MINUTES,
        "amount": booking.span.minutes,
        "source": rules.source_of(booking),
        "on": booking.span.day,
        "detail": f"{venue.name} · {booking.title}",
        "tier": towns.get_unit(session, venue.unit_id).tier,
        "purpose": booking.use,
    }


def may_change(session: Session, booking: Booking, actor: Actor, now: datetime) -> bool:
    """Who booked it, or a clerk or office head of that town."""
    if actor.id is None or actor.id == booking.person_id:
        return actor.id is not None
    roles = accounts.roles_at(session, actor.id, now)
    return any(r.town_id == booking.town_id and r.role in venues.KEEPERS for r in roles)


def keeps(session: Session, booking: Booking, actor: Actor, now: datetime) -> bool:
    """The owner's unit, or that town's clerk or office head."""
    venue = venue_of(session, booking)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    return venues.runs_unit(roles, venue.unit_id, venue.town_id)
