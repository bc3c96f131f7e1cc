"""Whether a booking may be: the rules of one venue, or of two hundred wishes, asked in the same few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings import queries as bookings
from app.bookings.models import Booking, BookingDraft, Exemption, Span
from app.claims import queries as claims
from app.claims.models import minute_of
from app.claims.rules import Taken, VenueShut, Want
from app.kit.errors import Refusal
from app.policies import queries as policies
from app.quotas.rules import Need
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import rules
from app.vetting.rules import Ground

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Vetted:
    """A booking at a time, on the ground where it is to be. `ground.terms` are this booking's own."""

    booking: Booking
    span: Span
    ground: Ground

    @property
    def terms(self) -> availability_rules.Terms:
        return self.ground.terms

    def firmly(self) -> "Vetted":
        """Confirmed at once, whatever the terms say: the owner's own act."""
        return self.on_terms(replace(self.terms, at_once=True))

    def on_terms(self, terms: availability_rules.Terms) -> "Vetted":
        return replace(self, ground=self.ground.on_terms(terms))

    def want(self, lapses_at: datetime | None) -> Want:
        return Want(self.booking.id, self.ground.numbers, self.span, self.ground.venue.gap, lapses_at)

    def need(self) -> Need | None:
        return self.ground.need(self.booking, self.span)


def grounds(
    session: Session, town_id: UUID, found: Sequence[Venue], first: date, last: date, *, is_joint: bool = False
) -> dict[UUID, Ground]:
    """By venue, for a town and all days from `first` to `last`; as many queries for many venues as for one."""
    laid = venues.layout(session, found)
    held = policies.rules_for(session, found, town_id)
    open_at = availability.openness(session, found, first, last, reader_town_id=town_id, tables=laid.tables)
    return {v.id: rules.ground_of(v, laid.numbers[v.id], held.get(v.id), open_at, is_joint=is_joint) for v in found}


def vet(session: Session, wishes: Sequence[tuple[Booking, Venue, Span]], *, now: datetime) -> list[Vetted]:
    """Each wish on its ground and its own terms, all for one town; nothing is refused yet."""
    booking = wishes[0][0]
    days = [s.day for _, _, s in wishes]
    found = list({v.id: v for _, v, _ in wishes}.values())
    by_venue = grounds(session, booking.town_id, found, min(days), max(days), is_joint=booking.is_joint)
    missed = _missed(session, [b for b, v, _ in wishes if by_venue[v.id].terms.at_once and not b.is_joint], now)
    vetted = []
    for one, venue, when in wishes:
        ground = by_venue[venue.id]
        terms = rules.terms_of(ground, one, missed=missed.get(_who(one), 0), exempt=one.exemptions)
        vetted.append(Vetted(one, when, ground.on_terms(terms)))
    return vetted


def check(session: Session, booking: Booking, venue: Venue, span: Span, *, now: datetime) -> Vetted:
    """The booking on its ground, or the Refusal of the first rule against it; claims and quota then decide."""
    vetted = vet(session, [(booking, venue, span)], now=now)[0]
    raise_against(vetted, now=now)
    return vetted


def check_running(session: Session, booking: Booking, venue: Venue, span: Span, *, now: datetime) -> Vetted:
    """A longer span of a booking that has begun: every rule but those about the time before the start."""
    vetted = vet(session, [(booking, venue, span)], now=now)[0]
    begun = vetted.on_terms(availability_rules.set_aside(vetted.terms, {Exemption.NOTICE}))
    raise_against(begun, now=booking.starts_at - A_MINUTE)
    return vetted


def raise_against(vetted: Vetted, *, now: datetime) -> None:
    availability_rules.raise_first(rules.against(vetted.ground, vetted.booking, vetted.span, now))


def in_the_way(session: Session, vetted: Iterable[Vetted], *, now: datetime) -> dict[UUID, Refusal]:
    """By booking what is claimed or closed at its time; one question for all of them."""
    wanted = list(vetted)
    numbers = {n for v in wanted for n in v.ground.numbers}
    around = Span(min(v.span.starts_at for v in wanted), max(v.span.ends_at for v in wanted))
    found: list[tuple[int, int, int, Refusal]] = [
        (b.number, b.starts, b.ends, Taken()) for b in claims.busy(session, numbers, around, now=now)
    ]
    found += [(s.number, s.starts, s.ends, VenueShut()) for s in claims.shut(session, numbers, around)]
    by_number: dict[int, list[tuple[int, int, Refusal]]] = {}
    for number, starts, ends, refusal in found:
        by_number.setdefault(number, []).append((starts, ends, refusal))
    met = {v.booking.id: _first_met(v, by_number) for v in wanted}
    return {booking_id: refusal for booking_id, refusal in met.items() if refusal}


def _first_met(vetted: Vetted, by_number: dict[int, list[tuple[int, int, Refusal]]]) -> Refusal | None:
    first = minute_of(vetted.span.starts_at)
    last, gap = minute_of(vetted.span.ends_at), vetted.ground.venue.gap
    for number in vetted.ground.numbers:
        for starts, ends, refusal in by_number.get(number, ()):
            margin = gap if isinstance(refusal, Taken) else 0
            if starts < last + margin and first < ends:
                return refusal
    return None


def raise_closure(session: Session, vetted: Iterable[Vetted]) -> None:
    """Why the database would not let a venue be claimed: the closure's period and reason."""
    for one in vetted:
        if closure := claims.find_closure(session, one.ground.numbers, one.span):
            period = availability_rules.period_in_words(closure.span)
            raise availability_rules.VenueClosed(span=period, reason=closure.reason)


def _missed(session: Session, asked: Iterable[Booking], now: datetime) -> dict[tuple[UUID | None, str], int]:
    people = {_who(b): b for b in asked}
    return {who: bookings.no_shows_of(session, booking, now=now) for who, booking in people.items()}


def _who(booking: BookingDraft) -> tuple[UUID | None, str]:
    return (None if booking.team else getattr(booking, "person_id", None)), booking.team
