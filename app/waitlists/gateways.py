"""What a waiter hears: that time is held, that it no longer is, that it never came. Once each, and nobody else."""

from datetime import datetime

from sqlmodel import Session

from app.availability.rules import span_in_words
from app.bookings.models import Booking, Deed
from app.kit import clock
from app.notifications import actions as notifications
from app.venues.models import Venue

TITLES = {
    Deed.OFFERED: "候补的场地已空出，请尽快接受",
    Deed.LAPSED: "候补保留已过期",
    Deed.ENDED: "候补已结束，时段没有空出",
    Deed.JOINED: "为您保留的场地被应急征用，继续候补",
}


def tell(session: Session, booking: Booking, venue: Venue, deed: Deed, more: str = "") -> None:
    """The person who waits; one event per deed and time held, so that a repeated round tells nothing new."""
    if booking.person_id is None:
        return
    said = f"{venue.name}，{span_in_words(booking.span)}，{booking.title}"
    notifications.tell(
        session,
        person_id=booking.person_id,
        town_id=booking.town_id,
        kind=f"waitlists.{deed}",
        event=f"booking:{booking.id}:{deed}:{booking.starts_at:%Y%m%dT%H%M}",
        title=TITLES[deed],
        text="。".join(part for part in (said, more) if part),
        url=f"/spaces/bookings/{booking.id}",
    )


def until_in_words(moment: datetime) -> str:
    return f"保留到{clock.chinese_date(moment)} {clock.wall_time(moment)}，过时让给下一位"
