"""Who may appoint whom, and what a new account is called. Pure functions."""

from collections.abc import Iterable
from datetime import date

from app.accounts.models import Role
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.people.models import LookReason
from app.phonetics.rules import phonetic

MANAGERS = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.CLERK})
HIGH = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.AUDITOR})  # only a secretary appoints or invites these
GIVEN = tuple(role for role in Role if role is not Role.OPERATOR)
LONGEST_DEPUTY = 366
LOOK_REASONS = {
    LookReason.CALL: N_("工作联系本人"),
    LookReason.CORRECT: N_("核对或更正信息"),
    LookReason.ASKED: N_("本人要求查询"),
}


class AboveYou(Refusal):
    message = N_("书记、党政办主任、安全审计员的账号须由书记办理")


class NotYourself(Refusal):
    message = N_("不能停用或结束自己的岗位，请由其他同志办理")


class LoginTaken(Refusal):
    message = N_("账号 %(login)s 已被使用，请换一个")


class BadLogin(Refusal):
    message = N_("账号用小写字母、数字、点、下划线或短横线，2至40位")


class EndsBeforeStart(Refusal):
    message = N_("结束日期不能早于开始日期")


class NotInTown(Refusal):
    message = N_("所选单位或人员不属于本镇")


class DeputyTooLong(Refusal):
    message = N_("一次授权最长一年，到期可再次授权")


class NoDeputy(Refusal):
    message = N_("书记本人不需要授权，请选择其他同志；挂职、审计岗位不能代签")


def suggested_login(name: str, taken: Iterable[str]) -> str:
    """The name's pinyin, with a number when somebody has it already."""
    base = phonetic(name).partition(" ")[0][:30] or "user"
    used = set(taken)
    return next(login for login in (base, *(f"{base}{n}" for n in range(2, 1000))) if login not in used)


def tidy_search(typed: str) -> str:
    """What was typed, as names and pinyin are compared."""
    return "".join(typed.lower().split())[:40]


def mask_email(email: str) -> str:
    """m***@example.org"""
    name, at, place = email.partition("@")
    return f"{name[:1]}***{at}{place}" if at else ""


def check_may_manage(own: Iterable[Role], theirs: Iterable[Role]) -> None:
    """A clerk or office head manages everybody but HIGH roles; a secretary manages all of the town."""
    if Role.SECRETARY not in set(own) and not HIGH.isdisjoint(theirs):
        raise AboveYou


def check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise EndsBeforeStart


def check_deputy(roles: Iterable[Role], from_on: date, until_on: date) -> None:
    """Who may be given a 授权: a colleague of the town who handles papers, for at most a year at a time."""
    held = set(roles)
    if held & {Role.SECRETARY, Role.SECONDEE, Role.AUDITOR} or not held:
        raise NoDeputy
    check_days(from_on, until_on)
    if (until_on - from_on).days > LONGEST_DEPUTY:
        raise DeputyTooLong
