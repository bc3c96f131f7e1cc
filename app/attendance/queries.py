"""Reading attendance: the sheet by town, what the minutes need of it, and the printed sign-in sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.attendance import rules
from app.attendance.models import AttendanceEntry, AttendanceSheet, DoorKnock, Mark, SignInDoor
from app.kit.errors import NotFound
from app.kit.text import sha256
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.participants.models import Participant, Standing
from app.participants.rules import post_behind
from app.partnerships import queries as partnerships
from app.sheets.models import Fact, SignInGroup, SignInSheet
from app.typeset.models import Attendee
from app.typeset.models import Presence as PresenceLine


@dataclass(frozen=True)
class Listed:
    """Somebody as the minutes name them."""

    name: str
    unit: str
    post: str
    town_id: UUID
    note: str = ""
    is_leader: bool = False


@dataclass(frozen=True)
class Result:
    """What the minutes' owner needs. `lacking` names the towns without a leader."""

    present: tuple[Listed, ...]
    leave: tuple[Listed, ...]
    observers: tuple[Listed, ...]
    absent: tuple[Listed, ...]
    met: bool
    lacking: tuple[str, ...]
    quorum_short: int
    closed_at: datetime | None
    presence: tuple[PresenceLine, ...]


@dataclass(frozen=True)
class Line:
    """A row of the clerk's page."""

    participant_id: UUID | None
    entry_id: UUID | None
    name: str
    unit: str
    post: str
    is_leader: bool
    is_observer: bool
    mark: Mark | None
    mark_name: str
    note: str
    at: datetime | None
    by_phone: bool


@dataclass(frozen=True)
class TownLines:
    town_id: UUID
    town: str
    expected: int
    came: int
    lines: tuple[Line, ...]


def find_sheet(session: Session, meeting_id: UUID) -> AttendanceSheet | None:
    return session.exec(select(AttendanceSheet).where(AttendanceSheet.meeting_id == meeting_id)).first()


def find_door(session: Session, code: str) -> SignInDoor:
    """The door that this code opens; NotFound for every other code."""
    door = session.exec(select(SignInDoor).where(SignInDoor.code_hash == sha256(code.encode()))).first()
    if door is None:
        raise NotFound
    return door


def knocks_since(session: Session, address_hash: str, since: datetime) -> int:
    found = select(DoorKnock.id).where(DoorKnock.address_hash == address_hash, DoorKnock.at > since)
    return len(session.exec(found.limit(rules.KNOCKS + 1)).all())


def entries_of(session: Session, meeting_id: UUID) -> Sequence[AttendanceEntry]:
    found = select(AttendanceEntry).where(AttendanceEntry.meeting_id == meeting_id)
    return session.exec(found.order_by(col(AttendanceEntry.at), col(AttendanceEntry.id))).all()


def find_entry(session: Session, participant: Participant) -> AttendanceEntry | None:
    return session.exec(select(AttendanceEntry).where(AttendanceEntry.participant_id == participant.id)).first()


def find_guest(session: Session, meeting_id: UUID, town_id: UUID, unit: str, name: str) -> AttendanceEntry | None:
    found = select(AttendanceEntry).where(
        AttendanceEntry.meeting_id == meeting_id,
        AttendanceEntry.town_id == town_id,
        AttendanceEntry.unit == unit,
        AttendanceEntry.name == name,
    )
    return session.exec(found).first()


def get_entry(session: Session, entry_id: UUID, *, meeting_id: UUID) -> AttendanceEntry:
    found = select(AttendanceEntry).where(AttendanceEntry.id == entry_id, AttendanceEntry.meeting_id == meeting_id)
    entry = session.exec(found).first()
    if entry is None:
        raise NotFound
    return entry


def missing(session: Session, meeting: Meeting) -> list[Participant]:
    """Those on the list for whom nothing is noted yet."""
    there = {e.participant_id for e in entries_of(session, meeting.id)}
    return [p for p in participants.of_meeting(session, meeting.id) if p.id not in there]


def presence_of(session: Session, meeting: Meeting) -> rules.Presence:
    """The rule against the entries of this moment."""
    town_ids = [t.id for t in meetings.towns_in_order(session, meeting)]
    return rules.presence_of(rule_of(session, meeting), town_ids, entries_of(session, meeting.id))


def rule_of(session: Session, meeting: Meeting) -> rules.PresenceRule:
    """What the towns have agreed on; by default a leader of each, without a head count."""
    terms = partnerships.terms_of(session, meeting.partnership_id)
    return rules.PresenceRule(terms.leader_of_each, terms.quorum)


def by_town(session: Session, meeting: Meeting) -> tuple[TownLines, ...]:
    """The clerk's page: every town's list with its marks, then who came without being on it; the host first."""
    listed = participants.of_meeting(session, meeting.id)
    entries = entries_of(session, meeting.id)
    names = {p.id: p.name for p in listed}
    found = []
    for town in meetings.towns_in_order(session, meeting):
        marks = {e.participant_id: e for e in entries if e.participant_id and e.town_id == town.id}
        guests = [e for e in entries if not e.participant_id and e.town_id == town.id]
        own = [p for p in listed if p.town_id == town.id]
        lines = (*(_line(p, marks.get(p.id), names) for p in own), *(_guest_line(e) for e in guests))
        came = sum(1 for e in entries if e.town_id == town.id and e.mark in rules.CAME)
        found.append(TownLines(town.id, town.name, len(participants.attendees(own)), came, lines))
    return tuple(found)


def result_of(session: Session, meeting: Meeting) -> Result:
    """Who came, who sent whom, who did not: in the order of the towns (host first) and of their lists."""
    towns = meetings.towns_in_order(session, meeting)
    names = {t.id: t.name for t in towns}
    rows = _rows(session, meeting, list(names))
    present = _pick(rows, names, {Mark.PRESENT, Mark.SUBSTITUTE})
    leave = _pick(rows, names, {Mark.LEAVE})
    observers = _pick(rows, names, {Mark.OBSERVER})
    presence = presence_of(session, meeting)
    sheet = find_sheet(session, meeting.id)
    return Result(
        present=present,
        leave=leave,
        observers=observers,
        absent=_pick(rows, names, {None}),
        met=presence.met,
        lacking=tuple(names[t] for t in presence.lacking),
        quorum_short=presence.short,
        closed_at=sheet.closed_at if sheet else None,
        presence=tuple(
            PresenceLine(label=label, people=tuple(_attendee(p) for p in people))
            for label, people in (("出席", present), ("请假", leave), ("列席", observers))
        ),
    )


def sheet(session: Session, meeting: Meeting, *, check_in_url: str = "") -> SignInSheet:
    """The printed sign-in sheet: every town's list, and empty lines for those who were not expected."""
    told = meetings.telling_of(session, meeting)
    listed = participants.of_meeting(session, meeting.id)
    return SignInSheet(
        title=f"{told.name}签到表",
        facts=(
            Fact(label="时间", value=meeting_rules.when(meeting.starts_at, meeting.ends_at)),
            Fact(label="地点", value=told.place),
        ),
        groups=tuple(
            SignInGroup(
                heading=town.name,
                people=tuple(
                    Attendee(
                        name=p.name, unit=p.unit, post=post_behind(p.unit, p.post), note="列席" if _observes(p) else ""
                    )
                    for p in listed
                    if p.town_id == town.id
                ),
            )
            for town in meetings.towns_in_order(session, meeting)
        ),
        check_in_url=check_in_url,
    )


def _rows(session: Session, meeting: Meeting, town_ids: list[UUID]) -> list[tuple[Listed, Mark | None]]:
    listed = participants.of_meeting(session, meeting.id)
    names = {p.id: p.name for p in listed}
    entries = entries_of(session, meeting.id)
    marks = {e.participant_id: e for e in entries if e.participant_id}
    rows = [_listed(p, marks.get(p.id), names) for p in listed if p.id in marks or not _observes(p)]
    rows += [_listed_entry(e, names) for e in entries if not e.participant_id]
    return sorted(rows, key=lambda row: town_ids.index(row[0].town_id) if row[0].town_id in town_ids else len(town_ids))


def _listed(person: Participant, entry: AttendanceEntry | None, names: dict[UUID, str]) -> tuple[Listed, Mark | None]:
    if entry:
        return _listed_entry(entry, names)
    return Listed(person.name, person.unit, person.post, person.town_id, "", person.is_leader), None


def _listed_entry(entry: AttendanceEntry, names: dict[UUID, str]) -> tuple[Listed, Mark | None]:
    note = rules.note_of(entry, names)
    return Listed(entry.name, entry.unit, entry.post, entry.town_id, note, entry.is_leader), entry.mark


def _pick(
    rows: list[tuple[Listed, Mark | None]], towns: dict[UUID, str], marks: set[Mark | None]
) -> tuple[Listed, ...]:
    """The people with one of the marks, their unit preceded by the town where it does not name it."""
    return tuple(
        Listed(p.name, unit, post_behind(unit, p.post), p.town_id, p.note, p.is_leader)
        for p, mark in rows
        for unit in [rules.full_unit(towns.get(p.town_id, ""), p.unit)]
        if mark in marks
    )


def _attendee(person: Listed) -> Attendee:
    return Attendee(name=person.name, unit=person.unit, post=person.post, note=person.note)


def _expected(person: Participant) -> Attendee:
    note = "列席" if _observes(person) else ""
    return Attendee(name=person.name, unit=person.unit, post=post_behind(person.unit, person.post), note=note)


def _observes(person: Participant) -> bool:
    return person.standing is Standing.OBSERVER


def _line(person: Participant, entry: AttendanceEntry | None, names: dict[UUID, str]) -> Line:
    came_instead = entry is not None and entry.mark is Mark.SUBSTITUTE
    return Line(
        participant_id=person.id,
        entry_id=entry.id if entry else None,
        name=person.name,
        unit=person.unit,
        post=post_behind(person.unit, person.post),
        is_leader=entry.is_leader if entry else person.is_leader,
        is_observer=_observes(person),
        mark=entry.mark if entry else None,
        mark_name=rules.MARK_NAMES[entry.mark] if entry else "",
        note=f"{entry.name}代会" if entry and came_instead else entry.note if entry else "",
        at=entry.at if entry else None,
        by_phone=bool(entry and entry.by_phone),
    )


def _guest_line(entry: AttendanceEntry) -> Line:
    return Line(
        None,
        entry.id,
        entry.name,
        entry.unit,
        entry.post,
        entry.is_leader,
        True,
        entry.mark,
        rules.MARK_NAMES[entry.mark],
        entry.note,
        entry.at,
        entry.by_phone,
    )
