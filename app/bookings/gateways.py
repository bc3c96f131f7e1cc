"""Who hears what of a booking: those it concerns and nobody else, once per event. Leaves as rows of the outbox."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.availability.rules import span_in_words
from app.bookings.models import Booking, BookingState, Deed
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

GATHERED = "bookings.gathered"
OFFICE = frozenset({Role.CLERK})
MOST_NAMED = 6


@dataclass(frozen=True)
class Told:
    """What somebody is to hear of one booking."""

    person_id: UUID
    town_id: UUID
    kind: str
    event: str
    title: str
    booking: Booking
    venue_name: str
    more: str
    url: str

    @property
    def text(self) -> str:
        span = span_in_words(self.booking.span)
        return "。".join(part for part in (f"{self.venue_name}，{span}，{self.booking.title}", self.more) if part)


@contextmanager
def gathered(session: Session, event: str, url: str) -> Iterator[None]:
    """Inside this block deeds on many bookings tell nobody yet; at its end each person hears of them all at once.

    A series of fifty is one notice for the owner's unit, not fifty (pitfall 11).
    """
    told: list[Told] = []
    session.info[GATHERED] = told
    try:
        yield
    finally:
        del session.info[GATHERED]
    for person_id, kind in dict.fromkeys((t.person_id, t.kind) for t in told):
        mine = [t for t in told if (t.person_id, t.kind) == (person_id, kind)]
        _send(session, mine[0], f"{event}:{kind}", all_in_words(mine), url)


def all_in_words(told: list[Told]) -> str:
    """读书会，议事厅：2026年3月3日 14:00–16:00、…等12次。原因"""
    spans = "、".join(span_in_words(t.booking.span) for t in told[:MOST_NAMED])
    places = "、".join(dict.fromkeys(t.venue_name for t in told))
    rest = f"等{len(told)}次" if len(told) > MOST_NAMED else f"，共{len(told)}次"
    return "。".join(filter(None, (f"{told[0].booking.title}，{places}：{spans}{rest}", told[0].more)))


def _tell(session: Session, told: Told) -> None:
    """The one door through which a booking's notices leave."""
    if GATHERED in session.info:
        cast(list[Told], session.info[GATHERED]).append(told)
    else:
        _send(session, told, told.event, told.text, told.url)


def _send(session: Session, told: Told, event: str, text: str, url: str) -> None:
    notifications.tell(
        session,
        person_id=told.person_id,
        town_id=told.town_id,
        kind=told.kind,
        event=event,
        title=told.title,
        text=text,
        url=url,
    )


def words(booking: Booking, venue: Venue) -> str:
    return f"{venue.name}，{span_in_words(booking.span)}，{booking.title}"


def tell_of_new(session: Session, booking: Booking, venue: Venue, now: datetime, mark: str = "") -> None:
    """The staff hear of what they must answer, and of whom to expect from the other town or for a joint meeting."""
    if booking.state is BookingState.REQUESTED:
        tell_keepers(session, booking, venue, Deed.REQUESTED, "有场地预约待答复", now, mark=mark)
    elif booking.town_id != booking.owner_town_id or booking.is_joint:
        tell_keepers(session, booking, venue, Deed.BOOKED, "场地有新的预约", now, but=booking.person_id, mark=mark)


def tell_keepers(
    session: Session,
    booking: Booking,
    venue: Venue,
    deed: Deed,
    title: str,
    now: datetime,
    *,
    but: UUID | None = None,
    more: str = "",
    mark: str = "",
) -> None:
    """The staff of the owner's unit, except who did it. `mark` tells one event from an equal one before it."""
    tell_people(session, booking, venue, deed, title, venues.keepers_of(session, venue, now=now), but, more, mark)


def tell_people(
    session: Session,
    booking: Booking,
    venue: Venue,
    deed: Deed,
    title: str,
    people: Iterable[UUID],
    but: UUID | None = None,
    more: str = "",
    mark: str = "",
) -> None:
    """People of the owner's town, each once."""
    event = _event(booking, deed, mark or str(venue.number))
    for person_id in people:
        if person_id != but:
            told = Told(
                person_id, venue.town_id, f"spaces.{deed}", event, title, booking, venue.name, more, _url(booking)
            )
            _tell(session, told)


def tell_of_edit(session: Session, booking: Booking, venue: Venue, changed: str, actor: Actor, now: datetime) -> None:
    """Those who keep the venue of another town's or a joint booking; who booked it, when somebody else edits."""
    mark = f"{now:%Y%m%dT%H%M%S}"
    if booking.state is BookingState.REQUESTED:
        tell_keepers(session, booking, venue, Deed.REQUESTED, "有场地预约待答复", now, more=changed, mark=mark)
    elif booking.town_id != booking.owner_town_id or booking.is_joint:
        title = "场地预约内容有修改"
        tell_keepers(session, booking, venue, Deed.EDITED, title, now, but=actor.id, more=changed, mark=mark)
    if actor.id != booking.person_id:
        tell_booker(session, booking, venue, Deed.EDITED, "场地预约内容有修改", changed, mark)


def tell_of_exemption(
    session: Session, booking: Booking, venue: Venue, words: str, partner_ids: Iterable[UUID]
) -> None:
    """例外 is shown to the other town: the one it was made for, or all that share the owner's venue."""
    others = [booking.town_id] if booking.town_id != booking.owner_town_id else list(partner_ids)
    for town_id in others:
        notifications.tell_town(
            session,
            town_id=town_id,
            roles={Role.CLERK, Role.OFFICE_HEAD},
            kind=f"spaces.{Deed.EXEMPTED}",
            event=_event(booking, Deed.EXEMPTED, f"{venue.number}"),
            title="场地预约作为例外办理",
            text=f"{venue.name}，{span_in_words(booking.span)}。{words}",
            url=_url(booking) if town_id == booking.town_id else f"/spaces/{venue.id}",
        )


def tell_booker(
    session: Session, booking: Booking, venue: Venue, deed: Deed, title: str, more: str = "", mark: str = ""
) -> None:
    """Who booked; when a joint meeting's venue is concerned, the clerks of all its towns as well."""
    said = "。".join(part for part in (words(booking, venue), booking.reason, more) if part)
    event = _event(booking, deed, mark or str(venue.number))
    url = booking.url or _url(booking)
    kind = f"spaces.{deed}"
    if booking.person_id:
        why = "。".join(part for part in (booking.reason, more) if part)
        told = Told(booking.person_id, booking.town_id, kind, event, title, booking, venue.name, why, url)
        _tell(session, told)
    elif not booking.is_joint:  # booked by the owner's staff for the town, or by somebody who is no longer known
        notifications.tell_town(
            session, town_id=booking.town_id, roles=OFFICE, kind=kind, event=event, title=title, text=said, url=url
        )
    if booking.is_joint and booking.partnership_id:
        for town in towns.towns_of(session, booking.partnership_id):
            notifications.tell_town(
                session, town_id=town.id, roles={Role.CLERK}, kind=kind, event=event, title=title, text=said, url=url
            )


def _event(booking: Booking, deed: Deed, mark: str) -> str:
    return f"booking:{booking.id}:{deed}:{booking.starts_at:%Y%m%dT%H%M}:{mark}"


def _url(booking: Booking) -> str:
    return f"/spaces/bookings/{booking.id}"
