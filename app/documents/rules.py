"""Numbers of documents, leases of the renderer, codes. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.consents.models import Publicity
from app.documents.models import (
    Document,
    DocumentKind,
    DocumentState,
    IssueDraft,
    NumberDraft,
    NumberForm,
)
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.kit.text import CODE_LETTERS

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 5
# GB/T 9704-2012, 7.2.5: 机关代字, the full year in 六角括号, the number without 第 and without leading zeros.
YEARLY = re.compile(
    r"(?P<series>[^\d〔〕\[\]（）()\s][^〔〕\[\]（）()\s]{0,58})〔(?P<year>\d{4})〕(?P<sequence>[1-9]\d{0,4})号"
)
ISSUE = re.compile(r"第(?P<sequence>[1-9]\d{0,4})期")
KIND_NAMES = {
    DocumentKind.MINUTES: N_("会议纪要"),
    DocumentKind.EXCERPT: N_("纪要摘录"),
    DocumentKind.CORRECTION: N_("更正"),
    DocumentKind.LETTER: N_("函"),
    DocumentKind.AGREEMENT: N_("协议"),
}
STATE_NAMES = {
    DocumentState.QUEUED: N_("印发中"),
    DocumentState.ISSUED: N_("已印发"),
    DocumentState.FAILED: N_("生成失败"),
}
STATE_TONES = {DocumentState.QUEUED: "info", DocumentState.ISSUED: "good", DocumentState.FAILED: "bad"}
PUBLICITY_NAMES = {
    Publicity.OPEN: N_("主动公开"),
    Publicity.ON_REQUEST: N_("依申请公开"),
    Publicity.CLOSED: N_("不予公开"),
}


class BadNumber(Refusal):
    message = N_(
        "文号“%(number)s”的格式不对。应为“机关代字〔年份〕顺序号号”，如“D委函〔2026〕8号”：年份用六角括号〔〕，顺序号前不加“第”、不补零"
    )


class WrongYear(Refusal):
    message = N_("文号“%(number)s”的年份与成文日期（%(year)s年）不一致，请核对")


class NumberUsed(Refusal):
    message = N_("编号“%(number)s”在本机关的登记簿中已经用过，请核对后另取号")


class AlreadyRegistered(Refusal):
    message = N_("本机关已为该公文登记编号，不能再登记一次")


class NumberTaken(Refusal):
    message = N_("文号“%(number)s”已用于《%(title)s》，请核对发文登记簿后另取号")


class AlreadyIssued(Refusal):
    message = N_("该内容已经取号印发（%(number)s），不能重复印发；如有差错，请印发更正")


class NotCorrectable(Refusal):
    message = N_("只有已印发的公文可以更正")


class NotFailed(Refusal):
    message = N_("该公文不在“生成失败”状态，无需重新生成")


class ContentChanged(Refusal):
    message = N_("公文“%(number)s”存储的内容与印发时的摘要值不一致，可能被改动，请立即联系系统管理员")


class FileDamaged(Refusal):
    message = N_("公文“%(number)s”的文件缺失或已损坏，请联系系统管理员从备份恢复")


@dataclass(frozen=True)
class Number:
    series: str
    year: int
    sequence: int
    text: str


def numbered(draft: NumberDraft, year: int, sequence: int) -> Number:
    """The next number of a series as it is printed."""
    text = f"第{sequence}期" if draft.form is NumberForm.ISSUES else f"{draft.series}〔{year}〕{sequence}号"
    return Number(draft.series, year, sequence, text)


def entered_number(draft: NumberDraft, year: int) -> Number:
    """The number that a clerk took from the town's own register; raises BadNumber or WrongYear."""
    typed = draft.entered.strip()
    if found := ISSUE.fullmatch(typed):
        return Number(draft.series, year, int(found["sequence"]), typed)
    found = YEARLY.fullmatch(typed)
    if found is None:
        raise BadNumber(number=typed)
    if int(found["year"]) != year:
        raise WrongYear(number=typed, year=year)
    return Number(found["series"], year, int(found["sequence"]), typed)


def number_of(taken: Sequence[Number], draft: IssueDraft) -> Number | None:
    """What stands for the numbers of several towns in the partnership's own count; None where they have none.

    Of an agreement all of them, in a series of its own; of 联合行文 the 主办机关's alone.
    """
    if not taken or draft.joint_numbers:
        return next(iter(taken), None)
    return Number(draft.subject[:60], draft.formed_on.year, 0, joined(taken))


def joined(numbers: Sequence[Number]) -> str:
    """The parties' numbers in one line, for lists: D委协〔2026〕3号、Q委协〔2026〕5号."""
    text = "、".join(number.text for number in numbers)
    return text if len(text) <= 90 else f"{numbers[0].text}等"


def shown_code(code: str) -> str:
    """K7MP-3RXW-22AB, for paper."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def typed_code(text: str) -> str:
    """A code as somebody typed it from paper: any case, any separators."""
    return "".join(c for c in text.upper() if c in CODE_LETTERS)


def may_be_claimed(document: Document, now: datetime) -> bool:
    lease = document.claimed_until
    return document.state is DocumentState.QUEUED and (lease is None or lease <= now)


def next_try(attempts: int, now: datetime) -> datetime:
    """Growing pauses: 10 s, 40 s, 90 s … after a failed attempt."""
    return now + timedelta(seconds=10 * attempts**2)
