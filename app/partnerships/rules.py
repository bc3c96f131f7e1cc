"""Which changes of a partnership can be put to the towns, and how each reads. Pure functions."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app.documents.models import NumberForm
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.partnerships.models import Deed, FoundingDraft, NameDraft, Terms

DEED_NAMES = {
    Deed.FOUND: N_("成立联合体"),
    Deed.RENAME: N_("更名"),
    Deed.JOIN: N_("新成员加入"),
    Deed.LEAVE: N_("成员退出"),
    Deed.AGREE_TERMS: N_("修改议事约定"),
}


class NobodyInvited(Refusal):
    message = N_("联合体至少由两个镇组成，请选择要邀请的镇")


class NameTaken(Refusal):
    message = N_("“%(name)s”已有同名的联合体，请另取名称，或者在名称前加上所在地区")


class NothingChanges(Refusal):
    message = N_("与现在的内容相同，没有需要各方确认的修改")


class AlreadyMember(Refusal):
    message = N_("%(town)s已经是成员")


class NotMember(Refusal):
    message = N_("%(town)s不是成员")


class TooFewLeft(Refusal):
    message = N_("联合体只有两个成员，一方退出即告终止。请以联席会议议定事项处理善后")


class ChangePending(Refusal):
    message = N_("同类事项正在征求各方确认，请先办结或者撤回")


class StillProposed(Refusal):
    message = N_("联合体尚未经各方确认成立，成立后才能办理此事")


class FoundedInFuture(Refusal):
    message = N_("原成立日期不能晚于今天")


def check_founding(draft: FoundingDraft, own_town_id: UUID, *, name_taken: bool, today: date) -> None:
    if not set(draft.town_ids) - {own_town_id}:
        raise NobodyInvited
    if draft.founded_on and draft.founded_on > today:
        raise FoundedInFuture
    check_name(draft, name_taken=name_taken)


def check_name(draft: NameDraft, *, name_taken: bool) -> None:
    if name_taken:
        raise NameTaken(name=draft.name)


def check_join(town_id: UUID, members: Collection[UUID], town_name: str) -> None:
    if town_id in members:
        raise AlreadyMember(town=town_name)


def check_leave(town_id: UUID, members: Collection[UUID], town_name: str) -> None:
    if town_id not in members:
        raise NotMember(town=town_name)
    if len(members) <= 2:
        raise TooFewLeft


def defaults_for(short_name: str, terms: Terms) -> Terms:
    """Terms with the partnership's own words where nothing else was agreed."""
    return Terms(
        **terms.model_dump(include=set(Terms.model_fields))
        | {
            "mark": terms.mark or f"{short_name}联席会议纪要",
            "issuer": terms.issuer or f"{short_name}联席会议办公室",
            "printed_by": terms.printed_by or f"{short_name}联席会议办公室",
        }
    )


def title_of(deed: Deed, content: Mapping[str, Any]) -> str:
    """What the towns are asked, in one line."""
    name = content["partnership"]
    if deed is Deed.FOUND:
        return f"成立{name}"
    if deed is Deed.RENAME:
        return f"{name}更名为{content['name']}"
    if deed is Deed.AGREE_TERMS:
        return f"修改{name}的议事约定"
    return f"{content['town']}{'加入' if deed is Deed.JOIN else '退出'}{name}"


def lines_of(deed: Deed, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is agreed, as label and text, for the page; with what held before where it changes."""
    if deed is Deed.AGREE_TERMS:
        return _differences(content["before"], content["terms"])
    if deed in (Deed.JOIN, Deed.LEAVE):
        return [(N_("联合体"), content["partnership"]), (N_("镇"), content["town_full"])]
    lines = [(N_("名称"), content["name"]), (N_("简称"), content["short_name"])]
    if deed is Deed.RENAME:
        return [(N_("原名称"), content["partnership"]), *lines]
    lines.append((N_("成员（按署名先后）"), "、".join(content["towns_full"])))
    if content.get("founded_on"):
        lines.append((N_("原成立日期"), content["founded_on"]))
    return lines


def words_of(terms: Terms) -> list[tuple[str, str]]:
    """The terms as a town clerk says them."""
    leader = "每个镇至少一名负责同志（书记、副书记或受权的同志）到会" if terms.leader_of_each else "不要求负责同志到会"
    number = "〔年份〕顺序号，如〔2026〕3号" if terms.number_form is NumberForm.YEARLY else "期号，如第3期"
    return [
        (N_("到会要求"), leader),
        (N_("到会人数"), f"不少于{terms.quorum}人" if terms.quorum else "不作要求"),
        (N_("纪要编号"), number),
        (N_("取号方式"), "登记取号：由文书从发文登记簿取号后填入" if terms.takes_numbers else "由系统顺序编号，不跳号"),
        (N_("纪要标志（红头）"), terms.mark),
        (N_("纪要署名"), terms.issuer),
        (N_("印发机关"), terms.printed_by),
        (N_("抄送"), terms.copies_to or "无"),
        (N_("挂职人员交流日志"), f"每周{terms.logs_per_week}篇"),
    ]


def copies_of(copies_to: str) -> tuple[str, ...]:
    """抄送 as typed, one office each."""
    typed = copies_to.replace("，", "、").replace(",", "、").replace("\n", "、").rstrip("。")
    return tuple(c.strip() for c in typed.split("、") if c.strip())


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    old, new = words_of(Terms(**before)), words_of(Terms(**after))
    return [(label, f"{was} → {now}") for (label, was), (_, now) in zip(old, new, strict=True) if was != now]


def full_names(towns: Iterable[Any]) -> list[str]:
    return [t.full_name for t in towns]
