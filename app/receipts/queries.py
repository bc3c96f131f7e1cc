"""The lists of all towns as the reader may see them, and what the host has to prepare."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.participants.models import Participant, Standing
from app.participants.rules import Contact, post_behind


@dataclass(frozen=True)
class Row:
    id: UUID
    name: str
    unit: str
    post: str
    is_leader: bool
    is_observer: bool
    phone: str
    meal: str
    car_plate: str


@dataclass(frozen=True)
class TownList:
    """One town's 回执; `has_contacts` is False where the reader's towns hold no particulars."""

    town_id: UUID
    town: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Summary:
    """What the host prepares."""

    people: int
    lacking: tuple[str, ...]
    meals: tuple[participants.MealCount, ...]
    car_plates: tuple[str, ...]
    due_on: date


def lists_of(session: Session, meeting: Meeting, *, unmasked: bool = False) -> tuple[TownList, ...]:
    """Every town's list, the host first; phones masked unless a reason was given."""
    contacts = participants.contacts_of(session, meeting.id)
    listed = participants.of_meeting(session, meeting.id)
    return tuple(
        TownList(
            town.id,
            town.name,
            tuple(_row(p, contacts.get(p.id, Contact()), unmasked) for p in listed if p.town_id == town.id),
        )
        for town in meetings.towns_in_order(session, meeting)
    )


def summary_of(session: Session, meeting: Meeting) -> Summary:
    contacts = participants.contacts_of(session, meeting.id)
    lists = lists_of(session, meeting)
    return Summary(
        people=sum(len(town.rows) for town in lists),
        lacking=tuple(town.town for town in lists if not town.rows),
        meals=participants.meals(session, meeting.id),
        car_plates=tuple(sorted({c.car_plate for c in contacts.values() if c.car_plate})),
        due_on=meeting_rules.receipt_due_on(meeting),
    )


def candidates(session: Session, town_id: UUID) -> list[Person]:
    """The people of the own town who have an account."""
    return list(accounts.people_of(session, town_id))


def _row(person: Participant, contact: Contact, unmasked: bool) -> Row:
    return Row(
        id=person.id,
        name=person.name,
        unit=person.unit,
        post=post_behind(person.unit, person.post),
        is_leader=person.is_leader,
        is_observer=person.standing is Standing.OBSERVER,
        phone=contact.phone if unmasked else contact.masked_phone,
        meal=contact.meal,
        car_plate=contact.car_plate,
    )
