from uuid import uuid4

import pytest

from app.participants import rules
from app.participants.models import Participant, ParticipantDraft


def a_participant(name="王喆", unit="党委"):
    return Participant(partnership_id=uuid4(), meeting_id=uuid4(), town_id=uuid4(), name=name, unit=unit, post="书记")


@pytest.mark.parametrize(
    ("post", "leads"),
    [
        ("党委书记", True),
        ("党委副书记", True),
        ("镇党委副书记", True),
        ("长江新村村党支部书记", False),
        ("社区党总支书记", False),
        ("团委书记", False),
        ("党政办主任", False),
        ("", False),
    ],
)
def test_the_leaders_of_a_town_are_known_by_their_post(post, leads):
    assert rules.stands_for_town(post) is leads


def test_nobody_is_listed_twice_but_namesakes_of_other_units_are():
    listed = [a_participant()]
    with pytest.raises(rules.ListedTwice):
        rules.check_new(listed, ParticipantDraft(name="王喆", unit="党委"))
    rules.check_new(listed, ParticipantDraft(name="王喆", unit="兴隆社区"))


def test_a_list_has_room_for_sixty():
    full = [a_participant(name=f"人{n}") for n in range(60)]
    with pytest.raises(rules.ListFull):
        rules.check_new(full, ParticipantDraft(name="又一人"))


def test_each_town_writes_its_own_list():
    town = uuid4()
    rules.check_writer(town, actor_town_id=town)
    with pytest.raises(rules.OtherTownsList):
        rules.check_writer(town, actor_town_id=uuid4())


@pytest.mark.parametrize(
    ("unit", "post", "said"),
    [
        ("D镇党委", "党委书记", "书记"),
        ("党政办", "党政办主任", "主任"),
        ("兴隆社区", "书记", "书记"),
        ("", "镇长", "镇长"),
        ("D镇", "镇长", "镇长"),
    ],
)
def test_a_post_does_not_repeat_its_unit(unit, post, said):
    assert rules.post_behind(unit, post) == said


def test_phones_are_masked_by_the_one_function():
    assert rules.Contact(phone="13812341234").masked_phone == "138****1234"
