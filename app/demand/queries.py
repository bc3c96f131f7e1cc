"""What a town's people needed and did not get, and where the other side has room for it in the next two weeks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.availability import queries as availability
from app.bookings.models import Booking, BookingState
from app.demand import rules
from app.demand.models import Candidate, Need, Proposal, Slot
from app.indicators.models import Period
from app.kit import clock
from app.misses import queries as misses
from app.misses.rules import part_of
from app.towns import queries as towns
from app.usage.queries import Used, began_in
from app.usage.rules import Share, total
from app.venues import queries as venues
from app.venues.models import Sharing, Venue, VenueKind
from app.waiting.models import WaitingPlace
from app.waitlists import queries as waitlists

LOOK_AHEAD = 14
NOT_HAD = (BookingState.DECLINED, BookingState.EXPIRED)


def needs_of(session: Session, partnership_id: UUID, town_id: UUID, period: Period, used: Sequence[Used]) -> list[Need]:
    """Refused and unanswered requests, searches without result, waits in vain, and kinds that are always full."""
    found = [
        *_refused(session, town_id, period),
        *_missed(session, partnership_id, town_id, period),
        *_waited(session, town_id, period),
        *rules.tight_kinds(town_id, _by_kind(used, town_id)),
    ]
    return rules.merged(found)


def _refused(session: Session, town_id: UUID, period: Period) -> list[Need]:
    """Requests that were declined or not answered, by kind and hour; told by hour, as both databases count it."""
    hour = sa.extract("hour", col(Booking.starts_at))
    found = (
        sa.select(col(Venue.kind), hour, func.max(col(Booking.heads)), func.count())
        .select_from(Booking)
        .join(Venue, col(Venue.id) == col(Booking.venue_id))
        .where(col(Booking.town_id) == town_id, col(Booking.state).in_(NOT_HAD), *began_in(period))
        .where(col(Booking.id).not_in(sa.select(col(WaitingPlace.subject))))  # those are counted as waits
        .group_by(col(Venue.kind), hour)
        .order_by(col(Venue.kind), hour)
    )
    return [
        _need(town_id, kind, int(hour), heads, refused=times) for kind, hour, heads, times in session.execute(found)
    ]


def _need(town_id: UUID, kind: VenueKind, utc_hour: int, heads: int, *, refused: int) -> Need:
    starts = (utc_hour + 8) % 24 * 60
    return Need(town_id, VenueKind(kind), part_of(starts, starts + 60), seats=heads, refused=refused)


def _missed(session: Session, partnership_id: UUID, town_id: UUID, period: Period) -> list[Need]:
    found = misses.missed(session, partnership_id, first=period.first, last=period.last)
    return [
        Need(town_id, VenueKind(m.kind) if m.kind in set(VenueKind) else None, m.part, seats=m.seats, missed=m.times)
        for m in found
        if m.town_id == town_id
    ]


def _waited(session: Session, town_id: UUID, period: Period) -> list[Need]:
    """Places on waiting lists that ended without an offer."""
    since = clock.at(period.first, "00:00")
    until = since + timedelta(days=period.days)
    found = waitlists.unmet(session, [town_id], since=since, until=until)
    kinds = _kinds_of(session, {u.venue_id for u in found})
    return [_waiting(town_id, kinds[u.venue_id], u.on) for u in found if u.venue_id in kinds]


def _waiting(town_id: UUID, kind: VenueKind, starts_at: datetime) -> Need:
    local = clock.to_town(starts_at)
    minute = local.hour * 60 + local.minute
    return Need(town_id, kind, part_of(minute, minute + 60), waited=1)


def _kinds_of(session: Session, venue_ids: Iterable[UUID]) -> dict[UUID, VenueKind]:
    found = select(Venue.id, Venue.kind).where(col(Venue.id).in_(list(venue_ids)))
    return {venue_id: VenueKind(kind) for venue_id, kind in session.exec(found.order_by(col(Venue.number)))}


def _by_kind(used: Sequence[Used], town_id: UUID) -> Mapping[VenueKind, Sequence[tuple[int, Share]]]:
    by_kind: dict[VenueKind, list[tuple[int, Share]]] = {}
    for venue in used:
        if venue.town_id == town_id:
            by_kind.setdefault(venue.kind, []).append((venue.seats, venue.share))
    return by_kind


def proposals_for(
    session: Session, needs: Sequence[Need], used: Sequence[Used], *, reader_town_id: UUID, now: datetime
) -> list[Proposal]:
    """Who could take the needs of one town: venues of the other towns, each with its next free time.

    The reader's own needs look at what the partners lend; a partner's needs look at what the reader's town lends.
    """
    if not needs:
        return []
    is_own = needs[0].town_id == reader_town_id
    seen = venues.venues_for(session, reader_town_id)
    lent = [v for v in seen if (v.town_id != reader_town_id) is is_own and v.sharing is not Sharing.NONE]
    candidates = _candidates(session, lent, used)
    return rules.proposals(needs, candidates, _free(session, lent, reader_town_id, now))


def _candidates(session: Session, lent: Sequence[Venue], used: Sequence[Used]) -> list[Candidate]:
    """Venues that are shared with the reader; a divided hall is as full as its parts are together."""
    percents = _percents(used)
    units = venues.units_by_id(session, lent)
    names = towns.names_of(session, list({v.town_id for v in lent}))
    return [
        Candidate(v.id, v.name, units[v.unit_id].name, names[v.town_id], v.kind, v.seats, percents.get(v.id))
        for v in lent
    ]


def _percents(used: Sequence[Used]) -> dict[UUID, int | None]:
    shares: dict[UUID, list[Share]] = {}
    for venue in used:
        for venue_id in {venue.venue_id, venue.hall_id} - {None}:
            shares.setdefault(venue_id, []).append(venue.share)  # type: ignore[arg-type]  # None is taken away
    return {venue_id: total(found).day_percent for venue_id, found in shares.items()}


def _free(session: Session, lent: Sequence[Venue], reader_town_id: UUID, now: datetime) -> dict[UUID, list[Slot]]:
    tomorrow = clock.to_town(now).date() + timedelta(days=1)
    last: date = tomorrow + timedelta(days=LOOK_AHEAD - 1)
    gaps = availability.free_gaps_between(session, lent, tomorrow, last, reader_town_id=reader_town_id, now=now)
    return rules.slots(gaps)
