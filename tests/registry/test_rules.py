import pytest

from app.registry import rules
from app.towns.models import Tier


def test_each_tier_stands_below_the_one_above():
    rules.check_parent(Tier.GRID, Tier.NEIGHBOURHOOD)
    rules.check_parent(Tier.NEIGHBOURHOOD, Tier.TOWN)
    rules.check_parent(Tier.TOWN, None)
    for tier, parent in ((Tier.GRID, Tier.TOWN), (Tier.TOWN, Tier.TOWN), (Tier.NEIGHBOURHOOD, Tier.GRID)):
        with pytest.raises(rules.WrongParent):
            rules.check_parent(tier, parent)


def test_the_operator_helps_only_a_town_with_a_single_secretary():
    rules.check_operator_may_invite(1)
    with pytest.raises(rules.AnotherSecretary):
        rules.check_operator_may_invite(2)


@pytest.mark.parametrize(("longitude", "latitude"), [(121.5, 31.6), (None, None)])
def test_a_place_has_both_degrees_or_none(longitude, latitude):
    rules.check_place(longitude, latitude)


@pytest.mark.parametrize(
    ("longitude", "latitude", "refusal"),
    [(121.5, None, rules.HalfAPlace), (None, 31.6, rules.HalfAPlace), (31.6, 121.5, rules.NotInChina)],
)
def test_half_or_swapped_degrees_are_noticed(longitude, latitude, refusal):
    with pytest.raises(refusal):
        rules.check_place(longitude, latitude)
