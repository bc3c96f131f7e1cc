"""Who can be asked, when they are busy, and when everything is free together."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.bookings.models import HOLDING, Booking
from app.finding import queries as finding
from app.kit import clock
from app.meetings.models import Meeting, MeetingState
from app.participants.models import Participant
from app.people.rules import tidy_search
from app.slots import rules
from app.slots.models import Busy, Slot, Somebody, Wish
from app.towns import queries as towns
from app.venues import queries as venues

OFFERED = 12


def people(session: Session, town_id: UUID, words: str, *, chosen: Iterable[UUID] = ()) -> list[Somebody]:
    """Who was chosen, then whom the words find by name, pinyin or initials: of one's own town and its partners."""
    seen = {town_id, *venues.partner_ids(session, town_id)}
    known = select(Person).where(col(Person.town_id).in_(seen), col(Person.disabled_at).is_(None))
    kept = session.exec(known.where(col(Person.id).in_(list(chosen))).order_by(col(Person.name), col(Person.id))).all()
    found: Sequence[Person] = ()
    if wanted := tidy_search(words):
        like = sa.or_(col(Person.name).contains(wanted), col(Person.phonetic).contains(wanted))
        found = session.exec(known.where(like).order_by(col(Person.phonetic), col(Person.id)).limit(OFFERED)).all()
    names = towns.names_of(session, list(seen))
    listed = {p.id: p for p in (*kept, *found)}
    return [_somebody(p, names, town_id) for p in listed.values()]


def _somebody(person: Person, names: dict[UUID, str], own: UUID) -> Somebody:
    town_name = names[person.town_id] if person.town_id else ""
    return Somebody(person.id, person.name, person.post, town_name, person.town_id == own)


def common_slots(session: Session, town_id: UUID, wish: Wish, *, now: datetime) -> list[Slot]:
    """The first times at which the venues can be booked and nobody is known to be busy. Raises as check_wish."""
    rules.check_wish(wish)
    found = [venues.get_venue(session, i, reader_town_id=town_id) for i in wish.venue_ids]
    days = wish.dates()
    if not days:
        return []
    free = finding.free_days(session, found, town_id, days[0], days[-1], now)
    if any(free.longest.get(v.id, 0) < wish.minutes for v in found):
        return []
    busy = busy_times(session, wish)
    slots: list[Slot] = []
    for day in days:
        spans = rules.common([free.of(v.id, day) for v in found], rules.taken_on(busy, day), wish.starts, wish.ends)
        slots += rules.slots_on(day, spans, wish.minutes)
    return slots[: rules.MOST_SLOTS]


def longest_of(session: Session, town_id: UUID, venue_ids: Iterable[UUID], *, now: datetime) -> int:
    """For how long all of these venues may be booked at a stretch."""
    found = [venues.get_venue(session, i, reader_town_id=town_id) for i in venue_ids]
    today = clock.to_town(now).date()
    free = finding.free_days(session, found, town_id, today, today, now)
    return min((free.longest.get(v.id, 0) for v in found), default=0)


def busy_times(session: Session, wish: Wish) -> list[Busy]:
    """What the reader may know of these people's time: bookings made by them, joint meetings they are listed for.

    Of the other town that is only what both towns share (bookings across the border, joint meetings).
    """
    first = clock.at(wish.first, "00:00")
    last = first + timedelta(days=wish.days)
    booked = (
        select(Booking.person_id, Booking.starts_at, Booking.ends_at)
        .where(col(Booking.person_id).in_(wish.person_ids), col(Booking.state).in_(HOLDING), Booking.subject == "")
        .where(Booking.starts_at < last, Booking.ends_at > first)
    )
    listed = (
        select(Participant.person_id, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting, col(Meeting.id) == col(Participant.meeting_id))
        .where(col(Participant.person_id).in_(wish.person_ids), Meeting.state != MeetingState.CANCELLED)
        .where(Meeting.starts_at < last, Meeting.ends_at > first)
    )
    rows = (
        *session.exec(booked.order_by(col(Booking.starts_at))).all(),
        *session.exec(listed.order_by(col(Meeting.starts_at))).all(),
    )
    return [Busy(person_id, starts, ends) for person_id, starts, ends in rows if person_id]
