"""The words of 挂职通知, and when it can be written. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from app.circulars.models import Circular, CircularDraft
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.secondments.models import Stage
from app.secondments.rules import Facts
from app.typeset.models import Level, Notice, Paragraph

SEND_TO = "各村（居）党组织，镇属各单位"


class NotAgreed(Refusal):
    message = N_("双方签发商定后，才能印发挂职通知")


class IsSigned(Refusal):
    message = N_("通知已经签发，不能再改")


class NotSubmitted(Refusal):
    message = N_("通知尚未提交核稿")


class AlreadySubmitted(Refusal):
    message = N_("通知已提交核稿，请在本页办理")


class NoOrgan(Refusal):
    message = N_("本镇还没有登记党委发文机关，请先在各镇信息中登记")


class NumberMissing(Refusal):
    message = N_("%(organ)s的文号由本机关登记取号，请填写从发文登记簿取得的文号")


class NumberTaken(Refusal):
    message = N_("文号“%(number)s”已经用过，请核对发文登记簿后另取号")


@dataclass(frozen=True)
class Posted:
    """One person as the notice names them."""

    facts: Facts
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Issuer:
    full_name: str
    code: str
    printed_by: str
    town: str


def check_agreed(stage: Stage) -> None:
    if stage is not Stage.AGREED:
        raise NotAgreed


def check_editable(circular: Circular) -> None:
    if circular.formed_on:
        raise IsSigned


def series_of(code: str) -> str:
    """D委干: notices about staff have a count of their own."""
    return f"{code}干"


def compose(issuer: Issuer, draft: CircularDraft, sent: Posted, received: Posted) -> Notice:
    """通知 of a town's committee to its own units: who leaves, who comes, what each unit does."""
    partner = sent.facts.host_town
    return Notice(
        mark=f"{issuer.full_name}文件",
        title=f"关于{sent.facts.person}、{received.facts.person}同志挂职的通知",
        to=draft.to,
        body=(
            Paragraph(text=f"经镇党委研究并与{partner}商定，现将互派挂职有关事项通知如下。"),
            Paragraph(text="一、派出人员", level=Level.FIRST),
            Paragraph(text=_line(sent)),
            Paragraph(text="二、接收人员", level=Level.FIRST),
            Paragraph(text=_line(received)),
            Paragraph(text="三、有关要求", level=Level.FIRST),
            Paragraph(
                text="挂职不改变行政隶属关系，人事、工资、社会保险关系保留在派出单位；挂职期间由挂职单位负责日常工作、考勤和请假，"
                "挂职人员不代表任何一方核稿、签发公文或者审批事项。"
            ),
            Paragraph(
                text=f"请{sent.facts.home_unit}做好工作交接和代岗安排，{received.facts.host_unit}做好接收、带教和考核工作。"
            ),
        ),
        signers=(issuer.full_name,),
        copies_to=_list(draft.copies_to),
        printed_by=issuer.printed_by,
        terms=(issuer.town, partner, sent.facts.person, received.facts.person),
    )


def _line(one: Posted) -> str:
    facts = one.facts
    return (
        f"{facts.person}同志（{facts.home_place}，{facts.identity}）到{facts.place}挂职，挂任{facts.post}，"
        f"挂职时间自{chinese_date(one.from_on)}至{chinese_date(one.until_on)}。"
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[，,、；;]", text.rstrip("。")) if part.strip())
