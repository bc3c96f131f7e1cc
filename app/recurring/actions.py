"""Booking a series: every occurrence that was previewed, or none."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.bookings import gateways
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.previews import rules as previews
from app.previews.models import Plan
from app.recurring import queries
from app.recurring.models import BookingSeries, SeriesDeed, SeriesDraft, SeriesStep
from app.spaces import actions as spaces
from app.venues import queries as venues


def url_of(series_id: UUID) -> str:
    return f"/spaces/series/{series_id}"


def book(session: Session, draft: SeriesDraft, plan: Plan, *, actor: Actor, now: datetime) -> BookingSeries:
    """All that was chosen in the preview, in one act. Raises NotSettled, NothingChosen, or what speaks against one."""
    if actor.town_id is None or actor.id is None:
        raise NotFound
    previews.check(plan)
    venue = venues.get_venue(session, draft.venue_id, reader_town_id=actor.town_id)
    who = {"town_id": actor.town_id, "owner_town_id": venue.town_id, "person_id": actor.id, "made_at": now}
    series = BookingSeries.model_validate(draft, update=who)
    session.add(series)
    session.flush()
    wanted = [w.model_copy(update={"series_id": series.id}) for w in plan.wanted]
    with gateways.gathered(session, f"series:{series.id}:{SeriesDeed.BOOKED}", url_of(series.id)):
        booked = spaces.book_all(session, wanted, actor=actor, now=now)
    skipped = f"跳过{plan.skipped_count}次" if plan.skipped_count else ""
    note(session, series, SeriesDeed.BOOKED, len(booked), actor, now, skipped)
    return series


def note(
    session: Session, series: BookingSeries, deed: SeriesDeed, count: int, actor: Actor, now: datetime, said: str = ""
) -> None:
    """One line of the series' history and one of the audit's."""
    if actor.id is None or actor.town_id is None:
        raise NotFound
    step = SeriesStep(
        series_id=series.id,
        number=queries.next_step(session, series.id),
        town_id=series.town_id,
        owner_town_id=series.owner_town_id,
        at=now,
        deed=deed,
        person_id=actor.id,
        person_town_id=actor.town_id,
        count=count,
        note=said[:300],
    )
    session.add(step)
    session.flush()
    audit.record(session, actor, f"recurring.{deed}", f"booking_series:{series.id}", count=count)
