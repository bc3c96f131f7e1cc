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
