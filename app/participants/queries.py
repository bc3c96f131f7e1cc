"""Reading a meeting's list, and of the particulars only what the reader's towns hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.participants.models import Participant, Particulars, Standing
from app.participants.rules import Contact


@dataclass(frozen=True)
class MealCount:
    meal: str
    people: int


def of_meeting(session: Session, meeting_id: UUID, *, town_id: UUID | None = None) -> Sequence[Participant]:
    """The list in the order that each town gave it; of all towns or of one."""
    found = select(Participant).where(Participant.meeting_id == meeting_id)
    if town_id:
        found = found.where(Participant.town_id == town_id)
    order = (col(Participant.town_id), col(Participant.standing), col(Participant.place), col(Participant.id))
    return session.exec(found.order_by(*order)).all()


def get_participant(session: Session, participant_id: UUID, *, meeting_id: UUID) -> Participant:
    found = select(Participant).where(Participant.id == participant_id, Participant.meeting_id == meeting_id)
    participant = session.exec(found).first()
    if participant is None:
        raise NotFound
    return participant


def contacts_of(session: Session, meeting_id: UUID) -> dict[UUID, Contact]:
    """Phone, meal and car by participant, as far as the reader's towns hold them; the newest copy wins."""
    found = (
        select(Particulars.participant_id, Particulars.phone, Particulars.meal, Particulars.car_plate)
        .where(Particulars.meeting_id == meeting_id)
        .order_by(col(Particulars.version), col(Particulars.id))
    )
    return {row[0]: Contact(*row[1:]) for row in session.exec(found).all()}


def last_version(session: Session, participant: Participant) -> int:
    """The number of the newest copy that the person's own town holds; 0 before the first."""
    found = select(Particulars.version).where(
        Particulars.participant_id == participant.id, Particulars.town_id == participant.town_id
    )
    return session.exec(found.order_by(col(Particulars.version).desc())).first() or 0


def with_accounts(session: Session, meeting_id: UUID) -> Sequence[Participant]:
    """The participants who can be told inside the product."""
    found = select(Participant).where(Participant.meeting_id == meeting_id, col(Participant.person_id).is_not(None))
    return session.exec(found.order_by(col(Participant.id))).all()


def head_count(session: Session, meeting_id: UUID) -> int:
    return len(session.exec(select(Participant.id).where(Participant.meeting_id == meeting_id)).all())


def meals(session: Session, meeting_id: UUID) -> tuple[MealCount, ...]:
    """How many meals of which kind, for the host's kitchen."""
    kinds = [contact.meal or "未填" for contact in contacts_of(session, meeting_id).values()]
    return tuple(MealCount(kind, kinds.count(kind)) for kind in sorted(set(kinds)))


def attendees(people: Sequence[Participant]) -> tuple[Participant, ...]:
    return tuple(p for p in people if p.standing is Standing.ATTENDEE)
