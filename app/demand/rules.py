"""Which venue of the other side could take which need. Pure: needs, venues and free times come in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from app.demand.models import Candidate, Need, Offer, Proposal, Slot
from app.misses.rules import EVENING, NOON, PARTS, Part
from app.usage.rules import Share, total
from app.venues.models import KINDS, VenueKind

TIGHT_FROM = 80  # per cent of the daytime: whoever looks finds hardly anything
IDLE_UP_TO = 60
MOST_NEEDS, MOST_OFFERS = 6, 3
LEAST = 60  # minutes that a proposed free time lasts at least
USUAL = 120

K = VenueKind
# Rooms in which the same can be done; each kind stands for itself first.
ALIKE = (
    frozenset({K.HALL, K.PARTY_ROOM, K.CLASSROOM}),
    frozenset({K.MEETING_ROOM, K.COUNCIL_ROOM, K.PARTY_ROOM, K.CLASSROOM, K.ADVICE_ROOM}),
    frozenset({K.MEDIATION_ROOM, K.COUNCIL_ROOM, K.ADVICE_ROOM}),
    frozenset({K.READING_ROOM, K.CLASSROOM, K.AFTER_SCHOOL}),
    frozenset({K.DANCE_ROOM, K.HALL}),
    frozenset({K.DAY_CARE, K.HEALTH_ROOM}),
)
BOUNDS = {Part.MORNING: (0, NOON), Part.AFTERNOON: (NOON, EVENING), Part.EVENING: (EVENING, 1440), Part.ANY: (0, 1440)}


def serves(kind: VenueKind, wanted: VenueKind | None) -> bool:
    """Whether a room of one kind can stand in for another; any kind serves who asked for none."""
    return wanted is None or kind is wanted or any(kind in group and wanted in group for group in ALIKE)


def merged(needs: Iterable[Need]) -> list[Need]:
    """Needs for the same kind and part of the day together; the most frequent first, then the tightest."""
    kept: dict[tuple[UUID, VenueKind | None, Part], Need] = {}
    for need in needs:
        key = (need.town_id, need.kind, need.part)
        kept[key] = _plus(kept[key], need) if key in kept else need
    return sorted(kept.values(), key=lambda n: (-n.times, -(n.tight or 0), n.kind or "", n.part))


def _plus(one: Need, other: Need) -> Need:
    return Need(
        one.town_id,
        one.kind,
        one.part,
        seats=max(one.seats, other.seats),
        refused=one.refused + other.refused,
        missed=one.missed + other.missed,
        waited=one.waited + other.waited,
        tight=one.tight if one.tight is not None else other.tight,
    )


def tight_kinds(town_id: UUID, by_kind: Mapping[VenueKind, Sequence[tuple[int, Share]]]) -> list[Need]:
    """A town's kinds of venues that are nearly always full: a need even before anybody was refused.

    `by_kind` holds (seats, use) of each venue; the need is for as many seats as its usual room of that kind has.
    """
    needs = []
    for kind, rooms in by_kind.items():
        percent = total(share for _, share in rooms).day_percent
        if percent is not None and percent >= TIGHT_FROM:
            middle = sorted(seats for seats, _ in rooms)[len(rooms) // 2]
            needs.append(Need(town_id, kind, Part.ANY, seats=middle, tight=percent))
    return needs


def proposals(
    needs: Sequence[Need], candidates: Sequence[Candidate], free: Mapping[UUID, Sequence[Slot]]
) -> list[Proposal]:
    """For each need up to three venues with a free time; needs that nobody can take are named without an offer."""
    return [Proposal(need, _offers(need, candidates, free)) for need in needs[:MOST_NEEDS]]


def _offers(need: Need, candidates: Sequence[Candidate], free: Mapping[UUID, Sequence[Slot]]) -> tuple[Offer, ...]:
    fitting = [c for c in candidates if serves(c.kind, need.kind) and c.seats >= need.seats and _is_idle(c)]
    fitting.sort(key=lambda c: (c.kind is not need.kind, c.percent or 0, c.seats - need.seats, c.name))
    found = ((c, slot_for(need.part, free.get(c.venue_id, ()))) for c in fitting)
    return tuple(Offer(c, slot) for c, slot in found if slot)[:MOST_OFFERS]


def _is_idle(candidate: Candidate) -> bool:
    return candidate.percent is None or candidate.percent <= IDLE_UP_TO


def slot_for(part: Part, free: Iterable[Slot]) -> Slot | None:
    """The first free time that lies in the part of the day, two hours of it, or at least one."""
    opens, closes = BOUNDS[part]
    for slot in free:
        starts, ends = max(slot.starts, opens), min(slot.ends, closes)
        if ends - starts >= LEAST:
            return Slot(slot.day, starts, min(ends, starts + USUAL))
    return None


def slots(gaps: Mapping[tuple[UUID, date], Sequence[tuple[int, int]]]) -> dict[UUID, list[Slot]]:
    """Free gaps by venue and day as each venue's free times in order."""
    by_venue: dict[UUID, list[Slot]] = {}
    for (venue_id, day), free in sorted(gaps.items(), key=lambda item: item[0][1]):
        by_venue.setdefault(venue_id, []).extend(Slot(day, starts, ends) for starts, ends in free)
    return by_venue


def in_words(need: Need, town: str) -> str:
    """D镇下午需要60座以上的多功能厅：被拒绝2次，查找无结果3次，候补未得1次。"""
    when = "" if need.part is Part.ANY else PARTS[need.part]
    what = KINDS[need.kind] if need.kind else "场地"
    size = f"{need.seats}座以上的" if need.seats else ""
    counted = [("申请未获同意或无人答复", need.refused), ("查找无结果", need.missed), ("候补未得", need.waited)]
    why = [f"{label}{times}次" for label, times in counted if times]
    if need.tight is not None:
        why.append(f"本镇同类场地白天使用率{need.tight}%")
    return f"{town}{when}需要{size}{what}：{'，'.join(why)}。"
