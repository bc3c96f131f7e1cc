"""Weighing many bookings at once before anything is held: a handful of queries, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.availability import queries as availability
from app.availability.rules import VenueClosed, period_in_words
from app.bookings import queries as bookings
from app.bookings.models import Booking, BookingDraft
from app.claims import queries as claims
from app.claims.models import Closure, Span
from app.claims.rules import Taken
from app.kit import clock
from app.kit.errors import Refusal
from app.policies.queries import Held
from app.previews import rules
from app.previews.models import OPEN, Choice, ChoiceKind, Idea, Option, Row, Share, Thing
from app.previews.rules import Survey
from app.quotas import queries as quotas
from app.quotas.models import QuotaMonth
from app.quotas.rules import month_of
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import queries as vetting

NEAR_VENUES = 4
AROUND = timedelta(days=1)


def survey(
    session: Session,
    found: Sequence[Venue],
    days: Iterable[date],
    *,
    town_id: UUID,
    now: datetime,
    but: frozenset[UUID],
) -> Survey:
    """What the rules ask of these venues on these days, and what is taken of them; `but` keeps no time."""
    days = sorted(days)
    grounds = vetting.grounds(session, town_id, found, days[0], days[-1])
    numbers = {n for ground in grounds.values() for n in ground.numbers}
    span = Span(clock.at(days[0], "00:00") - AROUND, clock.at(days[-1], "00:00") + 2 * AROUND)
    busy = [b for b in claims.busy(session, numbers, span, now=now) if b.booking_id not in but]
    titles = bookings.titles_of(session, {b.booking_id for b in busy})
    things = [(b.number, Thing(b.starts, b.ends, Taken(), titles.get(b.booking_id, ""))) for b in busy]
    shut = claims.shut(session, numbers, span)
    reasons = _closures(session, {s.closure_id for s in shut})
    things += [(s.number, Thing(s.starts, s.ends, reasons[s.closure_id])) for s in shut]
    return Survey(grounds, rules.sorted_by_day(things), now)


def _closures(session: Session, ids: Iterable[UUID]) -> dict[UUID, Refusal]:
    found = select(Closure).where(col(Closure.id).in_(list(ids))).order_by(col(Closure.starts_at))
    return {c.id: VenueClosed(span=period_in_words(c.span), reason=c.reason) for c in session.exec(found)}


def judge(
    session: Session,
    rows: Sequence[Row],
    choices: Mapping[str, Choice],
    *,
    town_id: UUID,
    now: datetime,
    but: frozenset[UUID] = frozenset(),
) -> tuple[list[Row], tuple[Share, ...]]:
    """Rows with their troubles, choices and alternatives. `but`: bookings that will give their own time free.

    Raises NotFound for a chosen venue that the town may not see.
    """
    judged = [replace(r, choice=choices.get(r.name, OPEN)) for r in rows]
    drafts = [r.planned for r in judged] + [d for r in judged if (d := r.other)]
    found = _seen(session, {d.venue_id for d in drafts}, town_id)
    known = survey(session, found, {d.span.day for d in drafts}, town_id=town_id, now=now, but=but)
    judged = rules.weighed(judged, known)
    judged = rules.without_collisions(judged, {v.id: v.gap for v in found})
    judged, shares = _count_quota(session, judged, known, town_id, but)
    return _offer(session, judged, town_id, now, but), shares


def _seen(session: Session, ids: Iterable[UUID], town_id: UUID) -> list[Venue]:
    return [venues.get_venue(session, i, reader_town_id=town_id) for i in sorted(ids)]


def _count_quota(
    session: Session, rows: list[Row], known: Survey, town_id: UUID, but: frozenset[UUID]
) -> tuple[list[Row], tuple[Share, ...]]:
    """What the rows take of each month in order of time; the first that no longer fits is objected to."""
    held = {i: g.held for i, g in known.grounds.items() if g.held}
    wanted = [d for r in rows if (d := r.wanted) and d.venue_id in held]
    keys = {(held[d.venue_id].venue_id, town_id, month_of(d.starts_at)) for d in wanted}
    states = quotas.states(session, keys, {h.venue_id: h.rule.quota for h in held.values()})
    back = _given_back(session, but)
    names = {h.venue_id: known.grounds[i].venue.name for i, h in held.items()}
    shares = {
        (venue_id, month): Share(
            venue_id, names[venue_id], month, state.taken - back.get((venue_id, month), 0), state.quota, 0
        )
        for (venue_id, _, month), state in sorted(states.items(), key=lambda item: (item[0][2], str(item[0][0])))
    }
    counted = [_count(row, held, shares) for row in rows]
    return counted, tuple(shares.values())


def _given_back(session: Session, ids: frozenset[UUID]) -> dict[tuple[UUID, date], int]:
    """What these bookings hold of each month's counter."""
    minutes = func.sum(col(Booking.quota_minutes))
    found = (
        select(col(QuotaMonth.venue_id), col(QuotaMonth.month), minutes)
        .join(Booking, col(Booking.quota_id) == col(QuotaMonth.id))
        .where(col(Booking.id).in_(ids))
        .group_by(col(QuotaMonth.venue_id), col(QuotaMonth.month))
    )
    rows = session.exec(found.order_by(col(QuotaMonth.month))).all() if ids else []
    return {(venue_id, month): int(held) for venue_id, month, held in rows}


def _count(row: Row, held: Mapping[UUID, Held], shares: dict[tuple[UUID, date], Share]) -> Row:
    draft = None if row.is_open else row.wanted
    if draft is None or draft.venue_id not in held:
        return row
    key = held[draft.venue_id].venue_id, month_of(draft.starts_at)
    share, minutes = shares[key], draft.span.minutes
    if share.left is not None and minutes > share.left:
        return replace(row, objection=share.spent(minutes))
    shares[key] = replace(share, asked=share.asked + minutes)
    return row


def _offer(session: Session, rows: list[Row], town_id: UUID, now: datetime, but: frozenset[UUID]) -> list[Row]:
    """Free alternatives for every row that needs one: other times here, other venues at that time."""
    needy = [r for r in rows if r.troubles or r.objection]
    if not needy:
        return rows
    candidates = _candidates(session, [r.planned for r in needy], town_id)
    days = [r.planned.span.day for r in needy]
    first, last = min(days), max(days) + 7 * AROUND
    known = survey(session, candidates, [first, last], town_id=town_id, now=now, but=but)
    gaps = availability.free_gaps_between(session, candidates, first, last, reader_town_id=town_id, now=now)
    busy_days = {r.planned.span.day for r in rows}
    names = {view.id: view for view in availability.as_free(session, town_id, candidates)}
    return [replace(r, options=_options(r, known, gaps, busy_days, names)) if r in needy else r for r in rows]


def _options(
    row: Row, known: Survey, gaps: rules.Gaps, busy_days: set[date], names: Mapping[UUID, availability.FreeVenue]
) -> tuple[Option, ...]:
    """The nearest that may be had of each kind, said in words."""
    options: dict[str, Option] = {}
    venues_known = [g.venue for g in known.grounds.values()]
    for idea in rules.ideas(row.planned, venues_known, gaps, busy_days):
        reason = _reason(idea, row.planned, names[idea.venue_id])
        if reason not in options and not known.against(row.planned.model_copy(update=idea.values)):
            words = rules.words_of(idea, row.planned, names[idea.venue_id].words)
            options[reason] = Option(Choice(ChoiceKind.OTHER, idea.venue_id, idea.span), reason, words)
    return tuple(options.values())


def _reason(idea: Idea, planned: BookingDraft, view: availability.FreeVenue) -> str:
    return rules.reason_of(idea, planned, town_name=view.town_name, is_own=view.is_own)


def _candidates(session: Session, planned: Sequence[BookingDraft], town_id: UUID) -> list[Venue]:
    """The wanted venues, and those that come nearest to them in size, on both sides of the border."""
    found = venues.venues_for(session, town_id, seats=min(p.heads for p in planned))
    wanted_ids = {p.venue_id for p in planned}
    wanted = [v for v in found if v.id in wanted_ids]
    seats = max((v.seats for v in wanted), default=0)
    others = sorted((v for v in found if v.id not in wanted_ids), key=lambda v: (v.seats < seats, abs(v.seats - seats)))
    own = [v for v in others if v.town_id == town_id][:NEAR_VENUES]
    return wanted + own + [v for v in others if v.town_id != town_id][:NEAR_VENUES]
