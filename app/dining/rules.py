"""What a kitchen has to know of a day: how many, for whom, with which wishes. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
SEPARATORS = re.compile(r"[、，,；;/\s]+")
DELIVERY = "送餐"
NOTES = ("少盐", "少糖", "软烂", "不吃辣", "送餐上门（楼号、室号）")
"""Offered while typing; taste and delivery, never an illness."""


def wishes_of(note: str) -> tuple[str, ...]:
    """少盐, 送餐上门: a note's parts, without what stands in brackets."""
    parts = SEPARATORS.split(BRACKETED.sub("", note))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_delivered(note: str) -> bool:
    return any(DELIVERY in part for part in wishes_of(note))


@dataclass(frozen=True)
class Portion:
    """One person's meal as the kitchen sees it; the name masked, the note in full."""

    name: str
    community: str
    town_name: str
    note: str
    has_come: bool
    digits: str = ""
    """The last four of the number: two of one surname are told apart."""


@dataclass(frozen=True)
class Count:
    """What to cook: in all, for whom, with which wishes."""

    total: int
    delivered: int
    communities: tuple[tuple[str, int], ...]
    wishes: tuple[tuple[str, int], ...]
    special: tuple[Portion, ...]
    """Those with a note, to be packed by hand; deliveries first."""

    @property
    def plain(self) -> int:
        """Without any wish."""
        return self.total - len(self.special)


def count(portions: Iterable[Portion]) -> Count:
    known = list(portions)
    places = Counter(" ".join(filter(None, (p.town_name, p.community or "其他社区"))) for p in known)
    wishes = Counter(wish for p in known for wish in wishes_of(p.note))
    special = sorted(
        (p for p in known if p.note.strip()), key=lambda p: (not is_delivered(p.note), p.community, p.note)
    )
    return Count(
        total=len(known),
        delivered=sum(is_delivered(p.note) for p in known),
        communities=tuple(sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))),
        wishes=tuple(sorted(wishes.items(), key=lambda pair: (-pair[1], pair[0]))),
        special=tuple(special),
    )


def count_in_words(count: Count) -> str:
    """共38份：长江新村社区20份、兴隆社区18份；少盐3份、送餐上门2份。"""
    if not count.total:
        return "没有人订餐。"
    places = "、".join(f"{name}{number}份" for name, number in count.communities)
    wishes = "、".join(f"{name}{number}份" for name, number in count.wishes)
    return f"共{count.total}份：{places}{'；' + wishes if wishes else ''}。"
