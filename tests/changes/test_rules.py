from datetime import UTC, datetime
from uuid import uuid4

import pytest
from gathering import ENDS, MONDAY, STARTS

from app.changes import rules
from app.changes.models import ChangeKind, ChangeState, MeetingChange

DONG, QI = uuid4(), uuid4()


def a_change(**given):
    said = {
        "partnership_id": uuid4(),
        "meeting_id": uuid4(),
        "kind": ChangeKind.POSTPONE,
        "town_id": DONG,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "reason": "防汛",
        "proposed_at": MONDAY,
    }
    return MeetingChange(**(said | given))


def test_the_keys_fit_the_new_time_and_the_reason():
    one = rules.content_of(a_change())
    assert one["starts_at"] == "2026-04-09T06:00:00+00:00"
    other = a_change(starts_at=datetime(2026, 5, 1, 6, tzinfo=UTC), reason="防汛")
    assert rules.content_of(other)["starts_at"] != one["starts_at"]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (ChangeKind.POSTPONE, "第12次轮值联席会议改期至2026年4月9日 星期四 14:00–16:00"),
        (ChangeKind.CANCEL, "取消第12次轮值联席会议"),
        (ChangeKind.CALL, "召集第12次轮值联席会议（2026年4月9日 星期四 14:00–16:00）"),
    ],
)
def test_the_title_says_what_the_key_is_for(kind, title):
    assert rules.title_of(a_change(kind=kind), "第12次轮值联席会议") == title


def test_only_the_proposer_withdraws_and_only_while_it_is_open():
    rules.check_withdraw(a_change(), town_id=DONG)
    with pytest.raises(rules.NotTheProposer):
        rules.check_withdraw(a_change(), town_id=QI)
    with pytest.raises(rules.ChangeIsClosed):
        rules.check_withdraw(a_change(state=ChangeState.DONE), town_id=DONG)
