"""The text of an agreement as clerks type it: parties, articles, annexes, and the facts that the articles speak of."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field

from app.kit.i18n import N_

TYPED = ConfigDict(str_strip_whitespace=True, frozen=True)
LONGEST_ARTICLE = 6000


class AgreementKind(StrEnum):
    FRAMEWORK = "framework"  # 合作框架
    VENUES = "venues"  # 场地共享
    SERVICES = "services"  # 服务共享
    POSTING = "posting"  # 互派挂职
    PROJECT = "project"  # 项目共建


KIND_NAMES = {
    AgreementKind.FRAMEWORK: N_("合作框架"),
    AgreementKind.VENUES: N_("场地共享"),
    AgreementKind.SERVICES: N_("服务共享"),
    AgreementKind.POSTING: N_("互派挂职"),
    AgreementKind.PROJECT: N_("项目共建"),
}


class Switch(StrEnum):
    """What an agreement is the basis of while it is in force."""

    VENUES = "venues"
    SERVICES = "services"
    PERSONAL_DATA = "personal_data"


SWITCH_NAMES = {
    Switch.VENUES: N_("相互开放和预约场地"),
    Switch.SERVICES: N_("居民跨镇报名参加服务项目"),
    Switch.PERSONAL_DATA: N_("共同处理报名居民的个人信息"),
}


class Relation(StrEnum):
    """What an agreement is to an earlier one."""

    NONE = "none"
    SUPPLEMENT = "supplement"
    RENEWAL = "renewal"
    TERMINATION = "termination"


RELATIONS = {
    Relation.NONE: "",
    Relation.SUPPLEMENT: N_("补充协议"),
    Relation.RENEWAL: N_("续签"),
    Relation.TERMINATION: N_("解除协议"),
}


class PartyText(BaseModel):
    """One party in its place: an organ of a town, or whoever has no account here and signs on paper."""

    model_config = TYPED

    town_id: UUID | None = None
    organ_id: UUID | None = None
    name: str = Field("", max_length=100)
    credit_code: str = Field("", max_length=18)
    representative: str = Field("", max_length=60)
    address: str = Field("", max_length=120)
    contact: str = Field("", max_length=80)

    @property
    def is_town(self) -> bool:
        return self.town_id is not None


class ArticleText(BaseModel):
    """One article as it is typed: a paragraph a line; （一） begins an item, 1. a point. Its number is its place."""

    model_config = TYPED

    id: UUID = Field(default_factory=uuid4)
    key: str = Field("", max_length=20, description="by which {第:费用} finds it")
    heading: str = Field("", max_length=60)
    body: str = Field("", max_length=LONGEST_ARTICLE)


class AnnexText(BaseModel):
    """A table behind the articles. One filled from the product's own data is a snapshot of the day it was taken."""

    model_config = TYPED

    id: UUID = Field(default_factory=uuid4)
    source: str = Field("", max_length=20, description="venues, services, postings; empty: typed by hand")
    title: str = Field("", max_length=80)
    words: str = Field("", max_length=LONGEST_ARTICLE, description="paragraphs before the table")
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    taken_on: date | None = None


class TermsText(BaseModel):
    """期限, 份数, 费用, 启用: typed once, said by the articles through {期限}, {份数}, {费用}, {启用}."""

    model_config = TYPED

    from_on: date | None = None
    until_on: date | None = None
    copies_each: int = Field(2, ge=1, le=20)
    fee: str = Field("", max_length=300)
    switches: tuple[Switch, ...] = ()


class AgreementText(BaseModel):
    """Everything that is typed. What is printed and what keys fit is made of it by `rules.wording`."""

    model_config = TYPED

    kind: AgreementKind
    title: str = Field("", max_length=120)
    preamble: str = Field("", max_length=2000)
    parties: tuple[PartyText, ...] = ()
    terms: TermsText = TermsText()
    articles: tuple[ArticleText, ...] = ()
    annexes: tuple[AnnexText, ...] = ()
    unbroken: tuple[str, ...] = Field((), description="names that a title line never breaks")
    is_joint: bool = Field(False, description="联合行文: only the first organ's 发文字号 is printed")
    copies_to: str = Field("", max_length=300)
    printed_by: str = Field("", max_length=60)


class Precedent(BaseModel):
    """A template: the text of a kind with the places that are filled in when drafting begins."""

    model_config = ConfigDict(frozen=True)

    title: str
    preamble: str
    months: int
    fee: str
    switches: tuple[Switch, ...]
    articles: tuple[ArticleText, ...]
