"""How far a scan has come, and who may still say something."""

from uuid import uuid4

import pytest

from app.scans import rules
from app.scans.models import ScanWord
from app.scans.rules import ScanState

ONE, OTHER, THIRD = uuid4(), uuid4(), uuid4()


def word(town, agrees: bool = True) -> ScanWord:
    return ScanWord(town_id=town, agrees=agrees)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([], ScanState.WAITING),
        ([word(ONE)], ScanState.WAITING),
        ([word(ONE), word(OTHER)], ScanState.AGREED),
        ([word(ONE), word(OTHER, agrees=False)], ScanState.REFUSED),
        ([word(OTHER, agrees=False)], ScanState.REFUSED),
    ],
)
def test_all_must_agree_and_one_refusal_is_enough(words, state) -> None:
    assert rules.state_of(words, [ONE, OTHER]) is state


def test_a_second_scan_waits_for_the_first() -> None:
    rules.check_may_upload([ScanState.REFUSED, ScanState.REFUSED])
    with pytest.raises(rules.AnotherWaits):
        rules.check_may_upload([ScanState.REFUSED, ScanState.WAITING])
    with pytest.raises(rules.AgreedBefore):
        rules.check_may_upload([ScanState.AGREED])


def test_a_town_speaks_once_and_only_where_it_is_concerned() -> None:
    both = [ONE, OTHER]
    rules.check_may_say([word(OTHER)], both, ONE)
    for words, town, refusal in (
        ([], THIRD, rules.NotConcerned),
        ([word(ONE)], ONE, rules.SaidBefore),
        ([word(OTHER, agrees=False)], ONE, rules.NotWaiting),
    ):
        with pytest.raises(refusal):
            rules.check_may_say(words, both, town)
