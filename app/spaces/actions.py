"""What people do with bookings. One function, one deed; the caller commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings import actions as steps
from app.bookings import gateways, queries, rules
from app.bookings.models import STATES, Booking, BookingDraft, BookingState, Deed, Span
from app.claims import actions as claims
from app.claims.rules import Want
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.towns import queries as towns
from app.venues import actions as venue_actions
from app.venues import queries as venues
from app.venues import rules as venue_rules
from app.venues.models import Venue, VenueDraft


def book(session: Session, draft: BookingDraft, *, actor: Actor, now: datetime) -> Booking:
    """Book a venue for the actor's town: confirmed at once, or requested, as the venue's terms say.

    Raises the Refusals of availability.rules (hours, notice, horizon, length, seats) and claims.rules.Taken.
    """
    return _enter(session, draft, {}, actor, now)


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
    return _enter(session, draft, joint, actor, now)


def _enter(session: Session, draft: BookingDraft, joint: dict[str, object], actor: Actor, now: datetime) -> Booking:
    if actor.town_id is None:
        raise NotFound
    venue = venues.get_venue(session, draft.venue_id, reader_town_id=actor.town_id)
    parties = {"town_id": actor.town_id, "owner_town_id": venue.town_id, "person_id": actor.id, "made_at": now}
    booking = Booking.model_validate(draft, update=parties | joint)
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    terms = queries.check(session, booking, venue, numbers, booking.span, now)
    booking.state = rules.first_state(terms)
    booking.lapses_at = rules.lapse_of(booking.span, terms)

    def enter() -> None:
        session.add(booking)
        session.flush()
        claims.take(session, [Want(booking.id, numbers, booking.span, venue.gap, booking.lapses_at)], now=now)

    claims.attempt(session, enter)
    deed = Deed.BOOKED if terms.at_once else Deed.REQUESTED
    steps.note(session, booking, deed, actor, now)
    gateways.tell_of_new(session, booking, venue, now)
    return booking


def approve(session: Session, booking_id: UUID, *, actor: Actor, now: datetime) -> Booking:
    """The owner's unit says yes; the venue's rules are asked again, and of two people who answer one is told."""
    booking, venue = _for_keeper(session, booking_id, actor, now)
    state = rules.after(booking, Deed.APPROVED, now, state_name=STATES[booking.state])
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    queries.check_place(session, booking, venue, numbers, booking.span)
    if not claims.confirm(session, booking.id, now=now):
        raise rules.Lapsed(until=availability_rules.span_in_words(booking.span))
    booking.lapses_at = None
    steps.become(session, booking, state, Deed.APPROVED, actor, now)
    gateways.tell_booker(session, booking, venue, Deed.APPROVED, "场地预约已确认")
    return booking


def decline(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    booking, venue = _for_keeper(session, booking_id, actor, now)
    steps.end(session, booking, Deed.DECLINED, reason, actor, now)
    gateways.tell_booker(session, booking, venue, Deed.DECLINED, "场地预约未获同意")
    return booking


def cancel(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    """Given back by who booked it, a clerk of that town, or the owner's unit; the other side is told why."""
    booking = queries.lock_booking(session, booking_id)
    venue = queries.venue_of(session, booking)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    keeps = venues.runs_unit(roles, venue.unit_id, venue.town_id)
    is_clerk = any(r.town_id == booking.town_id and r.role in venues.KEEPERS for r in roles)
    if not (keeps or is_clerk or (actor.id and actor.id == booking.person_id)):
        raise rules.NotYourBooking
    return _cancel(session, booking, venue, reason, actor, now)


def cancel_for_meeting(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    """The meeting was moved or cancelled by its own rules; its venue is given back."""
    booking = queries.lock_booking(session, booking_id)
    return _cancel(session, booking, queries.venue_of(session, booking), reason, actor, now)


def _cancel(session: Session, booking: Booking, venue: Venue, reason: str, actor: Actor, now: datetime) -> Booking:
    was_firm = booking.state is BookingState.CONFIRMED
    steps.end(session, booking, Deed.CANCELLED, reason, actor, now)
    if actor.id != booking.person_id:
        gateways.tell_booker(session, booking, venue, Deed.CANCELLED, "场地预约被取消")
    if was_firm or booking.town_id != booking.owner_town_id:
        gateways.tell_keepers(session, booking, venue, Deed.CANCELLED, "场地预约已取消", now, but=actor.id)
    return booking


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


def _move(session: Session, booking: Booking, venue_id: UUID, span: Span, actor: Actor, now: datetime) -> Booking:
    if booking.state not in {BookingState.REQUESTED, BookingState.CONFIRMED}:
        raise rules.AlreadyAnswered(state=STATES[booking.state])
    venue = venues.get_venue(session, venue_id, reader_town_id=booking.town_id)
    before = f"{queries.venue_of(session, booking).name} {availability_rules.span_in_words(booking.span)}"
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    terms = queries.check(session, booking, venue, numbers, span, now)
    lapses_at = rules.lapse_of(span, terms)
    want = Want(booking.id, numbers, span, venue.gap, lapses_at)
    claims.attempt(session, lambda: claims.move(session, want, now=now))
    booking.venue_id, booking.owner_town_id = venue.id, venue.town_id
    booking.starts_at, booking.ends_at = span.starts_at, span.ends_at
    booking.state, booking.lapses_at = rules.first_state(terms), lapses_at
    steps.note(session, booking, Deed.MOVED, actor, now, f"原为{before}")
    gateways.tell_of_new(session, booking, venue, now)
    return booking


def expire_lapsed(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Write down which requests for a town's venues nobody answered in time; their time is free already."""
    due = select(Booking).where(
        Booking.owner_town_id == town_id, Booking.state == BookingState.REQUESTED, col(Booking.lapses_at) <= now
    )
    lapsed = session.exec(due.order_by(col(Booking.lapses_at), col(Booking.id)).with_for_update()).all()
    for booking in lapsed:
        steps.end(session, booking, Deed.EXPIRED, "到期未获答复", Actor.system(town_id), now)
        gateways.tell_booker(session, booking, queries.venue_of(session, booking), Deed.EXPIRED, "场地预约申请已过期")
    return len(lapsed)


def take_over(session: Session, booking: Booking, reason: str, *, actor: Actor, now: datetime) -> None:
    """应急征用: the booking ends at once, nobody is penalised, the booker is told with what is free instead."""
    venue = queries.venue_of(session, booking)
    offers = availability.alternatives(session, booking.owner_town_id, venue.id, booking.span, now=now)
    steps.end(session, booking, Deed.TAKEN_OVER, reason, actor, now)
    instead = "可改用：" + "；".join(offer.words for offer in offers) if offers else ""
    gateways.tell_booker(session, booking, venue, Deed.TAKEN_OVER, "场地被应急征用", instead)


def ask_about_closure(
    session: Session, booking: Booking, reason: str, closure_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """The venue will close while somebody has it: they are asked, the booking stands until they or the owner act."""
    venue = queries.venue_of(session, booking)
    steps.note(session, booking, Deed.CLOSURE, actor, now, reason)
    said = f"关闭原因：{reason}。请改期、改场地，或与管理单位联系。"
    gateways.tell_booker(session, booking, venue, Deed.CLOSURE, "预约的场地将关闭", said, mark=str(closure_id))


def arrive(session: Session, booking: Booking, deed: Deed, *, actor: Actor, now: datetime, said: str = "") -> None:
    """Checked in, completed or not come; who did not come gives the time back."""
    state = rules.after(booking, deed, now, state_name=STATES[booking.state])
    if deed is Deed.NO_SHOW:
        claims.release(session, booking.id)
        gateways.tell_booker(session, booking, queries.venue_of(session, booking), deed, "预约因无人签到已放开", said)
    steps.become(session, booking, state, deed, actor, now, said)


def _for_keeper(session: Session, booking_id: UUID, actor: Actor, now: datetime) -> tuple[Booking, Venue]:
    booking = queries.lock_booking(session, booking_id)
    venue = queries.venue_of(session, booking)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    if not venues.runs_unit(roles, venue.unit_id, venue.town_id):
        raise rules.NotYourUnit
    return booking, venue


def divide(
    session: Session, hall: Venue, parts: Sequence[tuple[str, int]], *, actor: Actor, now: datetime
) -> list[Venue]:
    """Divide a hall into parts (name, seats). Whoever has the hall has all its parts from now on; nobody loses it."""
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
