"""When several venues and people are free together: intervals merged in Python, day by day. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.claims.models import minute_of
from app.claims.rules import free_gaps
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.slots.models import Busy, Slot, Wish

QUARTER, DAY = 15, 1440
MOST_VENUES, MOST_PEOPLE, MOST_SLOTS = 5, 20, 40
Spans = Sequence[tuple[int, int]]


class NothingChosen(Refusal):
    message = N_("请至少选择一个场地")


class TooManyChosen(Refusal):
    message = N_("一次最多选%(venues)s个场地、%(people)s个人")


def check_wish(wish: Wish) -> None:
    if not wish.venue_ids:
        raise NothingChosen
    if len(wish.venue_ids) > MOST_VENUES or len(wish.person_ids) > MOST_PEOPLE:
        raise TooManyChosen(venues=MOST_VENUES, people=MOST_PEOPLE)


def common(free: Iterable[Spans], taken: Spans, opens: int, closes: int) -> list[tuple[int, int]]:
    """What all the free spans have in common within [opens, closes), without what is taken. Half-open, in order."""
    barred = list(taken)
    for spans in free:
        barred += free_gaps(spans, 0, DAY)
    return free_gaps(barred, opens, closes)


def taken_on(busy: Iterable[Busy], day: date) -> list[tuple[int, int]]:
    """People's taken time on a day, in minutes of that day."""
    midnight = minute_of(clock.at(day, "00:00"))
    spans = ((minute_of(b.starts_at) - midnight, minute_of(b.ends_at) - midnight) for b in busy)
    return [(starts, ends) for starts, ends in spans if starts < DAY and ends > 0]


def slots_on(day: date, spans: Spans, minutes: int) -> list[Slot]:
    """The spans of a day that are long enough, from a quarter hour on."""
    found = []
    for opens, closes in spans:
        starts, until = -(-opens // QUARTER) * QUARTER, closes // QUARTER * QUARTER
        if until - starts >= minutes:
            found.append(Slot(day, starts, starts + minutes, until))
    return found
