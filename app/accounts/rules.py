"""Who may try to sign in, which password is good enough, and what a browser is called. Pure functions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import Assignment, Role
from app.kit.errors import Refusal
from app.kit.i18n import N_

INVITATION_DAYS = 7
KEEP_SESSIONS, KEEP_FAILURES = timedelta(days=30), timedelta(days=1)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST = 128
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
DENGBAO_DAYS = 90  # GB/T 22239-2019 8.1.4.1: 身份鉴别信息具有复杂度要求并定期更换
BROWSERS = (("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("Edg", "Edge"), ("Firefox", "Firefox"))
SYSTEMS = (
    ("Windows NT 6.1", "Windows 7"),
    ("Windows", "Windows"),
    ("Android", "安卓手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("UOS", "统信UOS"),
    ("Linux", "Linux"),
)

ROLE_NAMES = {
    Role.SECRETARY: N_("书记"),
    Role.OFFICE_HEAD: N_("党政办主任"),
    Role.ORGANISER: N_("组织委员"),
    Role.CLERK: N_("党政办文书"),
    Role.WORKER: N_("社区工作者"),
    Role.SECONDEE: N_("挂职人员"),
    Role.MENTOR: N_("带教"),
    Role.AUDITOR: N_("安全审计员"),
    Role.OPERATOR: N_("系统管理员"),
}


@dataclass(frozen=True)
class Limits:
    """How many failures lock an account, or an address, within the window."""

    failures: int
    address_failures: int
    window: timedelta


class WrongPassword(Refusal):
    message = N_("账号或密码不正确")


class LockedOut(Refusal):
    message = N_("登录失败次数过多，请%(minutes)s分钟后再试，或联系本镇党政办重新邀请")


class LinkSpent(Refusal):
    message = N_("这个链接已使用或已过期，请联系本镇党政办重新邀请")


class WrongCurrentPassword(Refusal):
    message = N_("当前密码不正确")


class PasswordTooShort(Refusal):
    message = N_("密码至少%(least)s位")


class PasswordTooLong(Refusal):
    message = N_("密码最多%(most)s位")


class PasswordTooPlain(Refusal):
    message = N_("密码须包含大写字母、小写字母、数字、符号中的至少三种")


class PasswordTooCommon(Refusal):
    message = N_("这个密码太容易被猜到，请换一个，例如几个不相关的词连在一起")


class PasswordNamesYou(Refusal):
    message = N_("密码中不能包含账号、姓名、镇名或系统名称")


class PasswordUnchanged(Refusal):
    message = N_("新密码不能与当前密码相同")


def at_work(held: Iterable[Assignment]) -> Sequence[Assignment]:
    """What somebody may do with these assignments: on secondment that post alone, until its last instant.

    Offices, keys, approvals and the unit at home rest, and are back by date without anybody's doing (0057).
    """
    rows = list(held)
    return [r for r in rows if r.role is Role.SECONDEE] or rows


def tidy_login(typed: str) -> str:
    """A login as it is stored and compared."""
    return typed.strip().lower()[:60]


def check_limits(by_login: int, by_address: int, limits: Limits) -> None:
    """The same sentence for every account, existing or not."""
    if by_login >= limits.failures or by_address >= limits.address_failures:
        raise LockedOut(minutes=int(limits.window.total_seconds() // 60))


def check_password(password: str, *, policy: str, words: tuple[str, ...], score: int) -> None:
    """Raise a Refusal unless the password satisfies the policy.

    `words` must not occur in it; `score` is zxcvbn's, 0 to 4. asvs: OWASP ASVS 5.0 §6.2 (length, common passwords,
    context words, no classes asked). dengbao: 10 characters of three classes, to be changed every 90 days.
    """
    least = 10 if policy == "dengbao" else 12
    if len(password) < least:
        raise PasswordTooShort(least=least)
    if len(password) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    if policy == "dengbao" and sum(bool(re.search(c, password)) for c in CLASSES) < 3:
        raise PasswordTooPlain
    if any(_tells(word) and word.lower() in password.lower() for word in words):
        raise PasswordNamesYou
    if score < (2 if policy == "dengbao" else 3):
        raise PasswordTooCommon


def _tells(word: str) -> bool:
    """Two characters of Chinese name somebody; three letters stand in half of all words."""
    return len(word) > (3 if word.isascii() else 1)


def due_at(policy: str, changed_at: datetime) -> datetime | None:
    """When a password must be changed; asvs asks for no regular change."""
    return changed_at + timedelta(days=DENGBAO_DAYS) if policy == "dengbao" else None


def device_of(agent: str) -> str:
    """A browser as its owner would call it: 安卓手机 · 微信."""
    system = next((name for mark, name in SYSTEMS if mark in agent), "其他设备")
    browser = next((name for mark, name in BROWSERS if mark in agent), "Chrome" if "Chrome" in agent else "浏览器")
    return f"{system} · {browser}"
