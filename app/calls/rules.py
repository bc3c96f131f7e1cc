"""The wording of the call, and who may write, change and send it. Pure functions: facts in, contents out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.calls.models import CallPaper, PaperDraft, PaperKind, PaperState
from app.kit.clock import chinese_date, wall_time, weekday_name
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting
from app.participants.models import Participant
from app.participants.rules import Contact, post_behind
from app.typeset.models import Letter, Level, Notice, Paragraph, Receipt

FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
STATE_NAMES = {
    PaperState.DRAFT: N_("拟稿中"),
    PaperState.IN_STEPS: N_("核稿签发中"),
    PaperState.SENT: N_("已签发"),
    PaperState.DROPPED: N_("已作废"),
}
KIND_NAMES = {PaperKind.LETTER: N_("邀请函（附回执）"), PaperKind.NOTICE: N_("会议通知（发本镇各单位）")}


class OnlyHostWrites(NotAllowed):
    message = N_("邀请函由承办方发出；其他镇可向本镇各单位发通知")


class NotYetConfirmed(Refusal):
    message = N_("会议时间和场地尚未确认，请先确认，再拟函件和通知")


class PaperIsOpen(Refusal):
    message = N_("本次会议已有一份同类文稿在办理，请先办结或者作废")


class PaperIsFixed(Refusal):
    message = N_("此件已签发或者已作废，不能再改。内容有变的，请另拟一份")


class NoOrgan(Refusal):
    message = N_("本镇还没有登记发文机关，请先在各镇信息中登记")


class NumberMissing(Refusal):
    message = N_("%(organ)s的文号由本机关登记取号，请填写从发文登记簿取得的文号")


class OutOfDate(Refusal):
    message = N_("会议时间或者地点在拟稿后有变动，请按现定安排修改后再签发")


@dataclass(frozen=True)
class Facts:
    """What the call says, gathered from the meeting, its agenda and the organs."""

    name: str
    host: str
    organ: str
    partner_organs: tuple[str, ...]
    send_to: str
    copies_to: str
    printed_by: str
    starts_at: datetime
    ends_at: datetime
    place: str
    parking: str
    contact_name: str
    contact_phone: str
    topics: tuple[str, ...]
    receipt_due_on: date
    terms: tuple[str, ...]

    @property
    def contact(self) -> str:
        return f"联系人：{self.contact_name}，联系电话：{self.contact_phone}" if self.contact_name else ""


def check_writer(meeting: Meeting, kind: PaperKind, town_id: UUID | None) -> None:
    """The letter comes from the host; a notice from each town to its own units."""
    if town_id is None or (kind is PaperKind.LETTER and town_id != meeting.host_id):
        raise OnlyHostWrites
    meetings.check_state(meeting, *meetings.AHEAD)
    if not meeting.is_confirmed:
        raise NotYetConfirmed


def check_editable(paper: CallPaper) -> None:
    if paper.state not in (PaperState.DRAFT, PaperState.IN_STEPS):
        raise PaperIsFixed


def check_current(paper: CallPaper, meeting: Meeting) -> None:
    """Raise unless the paper still says when and where: a moved meeting is not called by its old letter."""
    said = "\n".join(b.get("text", "") for b in paper.content.get("body", []))
    meetings.check_state(meeting, *meetings.AHEAD)
    if chinese_date(meeting.day) not in said or paper.stated != stated(meeting):
        raise OutOfDate


def stated(meeting: Meeting) -> str:
    """Time and place as a paper states them; the clerk who edits the paper has them on the screen."""
    return f"{meetings.when(meeting.starts_at, meeting.ends_at)} {meeting.place}"


def compose_letter(facts: Facts) -> Letter:
    """函: the host's organ asks the partners' organs to the meeting, with the 回执 behind it."""
    return Letter(
        mark=facts.organ,
        title=f"关于商请参加{facts.name}的函",
        to="、".join(facts.partner_organs),
        body=(
            Paragraph(text=f"按照轮值安排，{facts.name}由{facts.host}承办。现将有关事项函告如下。"),
            *_particulars(facts),
            Paragraph(text="四、参会人员", level=Level.FIRST),
            Paragraph(text="请贵方党委书记或者副书记、有关议题汇报人及工作人员参加。"),
            Paragraph(text="五、其他事项", level=Level.FIRST),
            *_receipt_lines(facts),
            Paragraph(text="专此函达，请予支持。"),
        ),
        signers=(facts.organ,),
        contact=facts.contact,
        receipt=receipt(facts, ()),
        copies_to=_list(facts.copies_to),
        terms=facts.terms,
    )


def compose_notice(facts: Facts) -> Notice:
    """通知: a town's organ tells its own units."""
    return Notice(
        mark=f"{facts.organ}文件",
        title=f"关于参加{facts.name}的通知",
        to=facts.send_to or "各村居党组织，各有关单位",
        body=(
            Paragraph(text=f"{facts.name}由{facts.host}承办。现将有关事项通知如下。"),
            *_particulars(facts),
            Paragraph(text="四、有关要求", level=Level.FIRST),
            Paragraph(text="请参会人员安排好工作，准时参会。因故不能参加的，应当提前向党政办公室请假。"),
            Paragraph(text=f"请于{chinese_date(facts.receipt_due_on)}前将参会人员名单报党政办公室。"),
        ),
        signers=(facts.organ,),
        contact=facts.contact,
        copies_to=_list(facts.copies_to),
        printed_by=facts.printed_by,
        terms=facts.terms,
    )


def _particulars(facts: Facts) -> Iterable[Paragraph]:
    """一、会议时间 二、会议地点 三、会议议题"""
    start, end = wall_time(facts.starts_at), wall_time(facts.ends_at)
    yield Paragraph(text="一、会议时间", level=Level.FIRST)
    yield Paragraph(text=f"{chinese_date(facts.starts_at)}（{weekday_name(facts.starts_at)}）{start}—{end}。")
    yield Paragraph(text="二、会议地点", level=Level.FIRST)
    yield Paragraph(text=f"{facts.place}。" + (f"停车：{facts.parking.rstrip('。')}。" if facts.parking else ""))
    yield Paragraph(text="三、会议议题", level=Level.FIRST)
    if not facts.topics:
        yield Paragraph(text="议程另行通知。")
    for number, topic in enumerate(facts.topics, 1):
        yield Paragraph(text=f"{number}.{topic}{'。' if number == len(facts.topics) else '；'}")


def _receipt_lines(facts: Facts) -> Iterable[Paragraph]:
    due = chinese_date(facts.receipt_due_on)
    yield Paragraph(text=f"请于{due}前在邻桥平台填报参会人员名单，或者填写所附回执反馈我方。")


def receipt(facts: Facts, rows: Sequence[tuple[str, ...]]) -> Receipt:
    """The 回执 table: empty to be filled in by hand, or filled in from the list."""
    note = f"请于{chinese_date(facts.receipt_due_on)}前反馈。{facts.contact}"
    return Receipt(title=f"{facts.name}参会回执", rows=tuple(rows), note=note)


def receipt_row(person: Participant, contact: Contact) -> tuple[str, ...]:
    return (
        person.name,
        f"{person.unit}{post_behind(person.unit, person.post)}",
        contact.phone,
        contact.meal,
        contact.car_plate,
    )


def edited(content: Letter | Notice, draft: PaperDraft) -> Letter | Notice:
    """The paper with the clerk's words; mark, signers, receipt and contact stay as they were composed."""
    changes: dict[str, Any] = {
        "title": draft.title,
        "to": draft.to.rstrip("：:"),
        "body": paragraphs(draft.body),
        "copies_to": _list(draft.copies_to),
    }
    kept = {name: getattr(content, name) for name in type(content).__dataclass_fields__ if name not in changes}
    return type(content)(**kept, **changes)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Plain text to paragraphs; the numbering at the start of a line says its level."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Paragraph(text=line, level=_level(line)) for line in lines if line)


def plain_body(content: Letter | Notice) -> str:
    """Paragraphs back to the text that the clerk edits."""
    return "\n".join(block.text for block in content.body if isinstance(block, Paragraph))


def _level(line: str) -> Level:
    if FIRST.match(line):
        return Level.FIRST
    return Level.SECOND if SECOND.match(line) else Level.TEXT


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[，,、；;]", text.rstrip("。")) if part.strip())
