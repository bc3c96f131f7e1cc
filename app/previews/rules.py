"""What somebody chose for each of many bookings, and what follows from it. Pure: troubles, quota and time come in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from uuid import UUID

from app.availability.rules import possible_starts, span_in_words, starts_by_nearness
from app.bookings.models import BookingDraft
from app.claims.models import Span, minute_of
from app.claims.rules import Taken
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.previews.models import KEEP, OPEN, SKIP, Choice, ChoiceKind, Idea, Plan, Row, Thing
from app.venues.models import DAY_MINUTES, Venue
from app.vetting import rules as vetting
from app.vetting.rules import Ground

EPOCH = date(1970, 1, 1)
FIRST_MIDNIGHT = minute_of(clock.at(EPOCH, "00:00"))
Gaps = Mapping[tuple[UUID, date], Sequence[tuple[int, int]]]


class NothingChosen(Refusal):
    message = N_("没有一次可以预约，请改用其他时间或场地")


class NotSettled(Refusal):
    message = N_("还有%(count)s次没有定下，请逐次选择跳过、换场地或换时间后再确认；其余选择都已保留")


class TakenMeanwhile(Refusal):
    message = N_("确认前有人预约了其中的时段，一次也没有约成；请看标出的几次，重新选择后再确认")


def read_choice(text: str) -> Choice:
    """What a form sent; anything unreadable is undecided."""
    if text in (ChoiceKind.KEEP, ChoiceKind.SKIP):
        return Choice(ChoiceKind(text))
    kind, *rest = text.split("|")
    if kind != ChoiceKind.OTHER or len(rest) != 4:
        return OPEN
    try:
        venue_id, day = UUID(rest[0]), date.fromisoformat(rest[1])
        return Choice(ChoiceKind.OTHER, venue_id, Span(clock.at(day, rest[2]), clock.at(day, rest[3])))
    except ValueError:
        return OPEN


ByDay = Mapping[tuple[int, date], Sequence[Thing]]


def sorted_by_day(things: Iterable[tuple[int, Thing]]) -> ByDay:
    """By venue number and day of the towns' calendar, on every day that a thing touches."""
    days: dict[tuple[int, date], list[Thing]] = {}
    for number, thing in things:
        for n in range(_day_number(thing.starts), _day_number(thing.ends) + 1):
            days.setdefault((number, EPOCH + timedelta(days=n)), []).append(thing)
    return days


def _day_number(minute: int) -> int:
    return (minute - FIRST_MIDNIGHT) // DAY_MINUTES


@dataclass(frozen=True)
class Survey:
    """Everything needed to weigh wishes for some venues without asking again."""

    grounds: Mapping[UUID, Ground]
    things: ByDay
    now: datetime

    def against(self, draft: BookingDraft) -> list[Refusal]:
        """All that speaks against a wish: the rules of its venue, closures, and what is taken."""
        ground = self.grounds[draft.venue_id]
        ground = ground.on_terms(vetting.terms_of(ground, draft, missed=0))
        met = {type(t.refusal): t.refusal for t in self.met(draft)}
        return [*vetting.against(ground, draft, draft.span, self.now), *met.values()]

    def met(self, draft: BookingDraft) -> list[Thing]:
        ground, span = self.grounds[draft.venue_id], draft.span
        first, last = minute_of(span.starts_at), minute_of(span.ends_at)
        margin = {True: ground.venue.gap, False: 0}
        near = [t for number in ground.numbers for t in self.things.get((number, span.day), ())]
        return [t for t in near if t.starts < last + margin[isinstance(t.refusal, Taken)] and first < t.ends]


def weighed(rows: Iterable[Row], known: Survey) -> list[Row]:
    """Rows with what speaks against them; what is free and undecided is kept as planned."""
    return [_weigh(row, known) for row in rows]


def _weigh(row: Row, known: Survey) -> Row:
    troubles = tuple(known.against(row.planned))
    blocker = "、".join(dict.fromkeys(t.title for t in known.met(row.planned) if t.title))
    choice = KEEP if row.choice.kind is ChoiceKind.OPEN and not troubles else row.choice
    objection = next(iter(known.against(row.other)), None) if row.other else None
    return replace(row, troubles=troubles, blocker=blocker, choice=choice, objection=objection)


def without_collisions(rows: Sequence[Row], gaps: Mapping[UUID, int]) -> list[Row]:
    """Of two rows that now want the same time, the later one is objected to."""
    wanted = [(n, d) for n, r in enumerate(rows) if not r.is_open and (d := r.wanted)]
    clashing = {wanted[place][0] for place in collisions([d for _, d in wanted], gaps)}
    return [replace(r, objection=Taken()) if n in clashing else r for n, r in enumerate(rows)]


def preset(rows: Iterable[Row], how: str) -> list[Row]:
    """ "skip": every undecided one is left out. "swap": another venue at the same time where there is one."""
    return [replace(row, choice=_preset(row, how), objection=None) if row.is_open else row for row in rows]


def _preset(row: Row, how: str) -> Choice:
    if how == "swap":
        return next((o.choice for o in row.options if o.is_same_time), OPEN)
    return SKIP


def collisions(drafts: Sequence[BookingDraft], gaps: Mapping[UUID, int]) -> set[int]:
    """Places in the list of drafts that meet an earlier one at the same venue (two choices for one free hour)."""
    by_venue: dict[UUID, list[tuple[Span, int]]] = {}
    for place, draft in enumerate(drafts):
        by_venue.setdefault(draft.venue_id, []).append((draft.span, place))
    met: set[int] = set()
    for venue_id, spans in by_venue.items():
        gap = timedelta(minutes=gaps.get(venue_id, 0))
        for (earlier, one), (later, other) in pairwise(sorted(spans)):
            if later.starts_at < earlier.ends_at + gap:
                met.add(max(one, other))
    return met


def ideas(planned: BookingDraft, candidates: Iterable[Venue], gaps: Gaps, busy_days: set[date]) -> list[Idea]:
    """Nearest other starts at the same venue that day, on other days of the week after, and other venues then."""
    here = _same_day(planned, gaps) + _other_days(planned, gaps, busy_days)
    starts, ends = planned.span.of_day()
    elsewhere = [
        Idea(v.id, planned.span)
        for v in candidates
        if v.id != planned.venue_id
        and any(a <= starts and ends <= b for a, b in gaps.get((v.id, planned.span.day), ()))
    ]
    return here + elsewhere


def _same_day(planned: BookingDraft, gaps: Gaps) -> list[Idea]:
    found = _ideas_on(planned, planned.span.day, gaps)
    return list(islice((idea for idea in found if idea.span != planned.span), 2))


def _other_days(planned: BookingDraft, gaps: Gaps, busy_days: set[date]) -> list[Idea]:
    days = [planned.span.day + timedelta(days=n) for n in range(1, 8)]
    nearest = [_ideas_on(planned, day, gaps)[:1] for day in days if day not in busy_days]
    return [idea for found in nearest for idea in found][:2]


def _ideas_on(planned: BookingDraft, day: date, gaps: Gaps) -> list[Idea]:
    minutes = planned.span.minutes
    starts = [s for gap in gaps.get((planned.venue_id, day), ()) for s in possible_starts(gap, minutes)]
    midnight = clock.at(day, "00:00")
    spans = [midnight + timedelta(minutes=s) for s in starts_by_nearness(starts, planned.span.of_day()[0])[:3]]
    return [Idea(planned.venue_id, Span(at, at + timedelta(minutes=minutes))) for at in spans]


def reason_of(idea: Idea, planned: BookingDraft, *, town_name: str, is_own: bool) -> str:
    """How an alternative differs from what was asked."""
    if idea.venue_id != planned.venue_id:
        return "同一时间，本镇其他场地" if is_own else f"同一时间，{town_name}的场地"
    return "同一场地，当天其他时间" if idea.span.day == planned.span.day else "同一场地，改日"


def words_of(idea: Idea, planned: BookingDraft, venue_words: str) -> str:
    """Only what is different: the other hours, the other day, or the other venue."""
    if idea.venue_id != planned.venue_id:
        return venue_words
    if idea.span.day != planned.span.day:
        return span_in_words(idea.span)
    return f"{clock.wall_time(idea.span.starts_at)}–{clock.wall_time(idea.span.ends_at)}"


def check(plan: Plan) -> None:
    """Everything is decided, and something is left to book."""
    if plan.open_count:
        raise NotSettled(count=plan.open_count)
    if not plan.wanted:
        raise NothingChosen
