"""What both towns must have filled in before they are asked, and what nobody can be posted to. Pure functions."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from app.accounts.models import Role
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments.models import Bearer, Exchange, HomePart, HostPart, Post, Secondment, Stage

GOALS_LEAST, GOALS_MOST = 3, 5
# 城市居民委员会组织法 §8, 村民委员会组织法 §11: 居（村）委会主任、副主任、委员由居（村）民依法选举产生.
ELECTED = frozenset({Post.COMMITTEE_DIRECTOR, Post.COMMITTEE_DEPUTY, Post.COMMITTEE_MEMBER})


class ElectedPost(Refusal):
    message = N_(
        "居（村）委会主任、副主任、委员由居（村）民依法选举产生，不能挂任。可改为书记助理、主任助理或者党群服务中心职务"
    )


class StartsInPast(Refusal):
    message = N_("开始日期已过，挂职从双方都签发之后的日期起算。请改开始日期")


class GoalsMissing(Refusal):
    message = N_("请写%(least)s至%(most)s条挂职目标，每条一行，写成期满时能够判断是否做到的一句话")


class NotYourPerson(Refusal):
    message = N_("只能派出本镇在册的同志")


class OperatorPosted(Refusal):
    message = N_("书记、安全审计员不能派出挂职：其职责不能暂停。请另选同志")


class NotYourUnit(Refusal):
    message = N_("请选择本镇的单位")


class MentorIsSecondee(Refusal):
    message = N_("带教人不能是挂职人员本人，也不能正在外挂职。请另选一位同志")


class NobodyBears(Refusal):
    message = N_("工伤和意外伤害保险须有一方承担")


class SameTown(Refusal):
    message = N_("互派挂职在两个镇之间进行，请选择对方镇")


class NotPartners(Refusal):
    message = N_("对方镇与本镇不在同一个联合体，不能互派")


class NotComplete(Refusal):
    message = N_("还缺：%(missing)s。补齐后才能提请双方商定")


class AlreadyAgreed(Refusal):
    message = N_("双方已经商定，内容不能再改。需要延期、提前结束的，请在该挂职页面办理")


class IsDropped(Refusal):
    message = N_("这次互派已经撤回，不能再办理。需要时请重新发起")


class AlreadyAsked(Refusal):
    message = N_("已提请双方商定，请在本页核稿、签发")


class NotAsked(Refusal):
    message = N_("尚未提请双方商定")


class NotYourSide(NotAllowed):
    message = N_("只有派出方填写派出的同志，只有挂职方填写挂职岗位")


def check_not_past(from_on: date, *, today: date) -> None:
    if from_on < today:
        raise StartsInPast


def tidy_goals(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_home(part: HomePart, *, people: Iterable[UUID], units: Iterable[UUID], roles: Iterable[Role]) -> None:
    """`people` and `units` of the sending town; `roles` that the person holds there."""
    known = set(people)
    if part.person_id not in known:
        raise NotYourPerson
    if not {Role.SECRETARY, Role.AUDITOR}.isdisjoint(roles):
        raise OperatorPosted
    if part.home_unit_id not in set(units):
        raise NotYourUnit
    if part.home_mentor_id == part.person_id or part.home_mentor_id not in known:
        raise MentorIsSecondee
    if part.insurance_by is Bearer.NOBODY:
        raise NobodyBears
    if not GOALS_LEAST <= len(part.goals) <= GOALS_MOST:
        raise GoalsMissing(least=GOALS_LEAST, most=GOALS_MOST)


def check_host(part: HostPart, *, people: Iterable[UUID], units: Iterable[UUID]) -> None:
    """`people` and `units` of the receiving town. Nobody is posted to what residents elect."""
    if part.post in ELECTED:
        raise ElectedPost
    if part.host_unit_id not in set(units):
        raise NotYourUnit
    if part.host_mentor_id not in set(people):
        raise MentorIsSecondee


def check_fillable(exchange: Exchange) -> None:
    if exchange.stage is Stage.AGREED:
        raise AlreadyAgreed
    if exchange.stage is Stage.DROPPED:
        raise IsDropped


def missing_of(exchange: Exchange, postings: Sequence[Secondment], names: dict[UUID, str]) -> list[str]:
    """What still has to be filled in before the towns can be asked, in the words of the page."""
    sent = {p.home_town_id: p for p in postings}
    lacking = []
    for town_id in (exchange.town_id, exchange.partner_town_id):
        other = next(iter(exchange.towns - {town_id}))
        if town_id not in sent:
            lacking.append(f"{names[town_id]}派出的同志")
        elif sent[town_id].post is None:
            lacking.append(f"{names[other]}给出的挂职岗位和带教人")
    return lacking


def year_in(number: str) -> int:
    """The year that a typed number names; whether it is the year of signing is asked when it is signed."""
    digits = number.partition("〔")[2][:4]
    return int(digits) if digits.isdigit() else 0
