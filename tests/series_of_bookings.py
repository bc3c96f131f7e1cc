"""Series of bookings of the cast, for the tests of whatever plans, books, changes or answers them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.bookings.models import Booking, Use
from app.kit.actor import Actor
from app.previews.models import Choice
from app.recurring import actions, queries
from app.recurring.models import BookingSeries, SeriesDraft
from app.venues.models import Venue


def weekly(venue: Venue, times: int = 4, **said: object) -> SeriesDraft:
    """Every Thursday 14:00–16:00 from 2026-03-05 on."""
    given = {"weekdays": "4", "first_on": date(2026, 3, 5), "times": times, "starts": "14:00", "ends": "16:00"}
    words = {"title": "读书会", "use": Use.CULTURE, "heads": 12, "contact_name": "老陈", "contact_phone": "13800001234"}
    return SeriesDraft.model_validate({"venue_id": venue.id, **given, **words, **said})


def book(
    session: Session, draft: SeriesDraft, actor: Actor, now: datetime, choices: Mapping[str, Choice] | None = None
) -> BookingSeries:
    plan = queries.plan(session, draft, choices or {}, town_id=actor.town_id, now=now)
    return actions.book(session, draft, plan, actor=actor, now=now)


def occurrences(session: Session, series: BookingSeries) -> list[Booking]:
    found = select(Booking).where(Booking.series_id == series.id).order_by(col(Booking.series_on))
    return list(session.exec(found.execution_options(populate_existing=True)).all())
