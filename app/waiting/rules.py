"""Whose turn it is and how long an offer stands. Pure; the places and the time come in."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.waiting.models import OPEN, PlaceState, WaitingPlace

HOLD = timedelta(hours=2)


class NotWaitingAnyMore(Refusal):
    message = N_("该候补已结束，不能再办理此项")


def holds_until(now: datetime, last: datetime) -> datetime:
    """An offer stands for two hours, or until the last moment at which it can be accepted (domain.md §5)."""
    return min(now + HOLD, last)


def in_turn(places: Iterable[WaitingPlace], *, alternates: bool, last_town: UUID | None = None) -> list[WaitingPlace]:
    """First come, first served; where towns share a quota they take turns, beginning after `last_town`.

    Within a town the order of joining always holds.
    """
    waiting = sorted(places, key=_order)
    if not alternates:
        return waiting
    lines = _by_town(waiting)
    first = sorted(lines, key=lambda town_id: (town_id == last_town, _order(lines[town_id][0])))
    longest = max(map(len, lines.values()), default=0)
    return [lines[town_id][n] for n in range(longest) for town_id in first if n < len(lines[town_id])]


def _order(place: WaitingPlace) -> tuple[datetime, int]:
    return place.joined_at, place.number


def _by_town(places: Iterable[WaitingPlace]) -> dict[UUID, list[WaitingPlace]]:
    lines: dict[UUID, list[WaitingPlace]] = {}
    for place in places:
        lines.setdefault(place.town_id, []).append(place)
    return lines


def position(place: WaitingPlace, others: Sequence[WaitingPlace]) -> int:
    """Which place from the front, from 1, among those who wait for the same thing at a time that meets this one."""
    return 1 + sum(1 for other in others if _stands_before(other, place))


def _stands_before(other: WaitingPlace, place: WaitingPlace) -> bool:
    open_before = other.state in OPEN and _order(other) < _order(place) and other.id != place.id
    return open_before and meets(other, place) and _is_rival(other, place)


def meets(one: WaitingPlace, other: WaitingPlace) -> bool:
    return touches(one, other.wanted_from, other.wanted_until)


def touches(place: WaitingPlace, since: datetime, until: datetime) -> bool:
    """Half-open, as everywhere (pitfall 6)."""
    return place.wanted_from < until and since < place.wanted_until


def _is_rival(one: WaitingPlace, other: WaitingPlace) -> bool:
    """The same thing, or one of them the whole of it: two halves of a hall do not stand in each other's way."""
    return one.what == other.what or other.queue in {one.what, other.what}


def has_lapsed(place: WaitingPlace, now: datetime) -> bool:
    return place.state is PlaceState.OFFERED and place.holds_until is not None and place.holds_until <= now


def last_start(place: WaitingPlace) -> datetime:
    """After this the wish cannot be fulfilled any more."""
    return place.wanted_until - timedelta(minutes=place.minutes)


def is_over(place: WaitingPlace, now: datetime) -> bool:
    return place.state is PlaceState.WAITING and last_start(place) <= now
