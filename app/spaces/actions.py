"""What people do with bookings. One function, one deed; the caller commits. The owner's answers are in `answers`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.availability import rules as availability_rules
from app.bookings import actions as steps
from app.bookings import gateways, queries, rules
from app.bookings.models import STATES, Booking, BookingDraft, BookingState, Deed, EditDraft, Span
from app.claims import actions as claims
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.quotas.rules import is_refunded
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import actions as taking
from app.vetting import queries as vetting
from app.vetting.queries import Vetted
from app.vetting.rules import against_words
from app.waitlists import actions as waitlists


def book(session: Session, draft: BookingDraft, *, actor: Actor, now: datetime) -> Booking:
    """Book a venue for the actor's town: confirmed at once, or requested, as the terms for that town say.

    Raises the Refusals of availability.rules and vetting.rules, claims.rules.Taken and quotas.rules.QuotaSpent.
    """
    return book_all(session, [draft], actor=actor, now=now)[0]


def book_all(
    session: Session,
    drafts: Sequence[BookingDraft],
    *,
    actor: Actor,
    now: datetime,
    joint: dict[str, Any] | None = None,
) -> list[Booking]:
    """Any venues and times in one act: all of them, or none and the Refusal of the first that cannot be."""
    if actor.town_id is None:
        raise NotFound
    places = _places(session, {d.venue_id for d in drafts}, actor.town_id)
    parties = {"town_id": actor.town_id, "person_id": actor.id, "made_at": now} | (joint or {})
    bookings = [
        Booking.model_validate(d, update=parties | {"owner_town_id": places[d.venue_id].town_id}) for d in drafts
    ]
    wishes = [(booking, places[booking.venue_id], booking.span) for booking in bookings]
    vetted = vetting.vet(session, wishes, now=now)
    if any(one.ground.is_closed for one in vetted):
        raise NotFound  # what is closed to a town is not there for it
    for one in vetted:
        vetting.raise_against(one, now=now)
    waitlists.give_way(session, [(one.ground.venue, one.span) for one in vetted], actor=actor, now=now)
    taking.enter_all(session, vetted, now=now)
    for one in vetted:
        deed = Deed.BOOKED if one.terms.at_once else Deed.REQUESTED
        steps.note(session, one.booking, deed, actor, now, number=1)
        gateways.tell_of_new(session, one.booking, one.ground.venue, now)
    return bookings


def book_for_meeting(
    session: Session,
    *,
    venue_id: UUID,
    span: Span,
    title: str,
    subject: str,
    partnership_id: UUID,
    url: str,
    actor: Actor,
    now: datetime,
    heads: int = 1,
) -> Booking:
    """Book for a joint meeting: confirmed at once on either side, never released, seen by the whole partnership."""
    draft = BookingDraft(venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, title=title, heads=heads)
    joint = {"subject": subject, "partnership_id": partnership_id, "url": url}
    return book_all(session, [draft], actor=actor, now=now, joint=joint)[0]


def move_for_meeting(
    session: Session, booking_id: UUID, *, venue_id: UUID, span: Span, actor: Actor, now: datetime
) -> Booking:
    """Another time or venue for a meeting's booking. When it is taken, everything stays as it was."""
    booking = queries.lock_booking(session, booking_id)
    return _move(session, booking, venue_id, span, actor, now)


def move(session: Session, booking_id: UUID, *, venue_id: UUID, span: Span, actor: Actor, now: datetime) -> Booking:
    """Another time or venue, by who booked it; where the terms say so, the owner's unit is asked again."""
    booking = queries.lock_booking(session, booking_id)
    if actor.id is None or actor.id != booking.person_id:
        raise rules.NotYourBooking
    return _move(session, booking, venue_id, span, actor, now)


def resize(session: Session, booking_id: UUID, *, ends_at: datetime, actor: Actor, now: datetime) -> Booking:
    """延长 or 缩短 in place, also while it is running. What is shortened needs nobody's consent."""
    booking = queries.lock_booking(session, booking_id)
    if actor.id is None or actor.id != booking.person_id:
        raise rules.NotYourBooking
    rules.check_resize(booking, ends_at, now, state_name=STATES[booking.state])
    span = Span(booking.starts_at, ends_at)
    if ends_at < booking.ends_at:
        return _shorten(session, booking, span, actor, now)
    if booking.starts_at > now:
        return _move(session, booking, booking.venue_id, span, actor, now)
    return _prolong(session, booking, span, actor, now)


def _move(session: Session, booking: Booking, venue_id: UUID, span: Span, actor: Actor, now: datetime) -> Booking:
    rules.check_live(booking, state_name=STATES[booking.state])
    venue = venues.get_venue(session, venue_id, reader_town_id=booking.town_id)
    before = f"{queries.venue_of(session, booking).name} {availability_rules.span_in_words(booking.span)}"
    vetted = vetting.check(session, booking, venue, span, now=now)
    lapses_at = rules.lapse_of(span, vetted.terms)
    _exchange(session, vetted, lapses_at, actor, now)
    steps.settle(booking, vetted.terms, lapses_at, now)
    steps.note(session, booking, Deed.MOVED, actor, now, f"原为{before}")
    gateways.tell_of_new(session, booking, venue, now, mark=_mark(venue, now))
    return booking


def _shorten(session: Session, booking: Booking, span: Span, actor: Actor, now: datetime) -> Booking:
    """Harmless: the state stays, the quota gets the difference back when somebody else can still use it."""
    venue = queries.venue_of(session, booking)
    before, late = booking.span, not is_refunded(booking.starts_at, now)
    vetted = vetting.vet(session, [(booking, venue, span)], now=now)[0]
    availability_rules.check_span(span)
    _exchange(session, vetted, booking.lapses_at, actor, now, keeps_quota=late)
    steps.note(session, booking, Deed.MOVED, actor, now, f"原为{availability_rules.span_in_words(before)}")
    return booking


def _prolong(session: Session, booking: Booking, span: Span, actor: Actor, now: datetime) -> Booking:
    """Longer while it is running: only where nobody has to be asked."""
    venue = queries.venue_of(session, booking)
    before = availability_rules.span_in_words(booking.span)
    vetted = vetting.check_running(session, booking, venue, span, now=now)
    if not vetted.terms.at_once:
        raise rules.AskTheUnit
    _exchange(session, vetted, None, actor, now)
    steps.note(session, booking, Deed.MOVED, actor, now, f"原为{before}")
    gateways.tell_of_new(session, booking, venue, now, mark=_mark(venue, now))
    return booking


def _exchange(
    session: Session,
    vetted: Vetted,
    lapses_at: datetime | None,
    actor: Actor,
    now: datetime,
    *,
    keeps_quota: bool = False,
) -> None:
    """Another time or venue: not before who waits for it; and what is given up goes to who waits for that."""
    left, before = queries.venue_of(session, vetted.booking), vetted.booking.span
    waitlists.lock(session, left, vetted.ground.venue)
    waitlists.give_way(session, [(vetted.ground.venue, vetted.span)], actor=actor, now=now)
    taking.exchange(session, vetted, lapses_at, now, keeps_quota=keeps_quota)
    waitlists.serve(session, left, before, actor=actor, now=now)


def edit(session: Session, booking_id: UUID, said: EditDraft, *, actor: Actor, now: datetime) -> Booking:
    """What is said of a booking. Harmless, so nobody is asked again; but a lecture's content is (内容审核)."""
    booking = queries.lock_booking(session, booking_id)
    if not queries.may_change(session, booking, actor, now):
        raise rules.NotYourBooking
    rules.check_editable(booking, now, state_name=STATES[booking.state])
    venue = queries.venue_of(session, booking)
    changed = rules.changed_words(booking, said)
    if not changed:
        return booking
    review = rules.needs_review(booking, said)
    for name, value in said.model_dump().items():
        setattr(booking, name, value)
    vetted = vetting.vet(session, [(booking, venue, booking.span)], now=now)[0]
    availability_rules.raise_first(against_words(vetted.ground, booking))
    if review:
        _ask_again(session, vetted, now)
    steps.note(session, booking, Deed.EDITED, actor, now, "，".join(changed))
    gateways.tell_of_edit(session, booking, venue, "，".join(changed), actor, now)
    return booking


def _ask_again(session: Session, vetted: Vetted, now: datetime) -> None:
    """A lecture whose content changed holds its time and waits for the owner's unit as a request does."""
    booking = vetted.booking
    lapses_at = rules.lapse_of(booking.span, vetted.terms)
    if lapses_at is None or lapses_at <= now:
        raise rules.TooLateToReview
    steps.settle(booking, vetted.terms, lapses_at, now)
    claims.confirm(session, booking.id, now=now, lapses_at=lapses_at)


def cancel(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    """Given back by who booked it, a clerk of that town, or the owner's unit; the other side is told why."""
    booking = queries.lock_booking(session, booking_id)
    venue = queries.venue_of(session, booking)
    if not (queries.may_change(session, booking, actor, now) or queries.keeps(session, booking, actor, now)):
        raise rules.NotYourBooking
    return _cancel(session, booking, venue, reason, actor, now)


def cancel_for_meeting(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    """The meeting was moved or cancelled by its own rules; its venue is given back."""
    booking = queries.lock_booking(session, booking_id)
    return _cancel(session, booking, queries.venue_of(session, booking), reason, actor, now)


def _cancel(session: Session, booking: Booking, venue: Venue, reason: str, actor: Actor, now: datetime) -> Booking:
    was_firm = booking.state is BookingState.CONFIRMED
    waitlists.end(session, booking, Deed.CANCELLED, reason, actor, now)
    if actor.id != booking.person_id:
        gateways.tell_booker(session, booking, venue, Deed.CANCELLED, "场地预约被取消")
    if was_firm or booking.town_id != booking.owner_town_id:
        gateways.tell_keepers(
            session, booking, venue, Deed.CANCELLED, "场地预约已取消", now, but=actor.id, more=booking.reason
        )
    return booking


def restore(session: Session, booking_id: UUID, *, actor: Actor, now: datetime) -> Booking:
    """恢复 of a cancelled booking while its time is still free, by the side that cancelled it, under today's rules."""
    booking = queries.lock_booking(session, booking_id)
    rules.check_restorable(
        booking, queries.ended_by(session, booking.id), actor.town_id, state_name=STATES[booking.state]
    )
    if not (queries.may_change(session, booking, actor, now) or queries.keeps(session, booking, actor, now)):
        raise rules.NotYourBooking
    venue = venues.get_venue(session, booking.venue_id, reader_town_id=booking.town_id)
    vetted = vetting.check(session, booking, venue, booking.span, now=now)
    lapses_at = rules.lapse_of(booking.span, vetted.terms)
    _exchange(session, vetted, lapses_at, actor, now)
    steps.settle(booking, vetted.terms, lapses_at, now)
    booking.reason = ""
    steps.note(session, booking, Deed.RESTORED, actor, now)
    gateways.tell_of_new(session, booking, venue, now, mark=_mark(venue, now))
    if actor.id != booking.person_id:
        gateways.tell_booker(session, booking, venue, Deed.RESTORED, "场地预约已恢复")
    return booking


def _places(session: Session, venue_ids: Collection[UUID], town_id: UUID) -> dict[UUID, Venue]:
    """The venues by id, in the one order in which whole acts lock; a stranger's is not there."""
    return {i: venues.get_neighbours_venue(session, i, reader_town_id=town_id) for i in sorted(venue_ids)}


def _mark(venue: Venue, now: datetime) -> str:
    """Tells a request from an equal one before it: moved away and back, cancelled and restored."""
    return f"{venue.number}:{now:%Y%m%dT%H%M%S}"
