"""From a content to the elements of an official document: its hash, its gaps, its wording. Pure functions."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from pydantic import TypeAdapter

from app.contracts import rules as contracts
from app.kit import text
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.typeset.models import (
    REQUIRED,
    Agreement,
    Attendee,
    Block,
    Composition,
    Correction,
    Decision,
    Excerpt,
    Form,
    Imprint,
    Letter,
    Level,
    Minutes,
    Notice,
    Official,
    Paragraph,
    Source,
    Topic,
)
from app.wording.rules import day, gap, lines, numeral, printable, title_lines

_OFFICIAL: TypeAdapter[Any] = TypeAdapter(Official)


class Incomplete(Refusal):
    message = N_("还有内容没有填写：%(fields)s。请补齐后再试")


class GlyphMissing(Refusal):
    message = N_("下列文字没有可用的字形，无法印发：%(glyphs)s。请核对用字，或请系统管理员补装含有该字的字体")


def to_data(content: Any) -> dict[str, Any]:
    """A content as plain JSON data, for a column or a hash."""
    return cast(dict[str, Any], _OFFICIAL.dump_python(content, mode="json"))


def from_data(data: dict[str, Any]) -> Official:
    """The content that `to_data` wrote; raises ValueError when it is not one."""
    return cast(Official, _OFFICIAL.validate_python(data))


def content_hash(content: Any) -> str:
    """SHA-256 of the canonical JSON: what keys are turned on and what the document prints."""
    return text.content_hash(to_data(content))


def strings(content: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a content, with the person's name it belongs to, or the text itself."""
    if isinstance(content, str):
        yield content, where or content
    elif isinstance(content, tuple | list):
        for item in content:
            yield from strings(item, where)
    elif is_dataclass(content):
        owner = getattr(content, "name", "") or where
        for field in fields(content):
            yield from strings(getattr(content, field.name), owner)


def blanks(content: Any) -> tuple[str, ...]:
    """The labels of everything that is required and still empty, each once, in the order of the document."""
    return tuple(dict.fromkeys(_blanks(content)))


def _blanks(content: Any) -> Iterator[str]:
    if isinstance(content, tuple | list):
        for item in content:
            yield from _blanks(item)
    elif is_dataclass(content):
        required = REQUIRED.get(type(content).__name__.lower(), {})
        for field in fields(content):
            value = getattr(content, field.name)
            if field.name in required and not _is_filled(value):
                yield required[field.name]
            yield from _blanks(value)


def _is_filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def check_complete(content: Any) -> None:
    """Raise Incomplete with the labels of what is missing."""
    if missing := blanks(content):
        raise Incomplete(fields="、".join(missing))


def compose(content: Any, imprint: Imprint) -> Composition:
    """Arrange any official content; what is missing becomes a gap that previews show red."""
    makers: dict[type, Callable[[Any, Imprint], Composition]] = {
        Minutes: _minutes,
        Excerpt: _excerpt,
        Correction: _correction,
        Letter: _letter,
        Notice: _notice,
        Agreement: _agreement,
    }
    return makers[type(content)](_cleaned(content), imprint)


def _cleaned(content: Any) -> Any:
    """The content without characters that no printer prints, so that nothing typed can pass for a gap."""
    return _OFFICIAL.validate_python(_map_strings(to_data(content)))


def _map_strings(data: Any) -> Any:
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, list):
        return [_map_strings(item) for item in data]
    return {k: _map_strings(v) for k, v in data.items()} if isinstance(data, dict) else data


def _minutes(minutes: Minutes, imprint: Imprint) -> Composition:
    body = (
        *_paragraphs(minutes.opening, "会议概况"),
        *(block for place, topic in enumerate(minutes.topics, 1) for block in _topic(place, topic)),
        *(() if minutes.topics else (Paragraph(text=gap("议题")),)),
        *(block for words in minutes.closing for block in _paragraphs(words)),
    )
    title = title_lines(minutes.title, minutes.terms) or (gap("标题"),)
    presence = tuple((p.label, presence_text(p.people)) for p in minutes.presence if p.people)
    presence = presence or (("出席", gap("出席人员")),)
    return _with_head(minutes, imprint, title, body, presence=presence)


def _excerpt(excerpt: Excerpt, imprint: Imprint) -> Composition:
    topic = Topic(title=excerpt.topic, summary=excerpt.summary, decisions=(excerpt.decision,))
    body = (
        Paragraph(text=f"现将《{excerpt.source.title}》（{_cited(excerpt.source)}）中与你单位有关的议定事项摘录如下："),
        *_topic(1, topic, alone=True),
        Paragraph(text="其余事项从略。本摘录内容与原纪要一致，请按此办理。"),
    )
    title = title_lines(f"{excerpt.source.title}（摘录）", excerpt.terms)
    return _with_head(excerpt, imprint, title, body, to=excerpt.to or gap("摘送单位"))


def _correction(correction: Correction, imprint: Imprint) -> Composition:
    source, reason = correction.source, correction.reason or gap("更正原因")
    body = (
        Paragraph(text=f"《{source.title}》（{_cited(source)}）印发后，发现个别文字有误（{reason}），现更正如下："),
        *(block for place, fix in enumerate(correction.fixes, 1) for block in _paragraphs(_fixed(place, fix))),
        Paragraph(text="除上述更正外，原文其他内容不变。"),
    )
    return _with_head(correction, imprint, title_lines(f"关于《{source.title}》的更正", correction.terms), body)


def _fixed(place: int, fix: Any) -> str:
    wrong = f"“{fix.wrong}”更正为" if fix.wrong else "补充"
    return f"{numeral(place)}、{fix.place or gap('更正之处')}：{wrong}“{fix.right or gap('更正后的文字')}”。"


def _cited(source: Source) -> str:
    return f"{source.number}，{day(source.formed_on)}"


def _with_head(content: Any, imprint: Imprint, title: tuple[str, ...], body: Any, **more: Any) -> Composition:
    """The 纪要 form: minutes, and what is said about minutes later."""
    return Composition(
        form=Form.MINUTES,
        title=title,
        body=body,
        issuer=content.issuer or gap("印发单位"),
        **_common(content, imprint),
        **_back(content, imprint),
        **more,
    )


def _letter(letter: Letter, imprint: Imprint) -> Composition:
    sent = _sent(letter, imprint)
    return Composition(form=Form.LETTER, receipt=letter.receipt, copies_to=_copies(letter.copies_to), **sent)


def _notice(notice: Notice, imprint: Imprint) -> Composition:
    return Composition(form=Form.FILE, **_sent(notice, imprint), **_back(notice, imprint))


def _agreement(agreement: Agreement, imprint: Imprint) -> Composition:
    """Bare, with each party's number under the title; or under the organs' mark as 联合行文 with one 发文字号."""
    numbers = "　".join(filter(None, imprint.numbers)) or gap("协议编号待取")
    bare = {} if agreement.mark else {"mark": "", "number": "", "numbers": numbers}
    return Composition(
        form=Form.AGREEMENT,
        title=title_lines(agreement.title, agreement.terms) or (gap("协议名称"),),
        body=contracts.body(agreement),
        parties=contracts.named(agreement.parties),
        annexes=agreement.annexes,
        **_common(agreement, imprint) | bare,
        **(_back(agreement, imprint) if agreement.mark else {}),
    )


def _sent(content: Letter | Notice, imprint: Imprint) -> dict[str, Any]:
    return {
        **_common(content, imprint),
        "title": title_lines(content.title, content.terms) or (gap("标题"),),
        "to": content.to or gap("主送机关"),
        "body": tuple(b for block in content.body for b in _split(block)) or (Paragraph(text=gap("正文")),),
        "signers": content.signers or (gap("发文机关署名"),),
        "sealed": content.sealed,
        "contact": content.contact,
        "annexes": content.annexes,
    }


def _common(content: Any, imprint: Imprint) -> dict[str, Any]:
    return {
        "mark": content.mark or gap("发文机关标志"),
        "number": imprint.number or gap("文号待取"),
        "formed_on": day(imprint.formed_on) or gap("成文日期"),
        "code": imprint.code,
        "verify_url": imprint.verify_url,
    }


def _back(content: Any, imprint: Imprint) -> dict[str, Any]:  # 版记
    return {
        "copies_to": _copies(content.copies_to),
        "printed_by": content.printed_by or getattr(content, "issuer", "") or gap("印发机关"),
        "printed_on": day(imprint.printed_on) or gap("印发日期"),
    }


def _copies(organs: tuple[str, ...]) -> str:
    return f"{'，'.join(organs)}。" if organs else ""


def _topic(place: int, topic: Topic, *, alone: bool = False) -> Iterator[Block]:
    number = "" if alone else f"{numeral(place)}、"
    yield Paragraph(text=f"{number}{topic.title or gap('议题名称')}", level=Level.FIRST)
    for words in topic.summary:
        yield from _paragraphs(words)
    for order, decision in enumerate(topic.decisions, 1):
        yield _decision("" if alone else f"（{numeral(order)}）", decision)
    yield from topic.tables


def _decision(number: str, decision: Decision) -> Paragraph:
    words = " ".join(lines(decision.text)) or gap("议定事项")
    return Paragraph(text=words + _responsible(decision), lead=number + decision.lead, level=Level.SECOND)


def _responsible(decision: Decision) -> str:
    """（责任单位：…；责任人：…；完成时限：…；编号：…）; nothing when nothing is known."""
    parts = {
        "责任单位": "、".join(decision.responsible),
        "责任人": "、".join(decision.people),
        "完成时限": _due(decision.due_on),
        "编号": decision.number,
    }
    known = "；".join(f"{label}：{value}" for label, value in parts.items() if value)
    return f"（{known}）" if known else ""


def _due(due_on: date | None) -> str:
    return f"{day(due_on)}前" if due_on else ""


def _paragraphs(words: str, label: str = "") -> Iterator[Block]:
    """The typed paragraphs of one field, or one gap when it must not be empty."""
    typed = lines(words)
    yield from (Paragraph(text=line) for line in typed)
    if label and not typed:
        yield Paragraph(text=gap(label))


def _split(block: Block) -> Iterator[Block]:
    if not isinstance(block, Paragraph):
        yield block
        return
    for order, line in enumerate(lines(block.text)):
        yield Paragraph(text=line, level=block.level, lead=block.lead if order == 0 else "")


def presence_text(people: tuple[Attendee, ...]) -> str:
    """D镇党委书记王喆、副书记李䶮；Q镇党委书记孙志强（代吴敏）: a unit is named once for its people in a row."""
    groups = groupby(people, key=lambda person: person.unit)
    return "；".join(unit + "、".join(map(_person, members)) for unit, members in groups)


def _person(person: Attendee) -> str:
    note = f"（{person.note}）" if person.note else ""
    return f"{person.post}{person.name or gap('姓名')}{note}"
