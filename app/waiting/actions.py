"""Joining a queue, being offered something, taking or leaving it. Whoever calls holds the queue's lock and commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.waiting import queries, rules
from app.waiting.models import OPEN, PlaceState, WaitingPlace


def join(session: Session, place: WaitingPlace) -> WaitingPlace:
    """Stand at the end of the queue; the number comes from the queue, whatever the place says."""
    place.number = queries.next_number(session, place.queue)
    session.add(place)
    session.flush()
    return place


def offer(session: Session, place: WaitingPlace, *, until: datetime, now: datetime) -> None:
    """Hold something for this place until a time; nobody is offered the same twice at once."""
    _must_be(place, PlaceState.WAITING)
    place.state, place.offered_at, place.holds_until = PlaceState.OFFERED, now, until
    session.add(place)
    session.flush()


def take_back(session: Session, place: WaitingPlace) -> None:
    """What was offered is not there any more (an emergency): the place is kept, as if it had not been offered."""
    _must_be(place, PlaceState.OFFERED)
    place.state, place.offered_at, place.holds_until = PlaceState.WAITING, None, None
    session.add(place)
    session.flush()


def end(session: Session, subject: UUID, state: PlaceState, *, now: datetime) -> WaitingPlace:
    """Taken, lapsed, left or over: a place ends once."""
    place = queries.find_place(session, subject)
    if place is None:
        raise rules.NotWaitingAnyMore
    _must_be(place, *OPEN)
    place.state, place.ended_at, place.holds_until = state, now, None
    session.add(place)
    session.flush()
    return place


def _must_be(place: WaitingPlace, *states: PlaceState) -> None:
    if place.state not in states:
        raise rules.NotWaitingAnyMore
