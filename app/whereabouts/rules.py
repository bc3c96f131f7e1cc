"""Who is where and what is missing, as an organisation member asks it. Pure: rows and today come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.accounts.models import Role
from app.appraisals.models import Appraisal, AppraisalStep, Midterm, Step, YearSheet
from app.appraisals.rules import STEP_NAMES, current_step, is_midterm_due
from app.filings.rules import Occasion
from app.handovers.models import Item
from app.kit.i18n import N_
from app.secondments import rules as postings
from app.secondments.models import Secondment
from app.secondments.rules import Facts, Standing, State

WARNINGS = (30, 7)  # days before the end (domain.md §7)
HALF_A_YEAR = 181  # days: the shorter half
OVER = (State.COMPLETED, State.ENDED_EARLY)
SHOWN_AFTER_END = timedelta(days=180)
HOME_STEPS = frozenset({STEP_NAMES[Step.HOME_COMMITTEE], STEP_NAMES[Step.ORGANISATION]})
MONTHS = 6


@dataclass(frozen=True)
class Gap:
    """Something that is missing: what, the page on which it is done, and since when it counts."""

    text: str
    endpoint: str
    detail: str = ""


@dataclass(frozen=True)
class Papers:
    """What is on record of one posting."""

    occasions: Sequence[Occasion] = ()
    open_items: tuple[frozenset[Item], frozenset[Item]] = (frozenset(), frozenset())
    midterms: Sequence[Midterm] = ()
    steps: Sequence[AppraisalStep] = ()
    finished: Appraisal | None = None
    years: Sequence[YearSheet] = ()


@dataclass(frozen=True)
class Line:
    """One posting on the board."""

    posting: Secondment
    facts: Facts
    state: State
    days_left: int | None
    gaps: tuple[Gap, ...]
    stand_in: str
    is_ours: bool
    """Sent by the reader's town."""

    @property
    def is_ending(self) -> bool:
        return self.days_left is not None and self.days_left <= max(WARNINGS)


@dataclass(frozen=True)
class MonthCell:
    """A month of a person: from which to which day of it they are posted, 0 for not at all."""

    first: int
    last: int
    is_whole: bool


@dataclass(frozen=True)
class CalendarRow:
    line: Line
    cells: tuple[MonthCell | None, ...]


def days_left(posting: Secondment, state: State, today: date) -> int | None:
    """Days until the last one; None when it has not begun or is over."""
    return (posting.until_on - today).days if state is State.ACTIVE else None


def gaps_of(posting: Secondment, state: State, papers: Papers, *, today: date) -> tuple[Gap, ...]:
    """Everything that somebody still owes, the oldest duty first."""
    found: list[Gap] = []
    if state is State.PROPOSED:
        return ()
    found += [Gap(N_("%(what)s的报备未登记"), "filings.show", o.name) for o in papers.occasions if o.is_missing]
    if posting.pledged_at is None and state in (State.ACTIVE, State.AGREED):
        found.append(Gap(N_("本人尚未作出保密与廉洁承诺"), "secondments.show"))
    if state is State.ACTIVE and papers.open_items[0]:
        found.append(Gap(N_("到岗交接还有%(what)s项未办结"), "handovers.show", str(len(papers.open_items[0]))))
    if state in (State.ACTIVE, State.COMPLETED) and is_midterm_due(posting, papers.midterms, today=today):
        found.append(Gap(N_("中期考核未登记"), "appraisals.show"))
    missing_years = [str(y) for y in due_years(posting, state, today) if y not in {s.year for s in papers.years}]
    found += [Gap(N_("%(what)s年度考核情况未提供"), "appraisals.show", y) for y in missing_years]
    if state in OVER:
        found += _gaps_at_end(papers)
    return tuple(found)


def _gaps_at_end(papers: Papers) -> list[Gap]:
    found = []
    if papers.open_items[1]:
        found.append(Gap(N_("离岗交接还有%(what)s项未办结"), "handovers.show", str(len(papers.open_items[1]))))
    step = current_step(papers.steps)
    if papers.finished is None and step is not None:
        found.append(Gap(N_("鉴定表待填：%(what)s"), "appraisals.show", STEP_NAMES[step]))
    return found


def due_years(posting: Secondment, state: State, today: date) -> list[int]:
    """Calendar years whose 年度考核 the host owes the home unit: those of which the posting fills half or more.

    公务员考核规定: the host assesses somebody on 挂职; below half a year the home unit does so itself.
    """
    years = range(posting.from_on.year, posting.until_on.year + 1)
    return [y for y in years if _days_in(posting, y) >= HALF_A_YEAR and (y < today.year or state in OVER)]


def _days_in(posting: Secondment, year: int) -> int:
    first, last = max(posting.from_on, date(year, 1, 1)), min(posting.until_on, date(year, 12, 31))
    return (last - first).days + 1


def is_shown(posting: Secondment, state: State, gaps: Sequence[Gap], *, today: date) -> bool:
    """Ended postings stay on the board for half a year, or as long as something is missing."""
    return state not in OVER or bool(gaps) or posting.until_on + SHOWN_AFTER_END >= today


def warning(left: int) -> int | None:
    """Which warning holds with so many days left: the nearest one that has begun."""
    return next((w for w in sorted(WARNINGS) if 0 <= left <= w), None)


def months_from(first: date, number: int = MONTHS) -> tuple[date, ...]:
    return tuple(postings.plus_months(first.replace(day=1), n) for n in range(number))


def month_cell(posting: Secondment, month: date) -> MonthCell | None:
    """The part of a month that is posted."""
    last = postings.plus_months(month, 1) - timedelta(days=1)
    begins, ends = max(posting.from_on, month), min(posting.until_on, last)
    if begins > ends:
        return None
    return MonthCell(begins.day, ends.day, begins == month and ends == last)


def is_whose(gap: Gap, standing: Standing) -> bool:
    """Whether the reader is the one who can fill a gap: the person, the host's mentor, or an organisation member."""
    if gap.endpoint == "secondments.show" or gap.detail == STEP_NAMES[Step.SUMMARY]:
        return standing.is_secondee
    if standing.is_secondee:
        return False
    organises = standing.is_here and Role.ORGANISER in standing.reader.roles
    if gap.endpoint == "filings.show":
        return organises and standing.is_home_side
    if gap.endpoint == "handovers.show":
        return organises or standing.is_mentor
    if gap.detail in HOME_STEPS:
        return organises and standing.is_home_side
    return standing.is_host_mentor or (organises and standing.is_host_side)


@dataclass(frozen=True)
class Figures:
    """What a town has given and learned in a span of days."""

    town: str
    sent: int
    received: int
    days_sent: int
    days_received: int
    entries: int
    lessons: int


def days_between(posting: Secondment, first: date, last: date) -> int:
    """How many posted days lie in the span."""
    return max(0, (min(posting.until_on, last) - max(posting.from_on, first)).days + 1)


def figures(
    town_id: UUID,
    name: str,
    rows: Sequence[Secondment],
    first: date,
    last: date,
    *,
    entries: Mapping[UUID, int],
    lessons: Mapping[UUID, int],
) -> Figures:
    sent = [p for p in rows if p.home_town_id == town_id and days_between(p, first, last)]
    received = [p for p in rows if p.host_town_id == town_id and days_between(p, first, last)]
    return Figures(
        town=name,
        sent=len(sent),
        received=len(received),
        days_sent=sum(days_between(p, first, last) for p in sent),
        days_received=sum(days_between(p, first, last) for p in received),
        entries=sum(entries.get(p.id, 0) for p in sent),
        lessons=lessons.get(town_id, 0),
    )
