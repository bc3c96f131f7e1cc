"""A resolution says who does it, and until when."""

from datetime import date
from uuid import uuid4

import pytest

from app.resolutions import rules
from app.resolutions.models import ResolutionText

DAY = date(2026, 4, 9)


def _resolution(**changes):
    given = {"text": "会议室每周二开放", "town_ids": [uuid4()], "unit": "Q镇党群服务中心", "due_on": date(2026, 5, 31)}
    return ResolutionText(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"town_ids": []}, rules.NobodyResponsible),
        ({"unit": ""}, rules.NobodyNamed),
        ({"due_on": None}, rules.NoDueDay),
        ({"due_on": date(2026, 4, 8)}, rules.DueBeforeMeeting),
    ],
)
def test_what_nobody_has_to_do_by_any_day_is_refused_and_named(changes, refusal):
    with pytest.raises(refusal) as said:
        rules.check_resolution(_resolution(**changes), DAY)
    assert "会议室每周二开放" in str(said.value)


def test_a_person_is_as_good_as_a_unit():
    rules.check_resolution(_resolution(unit="", person="小钱"), DAY)


def test_numbers_follow_the_last_one():
    assert list(rules.numbered(3, 11)) == [12, 13, 14]


def test_a_town_is_not_named_beside_its_own_unit():
    assert rules.responsible(["D镇", "Q镇"], "Q镇党群服务中心") == ("D镇", "Q镇党群服务中心")
    assert rules.responsible(["D镇", "Q镇"], "") == ("D镇", "Q镇")


def test_a_long_text_is_named_briefly():
    assert rules.brief_of("长" * 30) == "长" * 20 + "…"
