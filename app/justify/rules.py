"""Where a line of Chinese may be widened. Pure: no WeasyPrint, no fonts."""

import re
from collections.abc import Iterable

# Ideographs, full-width punctuation, dashes and quotation marks; never Latin words or figures.
SPREADABLE = re.compile(
    "[\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]+"
)
# A line that lacks more than this many ems stays ragged: something unbreakable follows it.
WIDEST_EMS = 3.2


def gaps(text: str) -> float:
    """How many letter gaps of `text` can widen; Pango gives the first and last letter of a run only half a gap."""
    if len(text) < 2:
        return 0.0
    spread = [False] * len(text)
    for found in SPREADABLE.finditer(text):
        spread[found.start() : found.end()] = [True] * len(found.group())
    return sum(spread) - (spread[0] + spread[-1]) / 2


def spans(text: str) -> list[tuple[int, int]]:
    """The stretches of `text` that can widen, as UTF-8 byte offsets, as Pango counts."""
    found_at = []
    for found in SPREADABLE.finditer(text):
        start = len(text[: found.start()].encode())
        found_at.append((start, start + len(found.group().encode())))
    return found_at


def is_chinese(texts: Iterable[str]) -> bool:
    return any(character >= "\u2e80" for text in texts for character in text)
