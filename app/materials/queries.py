"""The papers of one meeting, made afresh from what the domains below know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.agenda import queries as agenda
from app.attendance import queries as attendance
from app.calls import queries as calls
from app.documents import queries as documents
from app.files import queries as files
from app.kit.clock import to_town
from app.kit.errors import NotFound
from app.materials import rules
from app.materials.models import Duty, Room
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.participants.models import Participant, Standing
from app.series import queries as series
from app.towns import queries as towns
from app.typeset.models import Imprint


@dataclass(frozen=True)
class Paper:
    """One paper of the pack: the key in its address, its name, and its content for the typesetter."""

    key: str
    name: str
    content: Any
    imprint: Imprint | None = None


@dataclass(frozen=True)
class Attached:
    """A paper of a topic, as it was uploaded."""

    name: str
    sha256: str


@dataclass(frozen=True)
class DutyLine:
    id: UUID
    task: str
    content: str
    town: str
    town_id: UUID
    person: str
    due: str


def room_of(session: Session, meeting: Meeting) -> Room:
    """What was settled for the room, or what holds until somebody settles it."""
    found = session.exec(select(Room).where(Room.meeting_id == meeting.id)).first()
    return found or Room(partnership_id=meeting.partnership_id, meeting_id=meeting.id)


def duties_of(session: Session, meeting: Meeting) -> Sequence[Duty]:
    found = select(Duty).where(Duty.meeting_id == meeting.id)
    return session.exec(found.order_by(col(Duty.place), col(Duty.id))).all()


def get_duty(session: Session, duty_id: UUID, *, meeting: Meeting) -> Duty:
    found = next((duty for duty in duties_of(session, meeting) if duty.id == duty_id), None)
    if found is None:
        raise NotFound
    return found


def duty_lines(session: Session, meeting: Meeting) -> list[DutyLine]:
    rows = duties_of(session, meeting)
    names = towns.names_of(session, [duty.town_id for duty in rows])
    return [DutyLine(d.id, d.task, d.content, names[d.town_id], d.town_id, d.person, d.due) for d in rows]


def papers_of(session: Session, meeting: Meeting) -> list[Paper]:
    """Everything for the table in the order of the pack; the letter comes with the confirmed date."""
    occasion, people, room = _occasion(session, meeting), _people(session, meeting), room_of(session, meeting)
    items = [rules.ScriptItem(i.title, i.town, i.presenter, i.minutes) for i in agenda.timed(session, meeting)]
    words = (room.chair or _chair(session, meeting), room.opening, room.closing)
    lines = [(d.task, d.content, d.town, d.person, d.due) for d in duty_lines(session, meeting)]
    papers = [
        _letter(session, meeting),
        Paper("agenda", "议程", agenda.sheet(session, meeting)),
        Paper("script", "主持词", rules.script(occasion, items, people, words)),
        Paper("sign-in", "签到表", attendance.sheet(session, meeting)),
        Paper("cards", "桌签", rules.name_cards(people)) if people else None,
        Paper("seats", "座次图", rules.seating(occasion, people, room.seating)) if people else None,
        Paper("duties", "会务分工表", rules.duties(occasion, lines)),
    ]
    made = [paper for paper in papers if paper]
    return [*made, Paper("catalogue", "材料目录", rules.catalogue(occasion, _catalogue(session, meeting, made)))]


def get_paper(session: Session, meeting: Meeting, key: str) -> Paper:
    found = next((paper for paper in papers_of(session, meeting) if paper.key == key), None)
    if found is None:
        raise NotFound
    return found


def attached_to(session: Session, meeting: Meeting) -> list[Attached]:
    """The topics' papers in the order of the agenda."""
    ids = [paper.file_id for item in agenda.timed(session, meeting) for paper in item.papers]
    return [Attached(file.name, file.sha256) for file in files.files_named(session, ids)]


def _letter(session: Session, meeting: Meeting) -> Paper | None:
    if not meeting.is_confirmed or towns.party_committee(session, meeting.host_id) is None:
        return None
    sent = calls.letters_sent(session, meeting)
    imprint = documents.imprint_of(sent[0], "") if sent else None
    return Paper("letter", "邀请函和回执", calls.letter_of(session, meeting), imprint)


def _catalogue(session: Session, meeting: Meeting, papers: Sequence[Paper]) -> list[tuple[str, str]]:
    host = towns.get_town(session, meeting.host_id).name
    topics = [(f"{item.title}（{p.name}）", item.town) for item in agenda.timed(session, meeting) for p in item.papers]
    return [*((paper.name, host) for paper in papers), *topics]


def _occasion(session: Session, meeting: Meeting) -> rules.Occasion:
    order = meetings.towns_in_order(session, meeting)
    return rules.Occasion(
        name=meetings.name_of(session, meeting),
        starts_at=meeting.starts_at,
        place=meeting.place,
        host=order[0].name,
        guests=tuple(town.name for town in order[1:]),
        next_host=_next_host(session, meeting),
    )


def _next_host(session: Session, meeting: Meeting) -> str:
    if meeting.series_id is None:
        return ""
    day = to_town(meeting.starts_at).date() + timedelta(days=1)
    coming = series.next_turns(session, meeting.series_id, on=day, limit=1)
    return towns.get_town(session, coming[0].host_id).name if coming else ""


def _chair(session: Session, meeting: Meeting) -> str:
    """The host's first leader on the list presides unless the host says otherwise."""
    listed = participants.of_meeting(session, meeting.id, town_id=meeting.host_id)
    return next((f"{p.unit}{p.post}{p.name}" for p in listed if p.is_leader), "")


def _people(session: Session, meeting: Meeting) -> list[rules.Person]:
    """Everybody expected, the host's people first."""
    rows = participants.of_meeting(session, meeting.id)
    names = towns.names_of(session, [p.town_id for p in rows])
    ordered = sorted(rows, key=lambda p: p.town_id != meeting.host_id)
    return [_person(p, names[p.town_id]) for p in ordered]


def _person(participant: Participant, town: str) -> rules.Person:
    line = f"{participant.unit}{participant.post}"
    return rules.Person(participant.name, line, town, participant.standing is Standing.OBSERVER)
