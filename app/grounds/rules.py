"""The 告知书 that residents read, put together from the circumstances, and when two towns may keep data together. Pure.

个人信息保护法 arts. 17 (what is told), 20 (keeping together), 29-31 (sensitive data, children), 44-50 (rights), 55-56
(assessment beforehand).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.grounds.models import ImpactAssessment
from app.kit.errors import Refusal
from app.kit.i18n import N_

VERSION = "2026-1"


class NoBasis(Refusal):
    message = N_(
        "%(home)s居民暂不能报名%(provider)s的服务：两镇没有在有效期内的居民信息共同处理约定。"
        "请由两镇签订或续签含“居民信息共同处理”条款的合作协议后再办理；紧急需要的，可直接联系服务单位"
    )


class NoAssessment(Refusal):
    message = N_(
        "%(home)s居民暂不能报名%(provider)s的服务：%(missing)s还没有登记有效的个人信息保护影响评估。"
        "请该镇党政办在“居民信息处理依据”中登记后再办理；紧急需要的，可直接联系服务单位"
    )


class NoFileNoPlace(Refusal):
    message = N_("请上传评估报告，或写明原件存放处")


class MadeInTheFuture(Refusal):
    message = N_("评估日期不能晚于今天，有效期要在评估日期之后")


@dataclass(frozen=True)
class Circumstances:
    """What a notice depends on. Towns by full name, the provider's first; `contact` is unit and telephone."""

    towns: tuple[str, ...]
    service: str
    unit: str
    phone: str
    is_sensitive: bool = False
    asks_guardian: bool = False
    asks_contact: bool = False
    min_age: int = 0
    months: int = 12


@dataclass(frozen=True)
class Notice:
    """A title and (heading, text) pairs, in the words that are kept."""

    title: str
    parts: tuple[tuple[str, str], ...]
    version: str = VERSION

    def content(self) -> dict[str, object]:
        return {"title": self.title, "parts": [list(part) for part in self.parts]}


def notice(about: Circumstances) -> Notice:
    """Chinese by nature: it is the text that is agreed to, so it is not translated."""
    parts = [
        ("谁处理您的信息", _who(about)),
        ("为什么、怎么用", _what_for(about)),
        ("需要哪些信息", _which(about)),
        *([("敏感个人信息", _sensitive(about))] if about.is_sensitive else []),
        ("保存多久", f"最后一次服务结束后{about.months}个月内保存，到期由系统删除；不含姓名和电话的统计数字保留。"),
        ("您的权利", _rights()),
        ("联系方式", _contact(about)),
    ]
    return Notice(f"{about.service}报名个人信息处理告知书", tuple(parts))


def _who(about: Circumstances) -> str:
    named = "、".join(f"{town}人民政府" for town in about.towns)
    if len(about.towns) == 1:
        return f"{named}（服务由{about.unit}提供）。"
    return f"{named}共同处理（服务由{about.unit}提供）；您可以向其中任何一方主张权利，各方依法承担连带责任。"


def _what_for(about: Circumstances) -> str:
    return (
        f"为您办理“{about.service}”报名，变更时与您联系，现场核对到场，并统计各镇受益人次。"
        "只有户籍镇和提供服务的镇的经办人员能看到；姓名、电话平时遮盖显示，查看要写明理由并留下记录。"
        "不用于其他用途，不对外提供，不作自动化决策。"
    )


def _which(about: Circumstances) -> str:
    asked = ["姓名", "手机号码", "所在镇和社区"]
    asked += [f"是否年满{about.min_age}周岁（现场核对证件，不留复印件）"] if about.min_age else []
    asked += ["未满14周岁的，监护人姓名和电话"] if about.asks_guardian else []
    asked += ["紧急联系人姓名和电话"] if about.asks_contact else []
    return (
        "、".join(asked)
        + "。不收集身份证号码；不需要的信息请不要填写。不提供上述信息将无法报名，但不影响您享受其他服务。"
    )


def _sensitive(about: Circumstances) -> str:
    said = (
        f"参加“{about.service}”这件事本身属于敏感个人信息，泄露可能影响您的隐私或名誉；"
        "办理报名和现场服务必须使用，因此单独征得您的同意。"
    )
    child = "未满14周岁的，由监护人同意。" if about.asks_guardian else ""
    return f"{said}{child}您可以不同意，改为当面咨询{about.unit}。"


def _rights() -> str:
    return (
        "您可以查阅、复制、更正、删除您的信息，也可以随时撤回同意（撤回前的处理仍然有效）。"
        "凭取号码和手机号后四位可在网上查询、取消报名；其他请求向下列联系方式提出，15日内答复。"
        "对处理有意见的，可向网信部门投诉举报。"
    )


def _contact(about: Circumstances) -> str:
    return f"{about.unit}，电话{about.phone}。" if about.phone else f"{about.unit}。"


def is_valid(assessment: ImpactAssessment, on: date) -> bool:
    ends = assessment.valid_until
    return assessment.withdrawn_at is None and assessment.made_on <= on and (ends is None or on <= ends)


def missing(assessments: Iterable[ImpactAssessment], towns: Iterable[object], on: date) -> list[object]:
    """The towns without a valid assessment on that day."""
    have = {a.town_id for a in assessments if is_valid(a, on)}
    return [town for town in towns if town not in have]


def check_assessment(made_on: date, valid_until: date | None, today: date) -> None:
    if made_on > today or (valid_until is not None and valid_until <= made_on):
        raise MadeInTheFuture
