"""From an agreement to its running text: numbered articles and items, references that follow the numbers. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.blocks.models import Block, Level, Paragraph
from app.contracts.models import Agreement, Article, Item, Party
from app.wording.rules import gap, lines, numeral

STEMS = "甲乙丙丁戊己庚辛壬癸"
REFERENCE = re.compile(r"\{第[:：]\s*([^{}:：]+?)(?:[:：](\d{1,2}))?\s*\}")
OPEN = re.compile(
    r"\{(?:待填[:：])?(期限|费用|起始日|(?<=[:：])[^{}:：]{1,20})\}"
)  # what an article leaves to be filled in


def role_of(parties: tuple[Party, ...], place: int) -> str:
    """甲方 for the first party, unless the party names its role itself; `place` from 0."""
    stem = STEMS[place] if place < len(STEMS) else numeral(place + 1)
    return parties[place].role or f"{stem}方"


def named(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties with their roles; a missing name is a gap."""
    return tuple(
        replace(party, role=role_of(parties, place), name=party.name or gap("协议一方的名称"))
        for place, party in enumerate(parties)
    )


def number_of(place: int) -> str:
    """第一条 … 第一百二十条 … 第一千零五条; `place` from 1."""
    return f"第{_counted(place)}条"


def _counted(number: int) -> str:
    """二百零三: figures above ninety-nine, with 零 over what is skipped and 一十 behind a larger place."""
    for size, name in ((1000, "千"), (100, "百")):
        head, rest = divmod(number, size)
        if head:
            zero = "零" if 0 < rest < size // 10 else ""
            one = "一" if 10 <= rest < 20 else ""
            return f"{_counted(head)}{name}{zero}{one}{_counted(rest) if rest else ''}"
    return numeral(number)


def unknown_references(agreement: Agreement) -> tuple[str, ...]:
    """References that lead to no article or item, as they were typed, each once."""
    found = (m for words in _texts(agreement) for m in REFERENCE.finditer(words) if not _resolved(m, agreement))
    return tuple(dict.fromkeys(m[0] for m in found))


def resolve(words: str, agreement: Agreement) -> str:
    """The words with every reference written out: 第四条, 第四条第（二）项; one that leads nowhere is a gap."""
    words = OPEN.sub(lambda m: gap(m[1]), words)
    return REFERENCE.sub(lambda m: _resolved(m, agreement) or gap(f"引用不明：{m[1]}"), words)


def body(agreement: Agreement) -> tuple[Block, ...]:
    """Preamble and articles: 第一条　标题 in 黑体, paragraphs, （一）items, 1. points."""
    return tuple(_blocks(agreement))


def lines_of(article: Article, agreement: Agreement) -> tuple[str, ...]:
    """One article's paragraphs, items and points as they are printed; gaps keep their marks."""
    return tuple(block.text for block in _article(article, agreement) if isinstance(block, Paragraph))


def _blocks(agreement: Agreement) -> Iterator[Block]:
    for line in lines(agreement.preamble):
        yield Paragraph(text=resolve(line, agreement))
    for place, article in enumerate(agreement.articles, 1):
        heading = article.heading.strip() or gap("条款标题")
        yield Paragraph(text=f"{number_of(place)}　{heading}", level=Level.FIRST)
        yield from _article(article, agreement)
    if not agreement.articles:
        yield Paragraph(text=gap("条款"))


def _article(article: Article, agreement: Agreement) -> Iterator[Block]:
    typed = lines(article.text)
    for line in typed:
        yield Paragraph(text=resolve(line, agreement))
    if not typed and not article.items:
        yield Paragraph(text=gap("条款内容"))
    for order, item in enumerate(article.items, 1):
        words = " ".join(lines(item.text)) or gap("条款内容")
        yield Paragraph(text=f"（{numeral(order)}）{resolve(words, agreement)}")
        for number, point in enumerate(item.points, 1):
            yield Paragraph(text=f"{number}.{resolve(' '.join(lines(point)), agreement)}")
    for line in lines(article.closing):
        yield Paragraph(text=resolve(line, agreement))


def _resolved(found: re.Match[str], agreement: Agreement) -> str:
    for place, article in enumerate(agreement.articles, 1):
        if article.key and article.key == found[1].strip():
            return _with_item(place, article, found[2])
    return ""


def _with_item(place: int, article: Article, item: str | None) -> str:
    if item is None:
        return number_of(place)
    if not 1 <= int(item) <= len(article.items):
        return ""
    return f"{number_of(place)}第（{numeral(int(item))}）项"


def _texts(agreement: Agreement) -> Iterator[str]:
    yield agreement.preamble
    for article in agreement.articles:
        yield article.text
        for item in article.items:
            yield from _item_texts(item)
        yield article.closing


def _item_texts(item: Item) -> Iterator[str]:
    yield item.text
    yield from item.points
