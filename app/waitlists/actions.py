"""Waiting for a venue that is taken: joining, being offered what was freed, accepting it or leaving. No commit here.

Joining happens under the venue's lock, which whoever frees time takes too (see `serve`): so of a freed time and a wish
that meets it one always sees the other, however close together they come.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.availability import queries as availability
from app.availability.rules import span_in_words
from app.bookings import actions as steps
from app.bookings import gateways as booking_gateways
from app.bookings import queries as bookings
from app.bookings import rules as booking_rules
from app.bookings.models import STATES, Booking, BookingDraft, BookingState, Deed, Span
from app.claims import actions as claims
from app.claims.rules import Taken
from app.kit.actor import Actor
from app.kit.db import standing_in
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import queries as vetting
from app.vetting import rules as vetting_rules
from app.vetting.queries import Vetted
from app.waiting import actions as places
from app.waiting import queries as waiting
from app.waiting import rules as waiting_rules
from app.waiting.models import PlaceState, WaitingPlace
from app.waitlists import gateways, queries, rules

ENDS = {Deed.LAPSED: PlaceState.LAPSED, Deed.ENDED: PlaceState.ENDED}


def join(session: Session, draft: BookingDraft, *, minutes: int = 0, actor: Actor, now: datetime) -> Booking:
    """Wait for a venue that is taken: for the whole span, or for any `minutes` within it.

    Raises what a booking would raise (hours, notice, horizon, seats), and TimeIsFree when there is nothing to wait for.
    """
    if actor.town_id is None:
        raise NotFound
    venue = venues.get_venue(session, draft.venue_id, reader_town_id=actor.town_id)
    parties = {"town_id": actor.town_id, "owner_town_id": venue.town_id, "person_id": actor.id, "made_at": now}
    wish = Booking.model_validate(draft, update=parties | {"state": BookingState.WAITING})
    minutes = minutes or wish.span.minutes
    rules.check_length(wish.span, minutes)
    lock(session, venue)
    serve(session, venue, wish.span, actor=actor, now=now)
    if queries.is_waiting_already(session, wish):
        raise rules.AlreadyWaiting
    _check_wish(session, wish, venue, minutes, now)
    session.add(wish)
    session.flush()
    places.join(session, _place(session, wish, venue, minutes, now))
    steps.note(session, wish, Deed.JOINED, actor, now)
    return wish


def _place(session: Session, wish: Booking, venue: Venue, minutes: int, now: datetime) -> WaitingPlace:
    return WaitingPlace(
        queue=queries.root_of(session, venue).id,
        what=venue.id,
        subject=wish.id,
        number=0,
        town_id=wish.town_id,
        owner_town_id=wish.owner_town_id,
        wanted_from=wish.starts_at,
        wanted_until=wish.ends_at,
        minutes=minutes,
        joined_at=now,
    )


def _check_wish(session: Session, wish: Booking, venue: Venue, minutes: int, now: datetime) -> None:
    """Some span of the wish is within the rules, and none of those is free."""
    whole = wish.span
    free = availability.free_gaps_of(session, [venue], whole.day, reader_town_id=wish.town_id, now=now)[venue.id]
    vetted = _vet(session, wish, venue, rules.possible_spans(whole, minutes, free), now)
    if found := next((v for v in vetted if not _against(v, now)), None):
        raise rules.TimeIsFree(span=span_in_words(found.span))
    against = [
        _against(v, now)
        for v in _vet(session, wish, venue, rules.possible_spans(whole, minutes, [whole.of_day()]) or [whole], now)
    ]
    if all(against):
        raise against[-1][0]


def _vet(session: Session, wish: Booking, venue: Venue, spans: Sequence[Span], now: datetime) -> list[Vetted]:
    """Every span on the ground of the venue, in the same few queries for one or twenty."""
    return vetting.vet(session, [(wish, venue, span) for span in spans], now=now) if spans else []


def _against(vetted: Vetted, now: datetime) -> list[Refusal]:
    return list(vetting_rules.against(vetted.ground, vetted.booking, vetted.span, now))


def lock(session: Session, *found: Venue) -> None:
    """Hold venues, with all that belongs to their halls, until the transaction ends. Before anything is freed there.

    Who books holds a venue's lock shared and waits for time that is just being freed: who frees must have it already.
    """
    halls = {hall.id: hall for hall in (queries.root_of(session, venue) for venue in found)}
    claims.lock(session, [n for hall in halls.values() for n in queries.leaves_of(session, hall)])


def give_way(session: Session, wanted: Iterable[tuple[Venue, Span]], *, actor: Actor, now: datetime) -> int:
    """Before somebody takes time: what lapsed meanwhile goes to the next in the queue, not to whoever happens to come.

    Whether or not any job has run (pitfalls 17 and 21). One query, for one booking or two hundred.
    """
    around = [(queries.root_of(session, venue).id, venue, span) for venue, span in wanted]
    first, last = min(span.starts_at for _, _, span in around), max(span.ends_at for _, _, span in around)
    found = waiting.open_places(session, *{hall for hall, _, _ in around}, since=first, until=last)
    due = [p for p in found if _is_due(p, now)]
    met = [(venue, span) for hall, venue, span in around if any(_is_wanted(p, hall, span) for p in due)]
    return sum(serve(session, venue, span, actor=actor, now=now) for venue, span in met)


def _is_wanted(place: WaitingPlace, hall_id: UUID, span: Span) -> bool:
    return place.queue == hall_id and waiting_rules.touches(place, span.starts_at, span.ends_at)


def end(session: Session, booking: Booking, deed: Deed, reason: str, actor: Actor, now: datetime) -> None:
    """The booking ends and its time goes to who waits for it, in the same transaction. See bookings.actions.end."""
    venue = bookings.venue_of(session, booking)
    lock(session, venue)
    steps.end(session, booking, deed, reason, actor, now)
    serve(session, venue, booking.span, actor=actor, now=now)


def serve(session: Session, venue: Venue, span: Span, *, actor: Actor, now: datetime) -> int:
    """Offer what is free of a time to who waits for it, in order; how many offers that were.

    Called in the transaction that frees time, after it is free, by who has locked the venue: of two who free time at
    once the second sees what both have freed. Refuses nothing.
    """
    if span.ends_at <= now:
        return 0
    lock(session, venue)
    return _round(session, venue, span, actor, now)


def settle(session: Session, town_id: UUID, *, now: datetime) -> int:
    """End the offers that nobody accepted and the wishes whose time has come, and offer what that frees."""
    settled = 0
    for place in waiting.due_places(session, town_id, now=now):
        if (venue := session.get(Venue, place.what)) is not None:
            lock(session, venue)
            _round(session, venue, Span(place.wanted_from, place.wanted_until), Actor.system(town_id), now)
            settled += 1
    return settled


def _round(session: Session, venue: Venue, span: Span, actor: Actor, now: datetime) -> int:
    """One round of a queue, in the name of the venue's owner: the town that sees everybody who waits there."""
    hall = queries.root_of(session, venue)
    found = waiting.open_places(session, hall.id, since=span.starts_at, until=span.ends_at)
    if not any(_is_due(p, now) for p in found):
        return 0
    town_id, partnership_ids = queries.owner_of(session, hall)
    system = Actor.system(actor.town_id)
    with standing_in(session, Reach(frozenset({town_id}), partnership_ids)):
        for place in found:
            if waiting_rules.has_lapsed(place, now):
                _end(session, place, Deed.LAPSED, "到时未接受", system, now)
            elif waiting_rules.is_over(place, now):
                _end(session, place, Deed.ENDED, "时段没有空出", system, now)
        waiters = [p for p in found if p.state is PlaceState.WAITING]
        return sum(_offer(session, place, system, now) for place in queries.in_turn(session, hall, waiters))


def _is_due(place: WaitingPlace, now: datetime) -> bool:
    return place.state is PlaceState.WAITING or waiting_rules.has_lapsed(place, now)


def _end(session: Session, place: WaitingPlace, deed: Deed, reason: str, system: Actor, now: datetime) -> None:
    wish = bookings.lock_booking(session, place.subject)
    places.end(session, wish.id, ENDS[deed], now=now)
    steps.end(session, wish, deed, reason, system, now)
    gateways.tell(session, wish, bookings.venue_of(session, wish), deed)


def _offer(session: Session, place: WaitingPlace, system: Actor, now: datetime) -> bool:
    """Hold the earliest span that fits, if any does and the rules and the quota allow it."""
    wish = bookings.lock_booking(session, place.subject)
    venue = bookings.venue_of(session, wish)
    window = Span(place.wanted_from, place.wanted_until)
    free = availability.free_gaps_of(session, [venue], window.day, reader_town_id=wish.town_id, now=now)[venue.id]
    spans = rules.possible_spans(window, place.minutes, free)
    try:
        vetted = _vet(session, wish, venue, spans, now)
    except Refusal:  # the venue is not shared with this town any more
        return False
    return any(_hold(session, place, wish, one, system, now) for one in vetted)


def _hold(session: Session, place: WaitingPlace, wish: Booking, vetted: Vetted, system: Actor, now: datetime) -> bool:
    span, venue = vetted.span, vetted.ground.venue
    until = waiting_rules.holds_until(now, rules.last_answer(span, vetted.terms))

    def take() -> None:
        claims.take(session, [vetted.want(until)], now=now)
        steps.charge(session, wish, vetted.need())

    try:
        vetting.raise_against(vetted, now=now)
        claims.attempt(session, take)
    except Refusal:
        return False
    places.offer(session, place, until=until, now=now)
    wish.starts_at, wish.ends_at, wish.lapses_at = span.starts_at, span.ends_at, until
    state = booking_rules.after(wish, Deed.OFFERED, now, state_name=STATES[wish.state])
    said = gateways.until_in_words(until)
    steps.become(session, wish, state, Deed.OFFERED, system, now, said)
    gateways.tell(session, wish, venue, Deed.OFFERED, said)
    return True


def accept(session: Session, booking_id: UUID, *, actor: Actor, now: datetime) -> Booking:
    """Take what is held: confirmed at once or requested, as the terms say; the rules are asked again.

    A wish whose time is free though no job has noticed is served first: whoever looks gets what is theirs.
    """
    wish, venue = _mine(session, booking_id, actor, now)
    if wish.state is BookingState.WAITING:
        serve(session, venue, wish.span, actor=actor, now=now)
    rules.check_offer(wish, now, state_name=STATES[wish.state])
    terms = vetting.check(session, wish, venue, wish.span, now=now).terms
    lapses_at = booking_rules.lapse_of(wish.span, terms)
    if not claims.confirm(session, wish.id, now=now, lapses_at=lapses_at):
        raise Taken
    steps.settle(wish, terms, lapses_at, now)
    places.end(session, wish.id, PlaceState.TAKEN, now=now)
    steps.note(session, wish, Deed.ACCEPTED, actor, now)
    booking_gateways.tell_of_new(session, wish, venue, now)
    return wish


def leave(session: Session, booking_id: UUID, *, actor: Actor, now: datetime) -> Booking:
    """Wait no longer; what was held for this wish goes to the next."""
    wish, venue = _mine(session, booking_id, actor, now)
    held = wish.state is BookingState.OFFERED
    places.end(session, wish.id, PlaceState.LEFT, now=now)
    steps.end(session, wish, Deed.LEFT, "放弃为其保留的时段" if held else "不再候补", actor, now)
    if held:
        serve(session, venue, wish.span, actor=actor, now=now)
    return wish


def _mine(session: Session, booking_id: UUID, actor: Actor, now: datetime) -> tuple[Booking, Venue]:
    """The wish with its venue, both held: first the venue, as everywhere, so that nobody waits in a circle."""
    if actor.town_id is None:
        raise NotFound
    wish = queries.get_wish(session, booking_id, town_id=actor.town_id)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    is_clerk = any(r.town_id == wish.town_id and r.role in venues.KEEPERS for r in roles)
    if not (is_clerk or (actor.id and actor.id == wish.person_id)):
        raise rules.NotYourWish
    venue = bookings.venue_of(session, wish)
    lock(session, venue)
    return bookings.lock_booking(session, booking_id), venue


def withdraw(session: Session, wish: Booking, reason: str, *, actor: Actor, now: datetime) -> None:
    """What was held is needed in an emergency: the wish keeps its place and waits on."""
    place = waiting.find_place(session, wish.id)
    if place is None:
        raise NotFound
    claims.release(session, wish.id)
    steps.charge(session, wish, None)
    places.take_back(session, place)
    wish.starts_at, wish.ends_at, wish.lapses_at = place.wanted_from, place.wanted_until, None
    steps.become(session, wish, BookingState.WAITING, Deed.TAKEN_OVER, actor, now, f"{reason}；继续候补")
    gateways.tell(session, wish, bookings.venue_of(session, wish), Deed.JOINED, reason)
