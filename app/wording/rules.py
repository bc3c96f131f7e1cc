"""The small arts of official Chinese: numerals, titles broken by sense, names that align. Pure functions on text."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

DIGITS = "〇一二三四五六七八九"
# Between these two a renderer sets what is still missing, in red. Private code points: no keyboard writes them.
GAP_OPENS, GAP_CLOSES = "\ue000", "\ue001"
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ue000\ue001\ufeff\ufffe\uffff]"
)

TITLE_EMS = 20.0  # 二号字 of 22 pt in the 156 mm of the type area
NEVER_FIRST = "、，。；：？！）》〕”’的了"
NEVER_LAST = "（《〔“‘"
# A title line never breaks one of these; the towns' own names come as `terms`.
WORDS = (
    "毗邻党建|联席会议|联合体|轮值|纪要|更正|摘录|关于|商请|邀请|召开|参加|开展|举办|进一步|加强|推进|互派|挂职|干部|阵地|共享|"
    "服务|中心|党群服务中心|合作|协议|共建|人民政府|委员会|党委|办公室|社区|会议|通知|主持词|签到表|议程|座次图|材料目录|会务分工表|参会回执|工作|情况|方案|活动|矛盾|调解|有关|事项|"
    "[A-Z]镇|第[一二三四五六七八九十百\\d]+[次届期批季号]|\\d+年度?|\\d+月\\d+日|\\d+月|[A-Za-z0-9.—-]+"
)


def numeral(number: int) -> str:
    """一, 十, 二十三: for 一、 and （一）; 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def day(value: date | None) -> str:
    """2026年11月23日: Arabic figures, no leading zero (GB/T 9704-2012, 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def printable(text: str) -> str:
    """`text` without what no printer can print: control characters, direction marks, half surrogates."""
    return UNPRINTABLE.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of one field, without empty ones and without an indent of their own."""
    return tuple(line.strip(" \u3000") for line in text.split("\n") if line.strip(" \u3000"))


def gap(label: str) -> str:
    """A place that is still empty: shown red in a preview, never in an issued document."""
    return f"{GAP_OPENS}{label}{GAP_CLOSES}"


def aligned_name(name: str) -> str:
    """王　喆: a name of two characters as wide as one of three."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and name >= "\u2e80" else name


def ems(text: str) -> float:
    """The width of `text` in ems, rather too much than too little: capitals are wider than figures."""
    return sum(0.8 if "A" <= c <= "Z" else 0.55 if " " <= c <= "~" else 1.0 for c in text)


def fitting_size(text: str, *, width: float, largest: float) -> float:
    """The largest size in points, in half points, at which one line of `text` fits into `width` points."""
    return max(9.0, int(min(largest, width / max(ems(text), 1.0)) * 2) / 2)


def title_lines(title: str, terms: tuple[str, ...] = (), *, width: float = TITLE_EMS) -> tuple[str, ...]:
    """Break a title by sense into lines of balanced length (GB/T 9704-2012, 7.3.1); a typed line break is kept."""
    typed = lines(title)
    if len(typed) != 1:
        return typed
    text = typed[0]
    count = 1
    while ems(text) > width * count:
        count += 1
    return _best(text, count, width, _costs(text, terms))


def _best(text: str, count: int, width: float, costs: list[float]) -> tuple[str, ...]:
    """The cheapest way to break `text` into `count` lines, or more when none fits."""
    if count == 1:
        return (text,)
    found = _cheapest(text, count, width, costs)
    return found or _best(text, count + 1, width, costs)


def _cheapest(text: str, count: int, width: float, costs: list[float]) -> tuple[str, ...]:
    """The cheapest `count` lines that hold all of `text`, line by line; empty when none do."""
    mean = ems(text) / count
    reached: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for number in range(count):
        after: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (spent, made) in reached.items():
            for end in _ends(text, start, width, last=number == count - 1):
                line = text[start:end]
                cost = spent + costs[end] + (ems(line) - mean) ** 2 / 8
                if end not in after or cost < after[end][0]:
                    after[end] = (cost, (*made, line))
        reached = after
    return reached[len(text)][1] if len(text) in reached else ()


def _ends(text: str, start: int, width: float, *, last: bool) -> Iterator[int]:
    for end in range(start + 1, len(text) + 1):
        if ems(text[start:end]) > width:
            return
        if not last or end == len(text):
            yield end


def _costs(text: str, terms: tuple[str, ...]) -> list[float]:
    """What it costs to end a line before each character: 0 between known words, much inside one."""
    costs = [9.0] * (len(text) + 1)
    costs[-1] = 0.0
    known = "|".join([*(re.escape(t) for t in sorted(terms, key=len, reverse=True) if t), WORDS])
    for found in re.finditer(known, text):
        costs[found.start()] = min(costs[found.start()], 1.0)
        costs[found.end()] = min(costs[found.end()], 1.0)
        for inside in range(found.start() + 1, found.end()):
            costs[inside] = 400.0
    for place, (before, after) in enumerate(pairwise(text), start=1):
        if after in NEVER_FIRST or before in NEVER_LAST or text[:place].endswith("关于"):
            costs[place] = 400.0
        elif before in "、，》年的" and costs[place] < 400:
            costs[place] = 0.0
    return costs
