"""What differs between wordings, and three of them become one. Pure; knows no document and no editor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Conflict:
    """A passage that two people changed at the same time: what both began with, and what each made of it."""

    label: str
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Change:
    """A changed passage, as pieces: kept "", deleted "-", added "+"."""

    label: str
    pieces: tuple[tuple[str, str], ...]


@dataclass
class Merging:
    """The conflicts met so far while three texts become one; `say` puts a passage into the words people read."""

    say: Callable[[object], str] = str
    conflicts: list[Conflict] = field(default_factory=list)

    def pick(self, label: str, base: T, theirs: T, mine: T) -> T:
        """Whoever changed the passage wins; where both did, mine stands for now and the conflict is shown."""
        if mine in (theirs, base):
            return theirs
        if theirs != base:
            self.conflicts.append(Conflict(label, self.say(base), self.say(theirs), self.say(mine)))
        return mine


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """What differs between two texts, passage by passage."""
    labels = dict.fromkeys([*new, *old])
    return [
        Change(label, pieces(old.get(label, ""), new.get(label, "")))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Two wordings as kept, deleted and added pieces."""
    found: list[tuple[str, str]] = []
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            found.append(("", old[a:b]))
            continue
        found += [(mark, words) for mark, words in (("-", old[a:b]), ("+", new[c:d])) if words]
    return tuple(found)
