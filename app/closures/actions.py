"""Venues that are not open as usual: closed for a time, or with other hours on some dates. Nobody is moved silently."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.answers import actions as answers
from app.audit import actions as audit
from app.bookings.models import Booking
from app.bookings.rules import NotYourUnit
from app.claims import actions as claims
from app.claims.models import Closure, ClosureDraft, ClosureKind
from app.closures import queries, rules
from app.closures.models import HoursDraft
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.venues import actions as venue_actions
from app.venues import queries as venues
from app.venues.models import Venue
from app.waitlists import actions as waitlists

LEADERS = frozenset({Role.SECRETARY, Role.OFFICE_HEAD})


def close_venue(session: Session, draft: ClosureDraft, *, actor: Actor, now: datetime) -> Closure:
    """From now on nobody new gets the venue in this time; an emergency ends what is booked, anything else asks."""
    venue = _own_venue(session, draft.venue_id, actor, now)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    is_leader = any(r.role in LEADERS and r.town_id == venue.town_id for r in roles)
    rules.check_closing(draft.span, draft.kind, is_leader=is_leader, now=now)
    closure = Closure.model_validate(draft, update={"town_id": venue.town_id, "made_at": now})
    session.add(closure)
    session.flush()
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    claims.close(session, closure.id, numbers, draft.span)
    audit.record(session, actor, "closures.close_venue", f"closure:{closure.id}", venue=venue.id, kind=draft.kind)
    for booking in queries.met_by_closing(session, venue, draft.span, now=now):
        if draft.kind is ClosureKind.EMERGENCY:
            answers.take_over(session, booking, f"应急征用：{draft.reason}", actor=actor, now=now)
        else:
            answers.ask_about_closure(session, booking, draft.reason, closure.id, actor=actor, now=now)
    return closure


def lift_closure(session: Session, closure_id: UUID, *, actor: Actor, now: datetime) -> Closure:
    """The venue can be booked again."""
    closure = session.get(Closure, closure_id)
    if closure is None:
        raise NotFound
    venue = _own_venue(session, closure.venue_id, actor, now)
    if closure.lifted_at is not None:
        raise rules.AlreadyLifted
    closure.lifted_at = now
    session.add(closure)
    waitlists.lock(session, venue)
    claims.lift(session, closure.id)
    waitlists.serve(session, venue, closure.span, actor=actor, now=now)
    audit.record(session, actor, "closures.lift_closure", f"closure:{closure.id}", venue=closure.venue_id)
    return closure


def set_hours(
    session: Session, venue_ids: Iterable[UUID], draft: HoursDraft, *, actor: Actor, now: datetime
) -> Sequence[Booking]:
    """Other hours on some dates; whose booking lies outside them is asked, and returned. Raises as check_hours."""
    found = [_own_venue(session, venue_id, actor, now) for venue_id in venue_ids]
    if not found:
        raise rules.NoVenueChosen
    rules.check_hours(draft, clock.to_town(now).date())
    met = queries.met_by_hours(session, found, draft, now=now)
    made = {
        v.id: venue_actions.set_exceptions(session, v, draft.days(), span=draft.hours, reason=draft.reason, actor=actor)
        for v in found
    }
    for booking in met:
        answers.ask_about_closure(session, booking, draft.reason, made[booking.venue_id], actor=actor, now=now)
    return met


def drop_hours(session: Session, venue_id: UUID, on: date, *, actor: Actor, now: datetime) -> None:
    """The date follows its weekday again."""
    venue_actions.drop_exception(session, _own_venue(session, venue_id, actor, now), on, actor=actor)


def _own_venue(session: Session, venue_id: UUID, actor: Actor, now: datetime) -> Venue:
    if actor.town_id is None:
        raise NotFound
    venue = venues.get_own_venue(session, venue_id, town_id=actor.town_id)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    if not venues.runs_unit(roles, venue.unit_id, venue.town_id):
        raise NotYourUnit
    return venue
