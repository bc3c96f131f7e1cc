"""Who fills in which box when, and when something is due. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import Role
from app.appraisals.models import AppraisalStep, Grade, Midterm, MidtermDraft, Step, StepDraft, YearDraft
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments import rules as postings
from app.secondments.models import Secondment
from app.secondments.rules import Standing, State

SUMMARY_DAYS_BEFORE = 30  # the person may sum up in the last month
OVER = (State.COMPLETED, State.ENDED_EARLY)
ORDER = tuple(Step)
GRADE_NAMES = {
    Grade.EXCELLENT: N_("优秀"),
    Grade.COMPETENT: N_("称职"),
    Grade.BASIC: N_("基本称职"),
    Grade.INCOMPETENT: N_("不称职"),
}
STEP_NAMES = {
    Step.SUMMARY: N_("个人总结"),
    Step.HOST_UNIT: N_("挂职单位鉴定意见"),
    Step.HOST_COMMITTEE: N_("挂职镇党委意见及等次"),
    Step.HOME_COMMITTEE: N_("派出镇党委意见"),
    Step.ORGANISATION: N_("组织部门意见"),
}
WHO = {
    Step.SUMMARY: N_("挂职人员本人"),
    Step.HOST_UNIT: N_("挂职单位带教人或者挂职镇组织委员"),
    Step.HOST_COMMITTEE: N_("挂职镇书记、组织委员"),
    Step.HOME_COMMITTEE: N_("派出镇书记、组织委员"),
    Step.ORGANISATION: N_("派出镇组织委员（按组织部门签署的纸质意见登记）"),
}


class NotYourBox(NotAllowed):
    message = N_("“%(step)s”由%(who)s填写")


class StepMissing(Refusal):
    message = N_("请先完成“%(step)s”")


class StepIsFixed(Refusal):
    message = N_("后一项意见已经填写，这一项不能再改")


class IsFinished(Refusal):
    message = N_("鉴定已经办结，不能再改")


class TooEarly(Refusal):
    message = N_("挂职期满前30天起填写个人总结")


class NotOver(Refusal):
    message = N_("挂职结束后才能填写鉴定意见")


class GradeMissing(Refusal):
    message = N_("请选择等次：优秀、称职、基本称职或者不称职")


class OrganMissing(Refusal):
    message = N_("请填写组织部门名称")


class SignedInFuture(Refusal):
    message = N_("日期不能晚于今天")


class OnlyHost(NotAllowed):
    message = N_("中期考核和年度考核由挂职单位带教人、挂职镇组织委员或者书记填写")


class NotActive(Refusal):
    message = N_("在岗期间或者期满后才能考核")


class YearOutside(Refusal):
    message = N_("该年度没有挂职时间")


@dataclass(frozen=True)
class BoxLine:
    """A box as its page shows it."""

    step: Step
    name: str
    who: str
    filled: AppraisalStep | None
    is_mine: bool
    """The reader may fill it in now, or rewrite it."""


def may_fill(standing: Standing, step: Step) -> bool:
    """Whose box it is: by what the reader is to the posting, not by the time."""
    if step is Step.SUMMARY:
        return standing.is_secondee
    if standing.is_secondee:
        return False
    roles = standing.reader.roles
    if step is Step.HOST_UNIT:
        return standing.is_host_mentor or (standing.is_host_side and Role.ORGANISER in roles)
    if step is Step.HOST_COMMITTEE:
        return standing.is_host_side and standing.is_leader
    if step is Step.HOME_COMMITTEE:
        return standing.is_home_side and standing.is_leader
    return standing.is_home_side and Role.ORGANISER in roles


def current_step(filled: Sequence[AppraisalStep]) -> Step | None:
    """The first empty box; None when all are filled."""
    done = {s.step for s in filled}
    return next((step for step in ORDER if step not in done), None)


def boxes(standing: Standing, filled: Sequence[AppraisalStep]) -> tuple[BoxLine, ...]:
    by_step, now = {s.step: s for s in filled}, current_step(filled)
    lines = []
    for step in ORDER:
        is_open = now is not None and (step is now or _is_last(step, now))
        mine = is_open and may_fill(standing, step) and _is_time(standing, step)
        lines.append(BoxLine(step, STEP_NAMES[step], WHO[step], by_step.get(step), mine))
    return tuple(lines)


def check_step(standing: Standing, draft: StepDraft, filled: Sequence[AppraisalStep], *, today: date) -> None:
    now = current_step(filled)
    if now is None:
        raise IsFinished
    if not may_fill(standing, draft.step):
        raise NotYourBox(step=STEP_NAMES[draft.step], who=WHO[draft.step])
    if ORDER.index(draft.step) > ORDER.index(now):
        raise StepMissing(step=STEP_NAMES[now])
    if draft.step is not now and not _is_last(draft.step, now):
        raise StepIsFixed
    if not _is_time(standing, draft.step):
        raise TooEarly if draft.step is Step.SUMMARY else NotOver
    _check_words(draft, today)


def _check_words(draft: StepDraft, today: date) -> None:
    if draft.on > today:
        raise SignedInFuture
    if draft.step is Step.HOST_COMMITTEE and draft.grade is None:
        raise GradeMissing
    if draft.step is Step.ORGANISATION and not draft.organ.strip():
        raise OrganMissing


def _is_last(step: Step, now: Step) -> bool:
    """The box just before the open one may still be rewritten."""
    return ORDER.index(step) == ORDER.index(now) - 1


def _is_time(standing: Standing, step: Step) -> bool:
    return standing.state in OVER or (step is Step.SUMMARY and standing.state is State.ACTIVE)


def check_summary_day(posting: Secondment, state: State, *, today: date) -> None:
    if state is State.ACTIVE and today < posting.until_on - timedelta(days=SUMMARY_DAYS_BEFORE):
        raise TooEarly


def may_assess(standing: Standing) -> bool:
    """中期考核, 年度考核: the host's mentor, organisation member or secretary."""
    return not standing.is_secondee and (standing.is_host_mentor or (standing.is_host_side and standing.is_leader))


def check_midterm(standing: Standing, draft: MidtermDraft, *, today: date) -> None:
    if not may_assess(standing):
        raise OnlyHost
    if standing.state not in (State.ACTIVE, *OVER):
        raise NotActive
    if not standing.posting.from_on <= draft.held_on <= today:
        raise SignedInFuture


def check_year(standing: Standing, draft: YearDraft) -> None:
    if not may_assess(standing):
        raise OnlyHost
    if standing.state not in (State.ACTIVE, *OVER):
        raise NotActive
    if draft.year not in years_of(standing.posting):
        raise YearOutside


def years_of(posting: Secondment) -> tuple[int, ...]:
    return tuple(range(posting.from_on.year, posting.until_on.year + 1))


def days_in(posting: Secondment, year: int) -> int:
    """How many days of a year were posted."""
    first, last = max(posting.from_on, date(year, 1, 1)), min(posting.until_on, date(year, 12, 31))
    return max(0, (last - first).days + 1)


def is_midterm_due(posting: Secondment, made: Iterable[Midterm], *, today: date) -> bool:
    """Half the time has passed and nobody has assessed."""
    has_one = any(m.secondment_id == posting.id for m in made)
    return posting.end_kind is None and not has_one and today >= postings.half_term(posting)
