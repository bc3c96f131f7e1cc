"""What the doctor finds: a fact, how grave it is, and how to mend it."""

from enum import Enum
from typing import NamedTuple


class Grade(Enum):
    """The sign before a line; only MISSING makes the command fail."""

    GOOD = "✓"
    NOTE = "!"
    MISSING = "✗"


class Finding(NamedTuple):
    grade: Grade
    fact: str
    mend: str = ""


def judged(good: bool, fact: str, mend: str) -> Finding:
    """A fact that has to hold; the way to mend it is told only when it does not."""
    return Finding(Grade.GOOD, fact) if good else Finding(Grade.MISSING, fact, mend)


def noted(good: bool, fact: str, mend: str) -> Finding:
    """A fact that may fail without harm."""
    return Finding(Grade.GOOD, fact) if good else Finding(Grade.NOTE, fact, mend)
