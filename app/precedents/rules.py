"""From the typed text of an agreement to its wording, and from a template to a first text. Pure; knows no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from app.blocks.models import Annex, Block, Paragraph, Table
from app.contracts import rules as contracts
from app.contracts.models import Agreement, Article, Facts, Item, Party
from app.kit.clock import chinese_date
from app.precedents.models import (
    SWITCH_NAMES,
    AgreementKind,
    AgreementText,
    AnnexText,
    ArticleText,
    PartyText,
    Precedent,
    Relation,
    TermsText,
)
from app.wording.rules import lines, numeral

PLACE = re.compile(r"\{(?!第[:：])([^{}]{1,20})\}")
LATER = ("期限", "费用", "起始日")
ITEM = re.compile(r"^[（(]([一二三四五六七八九十百]{1,4})[）)]\s*")
POINT = re.compile(r"^\d{1,2}\s*[.．、]\s*(?!\d)")


def wording(text: AgreementText) -> Agreement:
    """What is printed, and what keys fit. The articles say the facts through their places, so they cannot disagree."""
    filled = places(text)
    articles = tuple(article_of(a, filled) for a in text.articles)
    return Agreement(
        title=text.title,
        parties=tuple(party_of(p) for p in text.parties),
        preamble=_filled(text.preamble, filled),
        articles=articles,
        annexes=tuple(_annex(a, filled) for a in text.annexes),
        terms=text.unbroken,
        mark="\n".join(p.name for p in text.parties if p.is_town) if text.is_joint else "",
        copies_to=_copies(text.copies_to) if text.is_joint else (),
        printed_by=text.printed_by if text.is_joint else "",
        facts=facts_of(text),
    )


def facts_of(text: AgreementText) -> Facts:
    terms = text.terms
    return Facts(
        kind=text.kind.value,
        from_on=terms.from_on,
        until_on=terms.until_on,
        copies=terms.copies_each * len(text.parties),
        fee=terms.fee,
        switches=tuple(s.value for s in terms.switches),
    )


def places(text: AgreementText) -> dict[str, str]:
    """The facts, as the articles say them: {期限}, {份数}, {费用}, {启用}, {各方}, {双方}, {对方}, {附件:场地}."""
    known = {
        "份数": copies_words(text.terms.copies_each, len(text.parties)),
        "启用": switch_words(text.terms, len(text.parties)),
        "各方": all_parties(len(text.parties)),
        "双方": both(len(text.parties)),
        "对方": "对方" if len(text.parties) == 2 else "其他各方",
    }
    begins = chinese_date(text.terms.from_on) if text.terms.from_on else ""
    later = {
        "期限": term_words(text.terms),
        "费用": text.terms.fee,
        "起始日": begins,
    }  # not known yet: the place stays open
    known |= {name: words for name, words in later.items() if words}
    numbers = {a.title: f"附件{n}" if len(text.annexes) > 1 else "附件" for n, a in enumerate(text.annexes, 1)}
    sources = {ANNEX_PLACES[a.source]: numbers[a.title] for a in text.annexes if a.source in ANNEX_PLACES}
    named = {**{t: n for t, n in numbers.items() if t}, **sources}
    return known | {f"附件:{name}": number for name, number in named.items()}


ANNEX_PLACES = {"venues": "场地", "services": "服务", "postings": "人员"}


def term_words(terms: TermsText) -> str:
    if terms.from_on is None:
        return ""
    if terms.until_on is None:
        return f"自{chinese_date(terms.from_on)}起执行，未约定终止日期"
    return f"自{chinese_date(terms.from_on)}起至{chinese_date(terms.until_on)}止"


def copies_words(each: int, parties: int) -> str:
    """一式四份，双方各执两份"""
    return f"一式{_count(each * parties)}份，{both(parties)}各执{_count(each)}份"


def switch_words(terms: TermsText, parties: int) -> str:
    """What begins with the agreement and ends with it."""
    said = switched(terms)
    if not said:
        return ""
    return (
        f"本协议有效期内，作为{both(parties)}{'、'.join(said)}的依据；"
        f"本协议期满或者提前终止的，上述事项同时停止，已经确认的安排由{both(parties)}协商善后。"
    )


def switched(terms: TermsText) -> list[str]:
    """What the agreement is the basis of, in the order of the list."""
    return [SWITCH_NAMES[switch] for switch in SWITCH_NAMES if switch in terms.switches]


def both(parties: int) -> str:
    """双方, or 各方 from three parties on."""
    return "双方" if parties == 2 else "各方"


def all_parties(number: int) -> str:
    """甲乙双方; 甲乙丙三方"""
    stems = contracts.STEMS[:number]
    return f"{stems}双方" if number == 2 else f"{stems}{numeral(number)}方" if number else "各方"


def article_of(article: ArticleText, filled: Mapping[str, str] | None = None) -> Article:
    """The typed lines as paragraphs, items, points and closing paragraphs; typed numbers give way to the place's."""
    before: list[str] = []
    items: list[tuple[str, list[str]]] = []
    after: list[str] = []
    for line in lines(_filled(article.body, filled or {})):
        if (found := ITEM.match(line)) and not after:
            items.append((line[found.end() :], []))
        elif (found := POINT.match(line)) and items and not after:
            items[-1][1].append(line[found.end() :])
        else:
            (after if items else before).append(line)
    return Article(
        heading=article.heading,
        text="\n".join(before),
        items=tuple(Item(text=words, points=tuple(points)) for words, points in items),
        closing="\n".join(after),
        key=article.key,
    )


def party_of(party: PartyText) -> Party:
    """A party with the lines below its name; empty particulars are left out."""
    said = {
        "统一社会信用代码": party.credit_code,
        "法定代表人（负责人）": party.representative,
        "地址": party.address,
        "联系方式": party.contact,
    }
    return Party(name=party.name, details=tuple(f"{label}：{value}" for label, value in said.items() if value))


def unknown_places(text: AgreementText) -> tuple[str, ...]:
    """Places and references that lead nowhere, as they were typed, each once."""
    known = places(text)
    texts = [text.preamble, *(a.body for a in text.articles), *(a.words for a in text.annexes)]
    typed = [m for words in texts for m in PLACE.finditer(words)]
    lost = tuple(dict.fromkeys(m[0] for m in typed if _name(m[1]) not in {*known, *LATER}))
    return lost + contracts.unknown_references(wording(text))


def open_facts(text: AgreementText) -> tuple[str, ...]:
    """Facts that the articles say and nobody has filled in: the draft shows a gap, and no key fits it."""
    known = places(text)
    typed = [m for words in (text.preamble, *(a.body for a in text.articles)) for m in PLACE.finditer(words)]
    return tuple(dict.fromkeys(name for m in typed if (name := _name(m[1])) in LATER and name not in known))


def first_text(
    kind: AgreementKind,
    precedent: Precedent,
    parties: Iterable[PartyText],
    names: Mapping[str, str],
    unbroken: Iterable[str],
    today: date,
) -> AgreementText:
    """A template with the towns' names in it; the term begins with the next month."""
    from_on = add_months(today.replace(day=1), 1)
    return AgreementText(
        kind=kind,
        title=_named(precedent.title, names),
        preamble=_named(precedent.preamble, names),
        parties=tuple(parties),
        terms=TermsText(
            from_on=from_on,
            until_on=last_day(from_on, precedent.months),
            fee=precedent.fee,
            switches=precedent.switches,
        ),
        articles=tuple(
            ArticleText(key=a.key, heading=a.heading, body=_named(a.body, names)) for a in precedent.articles
        ),
        unbroken=tuple(unbroken),
    )


@dataclass(frozen=True)
class Earlier:
    """The agreement that another one follows: its text, and its numbers once it is issued."""

    text: AgreementText
    number: str


SHORT = (Relation.SUPPLEMENT, Relation.TERMINATION)


def sequel(earlier: Earlier, relation: Relation, template: Precedent | None, today: date) -> AgreementText:
    """What follows an agreement: the same text anew, with the next term, or a short one that names it."""
    text = earlier.text
    if template is None:
        copied = text.model_copy(update={"articles": tuple(_anew(a) for a in text.articles)})
        return copied.model_copy(update={"terms": next_term(text.terms)}) if relation is Relation.RENEWAL else copied
    number = f"（{earlier.number.replace(chr(10), '、')}）" if earlier.number else ""
    names = {"原名": text.title, "编号": number}
    short = first_text(text.kind, template, text.parties, names, text.unbroken, today)
    if relation is Relation.TERMINATION:
        return short
    return short.model_copy(update={"terms": short.terms.model_copy(update={"until_on": text.terms.until_on})})


def next_term(terms: TermsText) -> TermsText:
    """As long as before, from the day after."""
    if terms.from_on is None or terms.until_on is None:
        return terms
    from_on = date.fromordinal(terms.until_on.toordinal() + 1)
    length = terms.until_on.toordinal() - terms.from_on.toordinal()
    months = (from_on.year - terms.from_on.year) * 12 + from_on.month - terms.from_on.month
    whole = from_on.day == terms.from_on.day == 1
    until_on = last_day(from_on, months) if whole else date.fromordinal(from_on.toordinal() + length)
    return terms.model_copy(update={"from_on": from_on, "until_on": until_on})


def _anew(article: ArticleText) -> ArticleText:
    """The same words with an id of their own: remarks on the old article are not remarks on this one."""
    return article.model_copy(update={"id": uuid4()})


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the months' firsts only."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def last_day(from_on: date, months: int) -> date | None:
    """The last day of a term that begins on the first of a month; 0 months: no end."""
    return date.fromordinal(add_months(from_on, months).toordinal() - 1) if months else None


def _annex(annex: AnnexText, filled: Mapping[str, str]) -> Annex:
    blocks: list[Block] = [Paragraph(text=line) for line in lines(_filled(annex.words, filled))]
    if annex.head:
        blocks.append(Table(head=annex.head, rows=annex.rows, widths=annex.widths))
    if annex.taken_on:
        blocks.append(Paragraph(text=f"（以上内容截至{chinese_date(annex.taken_on)}）"))
    return Annex(title=annex.title, body=tuple(blocks))


def _filled(words: str, filled: Mapping[str, str]) -> str:
    """Known places are filled; the others stay as they were typed, and `unknown_places` names them."""
    return PLACE.sub(lambda m: filled.get(_name(m[1]), m[0]), words)


def _name(typed: str) -> str:
    return typed.strip().replace("：", ":")


def _named(words: str, names: Mapping[str, str]) -> str:
    """The template's own places, such as 〔镇名〕, which are written out once."""
    for name, value in names.items():
        words = words.replace(f"〔{name}〕", value)
    return words


def _copies(typed: str) -> tuple[str, ...]:
    return tuple(c.strip() for c in re.split(r"[、，,\n]", typed.rstrip("。")) if c.strip())


def _count(number: int) -> str:
    """两份, not 二份."""
    return "两" if number == 2 else numeral(number)
