"""The text of an agreement between parties: who they are, what they agree article by article. Frozen; no layout."""

from datetime import date
from typing import Literal

from pydantic.dataclasses import dataclass

from app.blocks.models import STRICT, Annex


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Party:
    """One party: an organ of a town, an enterprise, a social organisation, a service unit."""

    name: str
    """In full, as the seal has it: 中国共产党D镇委员会."""
    role: str = ""
    """甲方, 乙方 …; empty: by the order of the parties."""
    details: tuple[str, ...] = ()
    """Lines below the name: 统一社会信用代码：…, 地址：…, 法定代表人：…."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Item:
    """（一）… inside an article, with its own 1.… below."""

    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Article:
    """第几条; the number comes from its place."""

    heading: str
    text: str = ""
    """Paragraphs (款), one a line, before the items."""
    items: tuple[Item, ...] = ()
    key: str = ""
    """A short name by which other articles refer to it: {第:费用} becomes 第四条."""
    closing: str = ""
    """Paragraphs (款), one a line, after the items."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Facts:
    """What a machine reads of an agreement. Part of the one content, so that it is signed with the articles."""

    kind: str
    """framework, venues, services, posting or project."""
    from_on: date | None = None
    until_on: date | None = None
    """The last day of the term; None where no end is agreed."""
    copies: int = 0
    fee: str = ""
    switches: tuple[str, ...] = ()
    """What it is the basis of while it is in force: venues, services, personal_data."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Agreement:
    """协议. Numbers, dates and verification code are the Imprint, given when it is issued."""

    title: str
    parties: tuple[Party, ...]
    articles: tuple[Article, ...]
    preamble: str = ""
    annexes: tuple[Annex, ...] = ()
    terms: tuple[str, ...] = ()
    """Words that a title line never breaks: names of towns and of the partnership."""
    mark: str = ""
    """For 联合行文 only: the organs' names, one a line, the 主办机关 first; it then bears one 发文字号."""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    facts: Facts | None = None
    kind: Literal["agreement"] = "agreement"
