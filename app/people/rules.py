"""How a name is found by pinyin, and who may appoint whom. Pure functions."""

from collections.abc import Iterable
from datetime import date
from itertools import product

from app.accounts.models import Role
from app.kit.errors import Refusal
from app.kit.i18n import N_

# Surnames that are read otherwise than the character alone; both readings are indexed. 《通用规范汉字字典》姓氏读音
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "华": "hua",
    "纪": "ji",
    "燕": "yan",
    "应": "ying",
    "宁": "ning",
    "翟": "zhai",
    "缪": "miao",
    "乐": "yue",
    "覃": "qin",
    "隗": "wei",
    "召": "shao",
    "种": "chong",
    "重": "chong",
    "秘": "bi",
    "冼": "xian",
    "洗": "xian",
    "员": "yun",
    "祭": "zhai",
    "折": "she",
    "黑": "he",
    "盛": "sheng",
    "尹": "yin",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "宇文": "yu wen",
    "令狐": "ling hu",
}
MANAGERS = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.CLERK})
HIGH = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.AUDITOR})  # only a secretary appoints or invites these
GIVEN = tuple(role for role in Role if role is not Role.OPERATOR)
LONGEST_DEPUTY = 366


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


def phonetic(name: str) -> str:
    """Every full pinyin and every row of initials a name may be looked for by: "shanjing sj danjing dj"."""
    found: list[str] = []
    for syllables in _readings(name):
        found += ["".join(syllables), "".join(s[:1] for s in syllables)]
    return " ".join(dict.fromkeys(part.lower() for part in found if part))[:200]


def _readings(name: str) -> list[list[str]]:
    plain = [syllable[0] for syllable in _pinyin(name)]
    surname = next((s for s in sorted(SURNAMES, key=len, reverse=True) if name.startswith(s)), "")
    if not surname:
        return [plain]
    given = [syllable[0] for syllable in _pinyin(name[len(surname) :])]
    return [SURNAMES[surname].split() + given, *_alone(surname, given)]


def _alone(surname: str, given: list[str]) -> list[list[str]]:
    """The surname's characters in their other readings."""
    others = [_pinyin(character, every=True)[0] for character in surname]
    return [[*first, *given] for first in product(*others)]


def suggested_login(name: str, taken: Iterable[str]) -> str:
    """The name's pinyin, with a number when somebody has it already."""
    base = phonetic(name).partition(" ")[0][:30] or "user"
    used = set(taken)
    return next(login for login in (base, *(f"{base}{n}" for n in range(2, 1000))) if login not in used)


def tidy_search(typed: str) -> str:
    """What was typed, as names and pinyin are compared."""
    return "".join(typed.lower().split())[:40]


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


def _pinyin(text: str, *, every: bool = False) -> list[list[str]]:
    """Readings without tones. The dictionary takes a third of a second to load, so only those wait who ask for it."""
    from pypinyin import Style, pinyin

    return pinyin(text, style=Style.NORMAL, heteronym=every)
