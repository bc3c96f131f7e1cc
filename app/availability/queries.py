"""What is free: all venues that a town may book, by hours, closures and claims. Reads rows, never a cache."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from app.availability import rules
from app.claims import queries as claims
from app.claims.models import Span, minute_of
from app.claims.rules import free_gaps
from app.kit import clock
from app.kit.errors import Refusal
from app.openings.queries import Openness as Openness
from app.openings.queries import kind_of as kind_of
from app.openings.queries import openness as openness
from app.policies import queries as policies
from app.towns import queries as towns
from app.towns.models import Unit
from app.venues import queries as venues
from app.venues.models import DAY_MINUTES, SHARINGS, Sharing, Venue, VenueKind
from app.venues.rules import Hours

Spans = Sequence[tuple[int, int]]
Gaps = list[tuple[int, int]]


@dataclass(frozen=True)
class FreeVenue:
    """A venue that is free for what was asked."""

    id: UUID
    name: str
    unit_name: str
    address: str
    town_id: UUID
    town_name: str
    seats: int
    sharing: str
    is_own: bool
    at_once: bool
    kind: VenueKind

    @property
    def words(self) -> str:
        return f"{self.name}（{self.unit_name}，{self.seats}座）"


@dataclass(frozen=True)
class Alternative:
    """What could be had instead, and how it differs from what was wanted."""

    venue_id: UUID
    venue_name: str
    span: Span
    reason: str

    @property
    def words(self) -> str:
        return f"{self.venue_name} {rules.span_in_words(self.span)}"


def whole_day(day: date) -> Span:
    start = clock.at(day, "00:00")
    return Span(start, start + timedelta(days=1))


def taken(session: Session, found: Sequence[Venue], span: Span, *, now: datetime) -> dict[UUID, list[tuple[int, int]]]:
    """Per venue what is claimed or closed of `span`, in minutes since 1970 (parts count for their hall)."""
    leaves = venues.leaf_numbers(session, found)
    numbers = {n for parts in leaves.values() for n in parts}
    by_number: dict[int, list[tuple[int, int]]] = {}
    for number, starts, ends in claims.unavailable(session, numbers, span, now=now):
        by_number.setdefault(number, []).append((starts, ends))
    return {venue_id: [s for n in parts for s in by_number.get(n, [])] for venue_id, parts in leaves.items()}


def free_venues(
    session: Session,
    town_id: UUID,
    span: Span,
    *,
    now: datetime,
    seats: int = 0,
    towns_wanted: Iterable[UUID] = (),
    for_meeting: bool = False,
) -> tuple[FreeVenue, ...]:
    """Every venue that the town may book for exactly `span`, its own first."""
    found = venues.venues_for(session, town_id, towns_wanted=towns_wanted, seats=seats)
    open_at = openness(session, found, span.day, span.day, reader_town_id=town_id)
    busy = taken(session, found, span, now=now)
    terms = terms_of(session, town_id, found, is_joint=for_meeting)
    free = [v for v in found if _may(v, span, terms, open_at, now) and not _meets(busy[v.id], span, v.gap)]
    return as_free(session, town_id, free)


def terms_of(
    session: Session, town_id: UUID, found: Sequence[Venue], *, is_joint: bool = False
) -> dict[UUID, rules.Terms]:
    """On what terms a town books each of these venues; one that is closed to it is left out."""
    held = policies.rules_for(session, found, town_id)
    terms = {}
    for venue in found:
        with suppress(rules.NotShared):
            rule = held[venue.id].rule if venue.id in held else None
            terms[venue.id] = rules.terms_for(rule, is_joint=is_joint)
    return terms


def _may(venue: Venue, span: Span, terms: Mapping[UUID, rules.Terms], open_at: Openness, now: datetime) -> bool:
    if venue.id not in terms:
        return False
    try:
        rules.check_terms(span, terms[venue.id], now)
        rules.check_place(span, heads=0, seats=venue.seats, hours=open_at.hours(venue, span.day))
    except Refusal:
        return False
    return True


def _meets(busy: Spans, span: Span, gap: int) -> bool:
    first, last = minute_of(span.starts_at), minute_of(span.ends_at) + gap
    return any(starts < last and first < ends for starts, ends in busy)


def as_free(session: Session, town_id: UUID, found: Sequence[Venue]) -> tuple[FreeVenue, ...]:
    """Venues as a town that may book them sees them."""
    units = venues.units_by_id(session, found)
    names = towns.names_of(session, list({v.town_id for v in found}))
    held = policies.rules_for(session, found, town_id)
    return tuple(_free(v, units[v.unit_id], names[v.town_id], held.get(v.id)) for v in found)


def _free(venue: Venue, unit: Unit, town_name: str, held: policies.Held | None) -> FreeVenue:
    sharing = held.rule.sharing if held else venue.sharing
    return FreeVenue(
        id=venue.id,
        name=venue.name,
        unit_name=unit.name,
        address=unit.address,
        town_id=venue.town_id,
        town_name=town_name,
        seats=venue.seats,
        sharing=SHARINGS[sharing],
        is_own=held is None,
        at_once=held is None or sharing is Sharing.AT_ONCE,
        kind=venue.kind,
    )


def free_gaps_of(
    session: Session, found: Sequence[Venue], day: date, *, reader_town_id: UUID, now: datetime
) -> dict[UUID, Gaps]:
    """Per venue the free spans of a day inside its opening hours, in minutes of that day."""
    found_gaps = free_gaps_between(session, found, day, day, reader_town_id=reader_town_id, now=now)
    return {venue_id: gaps for (venue_id, _), gaps in found_gaps.items()}


def free_gaps_between(
    session: Session, found: Sequence[Venue], first: date, last: date, *, reader_town_id: UUID, now: datetime
) -> dict[tuple[UUID, date], Gaps]:
    """Per venue and day, both ends included, the free spans in opening hours; as many queries as for one day."""
    open_at = openness(session, found, first, last, reader_town_id=reader_town_id)
    busy = taken(session, found, Span(clock.at(first, "00:00"), whole_day(last).ends_at), now=now)
    since = minute_of(clock.at(first, "00:00"))
    terms = terms_of(session, reader_town_id, found)
    by_day = {v.id: rules.by_day(busy[v.id], since, v.gap) for v in found}
    gaps: dict[tuple[UUID, date], Gaps] = {}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        midnight = minute_of(clock.at(day, "00:00"))
        started = max(0, min(DAY_MINUTES, rules.next_quarter(minute_of(now) - midnight)))
        for v in found:
            hours = _ours(open_at.hours(v, day), terms.get(v.id), day, now)
            gaps[v.id, day] = _gaps(v, hours, by_day[v.id].get(n, ()), midnight, started)
    return gaps


def _ours(hours: Hours, terms: rules.Terms | None, day: date, now: datetime) -> Hours:
    """Opening hours without those that are still the owner's own; a venue closed to the town has none."""
    kept = () if terms is None else terms.kept_back(day, clock.to_town(now).date())
    return tuple(g for span in hours for g in free_gaps(kept, *span)) if terms else ()


def _gaps(venue: Venue, hours: Hours, busy: Spans, midnight: int, started: int) -> Gaps:
    gap = venue.gap
    widened = [(starts - gap - midnight, ends - midnight) for starts, ends in busy] + [(0, started)]
    return [span for opens, closes in hours for span in free_gaps(widened, opens, closes)]


def alternatives(
    session: Session,
    town_id: UUID,
    venue_id: UUID,
    span: Span,
    *,
    now: datetime,
    heads: int = 0,
    for_meeting: bool = False,
) -> tuple[Alternative, ...]:
    """Up to three things to do instead: the same venue at another time, another venue here, one of the other side."""
    wanted = venues.get_venue(session, venue_id, reader_town_id=town_id)
    found = free_venues(session, town_id, span, now=now, seats=heads, for_meeting=for_meeting)
    others = [f for f in found if f.id != venue_id]
    others.sort(key=lambda f: (rules.unlike(f.kind, wanted.kind), *_distance(f.seats, wanted.seats), f.name))
    here = next((f for f in others if f.town_id == wanted.town_id), None)
    there = next((f for f in others if f.town_id != wanted.town_id), None)
    times = _other_times(session, town_id, wanted, span, now, heads, for_meeting)
    elsewhere = []
    if here:
        elsewhere.append(Alternative(here.id, here.words, span, "同一时间，同镇其他场地"))
    if there:
        elsewhere.append(Alternative(there.id, there.words, span, f"同一时间，{there.town_name}的场地"))
    return (*islice(times, 3 - len(elsewhere)), *elsewhere)


def _distance(seats: int, wanted: int) -> tuple[bool, int]:
    return seats < wanted, abs(seats - wanted)


def _other_times(
    session: Session, town_id: UUID, venue: Venue, span: Span, now: datetime, heads: int, for_meeting: bool
) -> Iterable[Alternative]:
    """The nearest other starts at the same venue: on the day itself, else on one of the next seven days."""
    terms = terms_of(session, town_id, [venue], is_joint=for_meeting).get(venue.id)
    if heads > venue.seats or terms is None:
        return
    name = as_free(session, town_id, [venue])[0].words
    last = span.day + timedelta(days=7)
    gaps = free_gaps_between(session, [venue], span.day, last, reader_town_id=town_id, now=now)
    for (_, day), free in gaps.items():
        starts = [s for gap in free for s in rules.possible_starts(gap, span.minutes)]
        for start in rules.starts_by_nearness(starts, span.of_day()[0]):
            other = _span_on(day, start, span.minutes)
            if other != span and _allowed(other, terms, now):
                reason = "同一场地，当天其他时间" if day == span.day else "同一场地，改日"
                yield Alternative(venue.id, name, other, reason)
                break


def _span_on(day: date, start: int, minutes: int) -> Span:
    starts_at = clock.at(day, "00:00") + timedelta(minutes=start)
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def _allowed(span: Span, terms: rules.Terms, now: datetime) -> bool:
    try:
        rules.check_terms(span, terms, now)
    except Refusal:
        return False
    return True


def free_on(
    session: Session, town_id: UUID, day: date, *, now: datetime, seats: int = 0, towns_wanted: Iterable[UUID] = ()
) -> list[tuple[FreeVenue, list[tuple[int, int]]]]:
    """Every venue that the town may book, with what is free of the day."""
    found = venues.venues_for(session, town_id, towns_wanted=towns_wanted, seats=seats)
    gaps = free_gaps_of(session, found, day, reader_town_id=town_id, now=now)
    return [(view, gaps[view.id]) for view in as_free(session, town_id, found)]
