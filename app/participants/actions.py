"""Writing a town's list. The caller has checked that the meeting still takes changes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.audit import actions as audit
from app.kit.actor import Actor
from app.participants import queries, rules
from app.participants.models import Participant, ParticipantDraft, Particulars


def put_on_list(
    session: Session,
    draft: ParticipantDraft,
    *,
    meeting_id: UUID,
    partnership_id: UUID,
    host_id: UUID,
    actor: Actor,
    now: datetime,
) -> Participant:
    """Add somebody to the list of the actor's town, with a copy of the particulars for the host."""
    town_id = _town_of(actor)
    listed = queries.of_meeting(session, meeting_id, town_id=town_id)
    rules.check_new(listed, draft)
    participant = Participant(
        meeting_id=meeting_id,
        partnership_id=partnership_id,
        town_id=town_id,
        place=max((p.place for p in listed), default=0) + 1,
        **_of_list(draft),  # type: ignore[arg-type]  # the draft has validated them
    )
    session.add(participant)
    session.flush()
    _write_particulars(session, participant, draft, host_id, now)
    audit.record(session, actor, "participants.put_on_list", f"participant:{participant.id}", meeting=meeting_id)
    return participant


def correct(
    session: Session, participant: Participant, draft: ParticipantDraft, *, host_id: UUID, actor: Actor, now: datetime
) -> None:
    """Change one line of the own town's list."""
    rules.check_writer(participant.town_id, actor_town_id=actor.town_id)
    listed = queries.of_meeting(session, participant.meeting_id, town_id=participant.town_id)
    rules.check_new([p for p in listed if p.id != participant.id][: rules.MOST_PER_TOWN - 1], draft)
    for name, value in _of_list(draft).items():
        setattr(participant, name, value)
    session.add(participant)
    _write_particulars(session, participant, draft, host_id, now)
    audit.record(session, actor, "participants.correct", f"participant:{participant.id}")


def take_off_list(session: Session, participant: Participant, *, actor: Actor) -> None:
    """Remove somebody from the own town's list, together with every copy of the particulars."""
    rules.check_writer(participant.town_id, actor_town_id=actor.town_id)
    audit.record(session, actor, "participants.take_off_list", f"participant:{participant.id}")
    session.delete(participant)
    session.flush()


def copy_list(
    session: Session,
    before: Sequence[Participant],
    *,
    meeting_id: UUID,
    partnership_id: UUID,
    host_id: UUID,
    actor: Actor,
    now: datetime,
) -> int:
    """照上次: put the people of an earlier list of the own town on this one, skipping who is already there."""
    town_id = _town_of(actor)
    there = {(p.name, p.unit) for p in queries.of_meeting(session, meeting_id, town_id=town_id)}
    wanted = [p for p in before if p.town_id == town_id and (p.name, p.unit) not in there]
    for participant in wanted:
        known = queries.contacts_of(session, participant.meeting_id).get(participant.id, rules.Contact())
        kept = _kept(participant) | {"phone": known.phone, "meal": known.meal, "car_plate": known.car_plate}
        draft = ParticipantDraft.model_validate(kept)
        put_on_list(
            session, draft, meeting_id=meeting_id, partnership_id=partnership_id, host_id=host_id, actor=actor, now=now
        )
    return len(wanted)


def forget_particulars(session: Session, meeting_ids: Collection[UUID]) -> int:
    """Phones, meals and cars of meetings long over; the names stay with the minutes. Returns the copies removed."""
    gone = session.execute(sa.delete(Particulars).where(col(Particulars.meeting_id).in_(meeting_ids)))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE counts its rows


def _town_of(actor: Actor) -> UUID:
    if actor.town_id is None:
        raise rules.OtherTownsList
    return actor.town_id


def _of_list(draft: ParticipantDraft) -> dict[str, object]:
    return draft.model_dump(exclude={"phone", "meal", "car_plate"})


def _kept(participant: Participant) -> dict[str, object]:
    return participant.model_dump(include={"name", "unit", "post", "standing", "is_leader", "person_id"})


def _write_particulars(
    session: Session, participant: Participant, draft: ParticipantDraft, host_id: UUID, now: datetime
) -> None:
    version = queries.last_version(session, participant) + 1
    for town_id in sorted({participant.town_id, host_id}):
        session.add(
            Particulars(
                town_id=town_id,
                meeting_id=participant.meeting_id,
                participant_id=participant.id,
                phone=draft.phone,
                meal=draft.meal,
                car_plate=draft.car_plate,
                version=version,
                written_at=now,
            )
        )
    session.flush()
