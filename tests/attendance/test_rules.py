from datetime import timedelta
from uuid import uuid4

import pytest
from gathering import ENDS, MONDAY, STARTS

from app.attendance import rules
from app.attendance.models import AttendanceEntry, AttendanceSheet, Mark
from app.attendance.rules import PresenceRule
from app.meetings.models import Meeting, MeetingState

DONG, QI, RU = uuid4(), uuid4(), uuid4()


def an_entry(town, mark=Mark.PRESENT, leads=False, **given):
    said = {"partnership_id": uuid4(), "meeting_id": uuid4(), "name": "王喆", "at": STARTS}
    return AttendanceEntry(town_id=town, mark=mark, is_leader=leads, **(said | given))


def a_meeting(state=MeetingState.CONVENED):
    return Meeting(
        partnership_id=uuid4(),
        number=1,
        title="第1次",
        host_id=DONG,
        starts_at=STARTS,
        ends_at=ENDS,
        original_on=STARTS.date(),
        changed_at=MONDAY,
        state=state,
    )


def a_sheet(**given):
    return AttendanceSheet(partnership_id=uuid4(), meeting_id=uuid4(), code="X", opened_at=MONDAY, **given)


@pytest.mark.parametrize(
    ("entries", "lacking"),
    [
        ([], (DONG, QI)),
        ([an_entry(DONG, leads=True)], (QI,)),
        ([an_entry(DONG, leads=True), an_entry(QI, leads=True)], ()),
        ([an_entry(DONG, leads=True), an_entry(QI)], (QI,)),
        ([an_entry(DONG, leads=True), an_entry(QI, Mark.SUBSTITUTE, leads=True)], ()),
        ([an_entry(DONG, leads=True), an_entry(QI, Mark.LEAVE, leads=True)], (QI,)),
        ([an_entry(DONG, leads=True), an_entry(QI, Mark.OBSERVER, leads=True)], (QI,)),
    ],
)
def test_a_leader_of_each_town_makes_presence(entries, lacking):
    presence = rules.presence_of(PresenceRule(), [DONG, QI], entries)
    assert presence.lacking == lacking
    assert presence.met is (not lacking)


def test_three_towns_each_need_a_leader():
    there = [an_entry(DONG, leads=True), an_entry(QI, leads=True)]
    assert rules.presence_of(PresenceRule(), [DONG, QI, RU], there).lacking == (RU,)


@pytest.mark.parametrize(("quorum", "short"), [(None, 0), (2, 0), (5, 3)])
def test_a_head_count_is_optional_and_counts_substitutes_but_no_observers(quorum, short):
    there = [an_entry(DONG), an_entry(QI, Mark.SUBSTITUTE), an_entry(QI, Mark.OBSERVER)]
    presence = rules.presence_of(PresenceRule(leader_of_each=False, quorum=quorum), [DONG, QI], there)
    assert (presence.came, presence.short) == (2, short)


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (STARTS - timedelta(minutes=61), rules.NotOpenYet),
        (STARTS - timedelta(minutes=60), None),
        (ENDS - timedelta(minutes=1), None),
        (ENDS, rules.SignInOver),
    ],
)
def test_the_code_works_from_an_hour_before_to_the_end(now, refusal):
    if refusal is None:
        rules.check_door(a_meeting(), a_sheet(), now=now)
        return
    with pytest.raises(refusal):
        rules.check_door(a_meeting(), a_sheet(), now=now)


@pytest.mark.parametrize(
    ("meeting", "sheet"),
    [(a_meeting(), a_sheet(closed_at=STARTS)), (a_meeting(MeetingState.CANCELLED), a_sheet())],
)
def test_a_closed_sheet_or_a_cancelled_meeting_takes_nobody(meeting, sheet):
    with pytest.raises(rules.SignInOver):
        rules.check_door(meeting, sheet, now=STARTS)


def test_the_host_marks_everybody_and_others_their_own():
    rules.check_marker(a_meeting(), QI, actor_town_id=DONG)
    rules.check_marker(a_meeting(), QI, actor_town_id=QI)
    with pytest.raises(rules.NotYourTownsList):
        rules.check_marker(a_meeting(), DONG, actor_town_id=QI)


@pytest.mark.parametrize(("unit", "said"), [("党委", "D镇党委"), ("D镇党委", "D镇党委"), ("", "D镇")])
def test_units_are_named_with_their_town(unit, said):
    assert rules.full_unit("D镇", unit) == said


def test_notes_say_for_whom_and_why():
    person = uuid4()
    entry = an_entry(DONG, Mark.SUBSTITUTE, participant_id=person)
    assert rules.note_of(entry, {person: "沈卫东"}) == "代沈卫东"
    assert rules.note_of(an_entry(DONG, Mark.LEAVE, note="参加党校学习"), {}) == "参加党校学习"
