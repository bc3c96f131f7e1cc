"""Who waits for which venue: one's own wishes with their place, and the list of a venue for its staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.availability import queries as availability
from app.bookings import queries as bookings
from app.bookings import rules as booking_rules
from app.bookings.models import STATES, Booking, BookingState, Span
from app.kit.errors import NotFound
from app.policies import queries as policies
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue
from app.waiting import queries as waiting
from app.waiting import rules as waiting_rules
from app.waiting.models import PlaceState, WaitingPlace
from app.waitlists import rules

OPEN = (BookingState.WAITING, BookingState.OFFERED)


@dataclass(frozen=True)
class Wish:
    """A wish as its own people read it; `number` is its place from the front."""

    id: UUID
    title: str
    venue_id: UUID
    venue_name: str
    unit_name: str
    person_id: UUID | None
    person_name: str
    team: str
    words: str
    state: BookingState
    state_words: str
    number: int
    held: Span | None
    holds_until: datetime | None


@dataclass(frozen=True)
class Waiter:
    """A line of a venue's list: what its staff see of a wish, no more than a booking shows them."""

    id: UUID
    venue_name: str
    words: str
    title: str
    heads: int
    town_name: str
    joined_at: datetime
    state_words: str
    is_offered: bool
    number: int


@dataclass(frozen=True)
class Unmet:
    """A wish that ended without an offer: demand that the venues did not meet."""

    on: datetime
    town_id: UUID
    owner_town_id: UUID
    venue_id: UUID
    minutes: int


def wish_of(session: Session, booking: Booking, *, now: datetime) -> Wish | None:
    """The wish behind a booking, or None when it never stood on a list."""
    return next(iter(_wishes(session, [booking], now)), None)


def wishes_of_town(session: Session, town_id: UUID, *, now: datetime) -> list[Wish]:
    """What a town's people wait for, and what is held for them; offers first."""
    mine = select(Booking).where(Booking.town_id == town_id, col(Booking.state).in_(OPEN), Booking.ends_at > now)
    found = session.exec(mine.order_by(col(Booking.starts_at), col(Booking.id))).all()
    wishes = [w for w in _wishes(session, found, now) if w.state in OPEN]
    return sorted(wishes, key=lambda w: w.state is not BookingState.OFFERED)


def offers_for(session: Session, town_id: UUID, person_id: UUID, *, now: datetime) -> list[Wish]:
    """What is held for a person now and waits for their answer."""
    held = select(Booking).where(Booking.person_id == person_id, Booking.state == BookingState.OFFERED)
    held = held.where(Booking.town_id == town_id, col(Booking.lapses_at) > now)
    return _wishes(session, session.exec(held.order_by(col(Booking.lapses_at), col(Booking.id))).all(), now)


def _wishes(session: Session, found: Sequence[Booking], now: datetime) -> list[Wish]:
    if not found:
        return []
    places = waiting.places_of(session, [b.id for b in found])
    rivals = {queue: waiting.open_places(session, queue) for queue in {p.queue for p in places.values()}}
    lines = {line.id: line for line in bookings.lines_of(session, found)}
    wishes = []
    for booking in found:
        if (place := places.get(booking.id)) is not None:
            wishes.append(_wish(booking, place, lines[booking.id], rivals[place.queue], now))
    return wishes


def _wish(
    booking: Booking, place: WaitingPlace, line: bookings.Line, rivals: Sequence[WaitingPlace], now: datetime
) -> Wish:
    state = booking_rules.shown_state(booking, now)
    is_held = state is BookingState.OFFERED
    return Wish(
        id=booking.id,
        title=booking.title,
        venue_id=booking.venue_id,
        venue_name=line.venue_name,
        unit_name=line.unit_name,
        person_id=booking.person_id,
        person_name=line.person_name,
        team=booking.team,
        words=rules.wish_in_words(place),
        state=state,
        state_words=STATES[state],
        number=waiting_rules.position(place, rivals),
        held=booking.span if is_held else None,
        holds_until=booking.lapses_at if is_held else None,
    )


def list_of(session: Session, venue: Venue, *, now: datetime) -> list[Waiter]:
    """Everybody who waits for a venue or a part of it, in order; for the town that owns it."""
    places = waiting.open_places(session, root_of(session, venue).id, since=now)
    found = select(Booking).where(col(Booking.id).in_([p.subject for p in places]))
    by_id = {b.id: b for b in session.exec(found.order_by(col(Booking.made_at), col(Booking.id)))}
    lines = {line.id: line for line in bookings.lines_of(session, list(by_id.values()))}
    return [_waiter(p, lines[p.subject], places) for p in places if p.subject in lines]


def _waiter(place: WaitingPlace, line: bookings.Line, others: Sequence[WaitingPlace]) -> Waiter:
    return Waiter(
        id=line.id,
        venue_name=line.venue_name,
        words=rules.wish_in_words(place),
        title=line.title,
        heads=line.heads,
        town_name=line.town_name,
        joined_at=place.joined_at,
        state_words=STATES[line.state],
        is_offered=place.state is PlaceState.OFFERED,
        number=waiting_rules.position(place, others),
    )


def is_free_now(session: Session, booking: Booking, venue: Venue, *, now: datetime) -> bool:
    """Whether what a wish waits for is free, though nobody has offered it yet: no job has run since it lapsed."""
    if booking.state is not BookingState.WAITING or booking.ends_at <= now:
        return False
    place = waiting.find_place(session, booking.id)
    if place is None:
        return False
    day = booking.span.day
    free = availability.free_gaps_of(session, [venue], day, reader_town_id=booking.town_id, now=now)[venue.id]
    return bool(rules.possible_spans(booking.span, place.minutes, free))


def waiting_before(session: Session, venue: Venue, span: Span) -> int:
    """How many already wait for a venue at a time that meets this one, of whatever town."""
    places = waiting.open_places(session, root_of(session, venue).id, since=span.starts_at, until=span.ends_at)
    return sum(1 for p in places if p.what == venue.id or p.queue in {p.what, venue.id})


def root_of(session: Session, venue: Venue) -> Venue:
    """The undivided hall to which a part belongs; it holds one queue with all its parts."""
    while venue.parent_id is not None:
        hall = session.get(Venue, venue.parent_id)
        if hall is None:
            raise NotFound
        venue = hall
    return venue


def is_waiting_already(session: Session, booking: Booking) -> bool:
    """Whether the same person, or the same team, stands on this venue's list for a time that meets this one."""
    who = Booking.team == booking.team if booking.team else Booking.person_id == booking.person_id
    met = Booking.starts_at < booking.ends_at, Booking.ends_at > booking.starts_at
    same = Booking.town_id == booking.town_id, Booking.venue_id == booking.venue_id
    found = select(Booking.id).where(who, *same, *met, col(Booking.state).in_(OPEN))
    return session.exec(found.order_by(col(Booking.id)).limit(1)).first() is not None


def unmet(session: Session, town_ids: Iterable[UUID], *, since: datetime, until: datetime) -> list[Unmet]:
    """The wishes of these towns for a time in [since, until) that were never offered anything."""
    return [
        Unmet(p.wanted_from, p.town_id, p.owner_town_id, p.what, p.minutes)
        for p in waiting.unoffered(session, town_ids, since=since, until=until)
    ]


def in_turn(session: Session, hall: Venue, waiters: Sequence[WaitingPlace]) -> list[WaitingPlace]:
    """Who is to be asked first, second …: in the order of joining, or by towns in turn where a quota is shared."""
    if len({p.town_id for p in waiters}) < 2:
        return list(waiters)
    alternates = _lent_by_quota(session, waiters)
    last = waiting.last_town(session, hall.id) if alternates else None
    return waiting_rules.in_turn(waiters, alternates=alternates, last_town=last)


def _lent_by_quota(session: Session, waiters: Sequence[WaitingPlace]) -> bool:
    """Whether any of these towns borrows what it waits for against a monthly quota."""
    found = session.exec(select(Venue).where(col(Venue.id).in_({p.what for p in waiters})).order_by(col(Venue.number)))
    wanted = list(found)
    by_town = (policies.rules_for(session, wanted, town_id) for town_id in sorted({p.town_id for p in waiters}))
    return any(held.rule.quota is not None for held_by_venue in by_town for held in held_by_venue.values())


def names_of_towns(session: Session, waiters: Iterable[Waiter]) -> list[tuple[str, int]]:
    """Town and how many of it wait, the most first."""
    counted: dict[str, int] = {}
    for waiter in waiters:
        counted[waiter.town_name] = counted.get(waiter.town_name, 0) + 1
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def owner_of(session: Session, venue: Venue) -> tuple[UUID, frozenset[UUID]]:
    """The owner's town and its partnerships: what a session that serves its list may see."""
    return venue.town_id, towns.partnership_ids_of(session, frozenset({venue.town_id}))


def get_wish(session: Session, booking_id: UUID, *, town_id: UUID) -> Booking:
    """A wish of the town's own people."""
    booking = session.get(Booking, booking_id, populate_existing=True)
    if booking is None or booking.town_id != town_id or waiting.find_place(session, booking_id) is None:
        raise NotFound
    return booking


def leaves_of(session: Session, venue: Venue) -> tuple[int, ...]:
    return venues.leaf_numbers(session, [venue])[venue.id]
