"""Changing, cancelling and answering many occurrences by the same deeds as one; told once for all of them."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.amending import rules
from app.amending.models import Change
from app.answers import actions as answers
from app.answers.rules import Outcome
from app.bookings import gateways
from app.bookings.models import Booking, BookingState
from app.claims import actions as claims
from app.claims.models import Span
from app.claims.rules import Taken
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.previews import rules as previews
from app.previews.models import ChoiceKind, Plan, Row
from app.recurring import actions as recurring
from app.recurring import queries
from app.recurring.models import BookingSeries, Scope, SeriesDeed
from app.recurring.rules import mark_of
from app.spaces import actions as spaces
from app.venues import queries as venues
from app.venues.models import Venue


def change(
    session: Session, series_id: UUID, said: Change, plan: Plan, *, scope: Scope, actor: Actor, now: datetime
) -> int:
    """The difference on every occurrence that was previewed; all of them, or none and the Refusal of the first."""
    if not said.moves and not said.says:
        raise rules.NothingToChange
    previews.check(plan)
    rows = [r for r in plan.rows if r.wanted]
    locked = {b.id: b for b in queries.lock_bookings(session, [_id(r) for r in rows])}
    if any(b.person_id != actor.id for b in locked.values()):
        raise rules.NotYourSeries
    with _told_once(session, series_id, SeriesDeed.CHANGED):
        _move_all(session, rows, locked, actor, now)
        for row in rows:
            _say(session, row, locked[_id(row)], said, actor, now)
    venue = session.get(Venue, said.venue_id) if said.venue_id else None
    if scope is Scope.ALL:
        _follow(session, series_id, said, venue)
    _note(
        session, series_id, SeriesDeed.CHANGED, len(rows), actor, now, rules.in_words(said, venue.name if venue else "")
    )
    return len(rows)


def _move_all(session: Session, rows: Sequence[Row], locked: dict[UUID, Booking], actor: Actor, now: datetime) -> None:
    """One after the other, as each finds its time free: siblings may take what another of them has just left.

    All venues are locked first and in one order, so that two series that change places do not wait in a circle.
    """
    pending = [r for r in rows if _target(r) != (locked[_id(r)].venue_id, locked[_id(r)].span)]
    ids = {locked[_id(r)].venue_id for r in pending} | {_target(r)[0] for r in pending}
    found = [venues.get_venue(session, i, reader_town_id=locked[_id(rows[0])].town_id) for i in sorted(ids)]
    claims.lock(session, [n for numbers in venues.leaf_numbers(session, found).values() for n in numbers])
    while pending:
        left = [r for r in pending if not _move(session, r, actor, now)]
        if len(left) == len(pending):
            raise Taken
        pending = left


def _move(session: Session, row: Row, actor: Actor, now: datetime) -> bool:
    venue_id, span = _target(row)
    try:
        spaces.move(session, _id(row), venue_id=venue_id, span=span, actor=actor, now=now)
    except Taken:
        return False
    return True


def _say(session: Session, row: Row, booking: Booking, said: Change, actor: Actor, now: datetime) -> None:
    """What it says; and the series' mark, where the occurrence goes with the series."""
    if said.says:
        spaces.edit(session, booking.id, said.said_of(booking), actor=actor, now=now)
    if row.choice.kind is ChoiceKind.KEEP:
        booking.series_mark = mark_of(booking)
        session.add(booking)


def _target(row: Row) -> tuple[UUID, Span]:
    wanted = row.wanted or row.planned
    return wanted.venue_id, wanted.span


def _id(row: Row) -> UUID:
    if row.booking_id is None:
        raise NotFound
    return row.booking_id


def _follow(session: Session, series_id: UUID, said: Change, venue: Venue | None) -> None:
    """A change of everything that is ahead is what the series is from now on."""
    series = queries.find_series(session, series_id)
    if series is None:
        return
    for name in ("starts", "ends", "title"):
        setattr(series, name, getattr(said, name) or getattr(series, name))
    if venue:
        series.venue_id, series.owner_town_id = venue.id, venue.town_id
    session.add(series)


def cancel(session: Session, series_id: UUID, ids: Iterable[UUID], *, reason: str, actor: Actor, now: datetime) -> int:
    """Given back with a reason and kept in the list; what has begun stays as it was."""
    if not reason.strip():
        raise rules.ReasonMissing
    locked = [b for b in queries.lock_bookings(session, list(ids)) if b.series_id == series_id]
    ahead = queries.ahead(locked, now=now)
    if not ahead:
        raise rules.NobodyConcerned
    with _told_once(session, series_id, SeriesDeed.CANCELLED):
        for booking in ahead:
            spaces.cancel(session, booking.id, reason=reason, actor=actor, now=now)
    _note(session, series_id, SeriesDeed.CANCELLED, len(ahead), actor, now, reason)
    return len(ahead)


def approve(session: Session, series_id: UUID, ids: Iterable[UUID], *, actor: Actor, now: datetime) -> list[Outcome]:
    """The owner's unit says yes to these; each is answered on its own, and the booker hears once."""
    with _told_once(session, series_id, SeriesDeed.APPROVED):
        outcomes = answers.answer_all(
            session, ids, lambda i: answers.approve(session, _of(session, series_id, i), actor=actor, now=now)
        )
    return _answered(session, series_id, SeriesDeed.APPROVED, outcomes, actor, now)


def decline(
    session: Session, series_id: UUID, ids: Iterable[UUID], *, reason: str, actor: Actor, now: datetime
) -> list[Outcome]:
    """No to these and to none of the others (pitfall 12)."""
    if not reason.strip():
        raise rules.ReasonMissing

    def answer(booking_id: UUID) -> None:
        answers.decline(session, _of(session, series_id, booking_id), reason=reason, actor=actor, now=now)

    with _told_once(session, series_id, SeriesDeed.DECLINED):
        outcomes = answers.answer_all(session, ids, answer)
    return _answered(session, series_id, SeriesDeed.DECLINED, outcomes, actor, now, reason)


def _of(session: Session, series_id: UUID, booking_id: UUID) -> UUID:
    """The booking, if it is one of the series."""
    booking = session.get(Booking, booking_id)
    if booking is None or booking.series_id != series_id or booking.state is BookingState.WAITING:
        raise NotFound
    return booking_id


def _answered(
    session: Session,
    series_id: UUID,
    deed: SeriesDeed,
    outcomes: list[Outcome],
    actor: Actor,
    now: datetime,
    said: str = "",
) -> list[Outcome]:
    if done := sum(o.is_done for o in outcomes):
        _note(session, series_id, deed, done, actor, now, said)
    return outcomes


def _told_once(session: Session, series_id: UUID, deed: SeriesDeed) -> AbstractContextManager[None]:
    number = queries.next_step(session, series_id)
    return gateways.gathered(session, f"series:{series_id}:{deed}:{number}", recurring.url_of(series_id))


def _note(
    session: Session, series_id: UUID, deed: SeriesDeed, count: int, actor: Actor, now: datetime, said: str
) -> None:
    """In the series' history; a town that lends only some occurrences a venue has that in the bookings' own."""
    series: BookingSeries | None = queries.lock_series(session, series_id)
    if series:
        recurring.note(session, series, deed, count, actor, now, said)
