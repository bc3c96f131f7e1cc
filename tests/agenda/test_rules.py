from uuid import uuid4

import pytest
from gathering import ENDS, MONDAY, STARTS

from app.agenda import rules
from app.agenda.models import AgendaItem, ItemKind, opening_id
from app.meetings.models import Meeting, MeetingState
from app.meetings.rules import WrongState

HOST, PARTNER, OTHER = uuid4(), uuid4(), uuid4()
A, B, C = uuid4(), uuid4(), uuid4()


def an_item(minutes=15, kind=ItemKind.TOPIC, **given):
    return AgendaItem(
        partnership_id=uuid4(),
        meeting_id=uuid4(),
        title="关于互派挂职工作",
        minutes=minutes,
        place=1,
        kind=kind,
        **given,
    )


def a_meeting(**given):
    said = {"partnership_id": uuid4(), "number": 1, "title": "第1次", "host_id": HOST}
    times = {"starts_at": STARTS, "ends_at": ENDS, "original_on": STARTS.date(), "changed_at": MONDAY}
    return Meeting(**(said | times | given))


@pytest.mark.parametrize(("total", "over"), [([60, 60], 0), ([60, 61], 1), ([], 0)])
def test_the_agenda_is_measured_against_the_meeting(total, over):
    assert rules.load_of([an_item(m) for m in total], 120).over == over


def test_each_item_starts_when_the_one_before_ends():
    starts = rules.starts_of([an_item(10), an_item(30), an_item(20)], STARTS)
    assert [(s - STARTS).seconds // 60 for s in starts] == [0, 10, 40]


@pytest.mark.parametrize(
    ("item", "step", "expected"),
    [(A, 1, [B, A, C]), (C, -1, [A, C, B]), (A, -1, [A, B, C]), (C, 1, [A, B, C])],
)
def test_items_move_by_one_place_and_stop_at_the_ends(item, step, expected):
    assert rules.moved([A, B, C], item, step) == expected


def test_an_old_page_cannot_lose_or_invent_items():
    items = [an_item(), an_item()]
    rules.check_same(items, [items[1].id, items[0].id])
    for order in ([items[0].id], [items[0].id, items[0].id], [items[0].id, items[1].id, uuid4()]):
        with pytest.raises(rules.OrderIsStale):
            rules.check_same(items, order)


def test_the_host_places_any_topic_and_the_partner_its_own():
    rules.check_placer(a_meeting(), PARTNER, HOST)
    rules.check_placer(a_meeting(), PARTNER, PARTNER)
    with pytest.raises(rules.NotTheOrderer):
        rules.check_placer(a_meeting(), PARTNER, OTHER)


def test_the_opening_item_stands_first_for_ever():
    with pytest.raises(rules.OpeningIsFixed):
        rules.check_movable(an_item(kind=ItemKind.FOLLOWUPS))
    assert opening_id(A) == opening_id(A) != opening_id(B)


def test_the_agenda_of_a_meeting_that_was_held_is_fixed():
    with pytest.raises(WrongState):
        rules.check_open(a_meeting(state=MeetingState.HELD))
