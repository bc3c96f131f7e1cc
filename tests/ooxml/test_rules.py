"""The order in which Word wants its properties."""

from app.ooxml.rules import LEVEL_FACES, RUN_ORDER, place
from app.typeset.models import Level


def test_unknown_properties_come_last() -> None:
    assert place("rStyle", RUN_ORDER) == 0
    assert place("somethingNew", RUN_ORDER) == len(RUN_ORDER)


def test_every_level_has_its_face() -> None:
    assert set(LEVEL_FACES) == set(Level)
