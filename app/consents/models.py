"""Acts that bind several towns: the question, each town's key on exactly its content, refusals, a town's own steps."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.promises import promise
from app.kit.scopes import Private, Shared


class ConsentState(StrEnum):
    OPEN = "open"  # 征求确认中
    COMPLETE = "complete"  # 各方已确认
    REFUSED = "refused"  # 一方不同意
    WITHDRAWN = "withdrawn"  # 已撤回


class Step(StrEnum):
    """The steps inside a town. Only the last one turns its key."""

    DRAFT = "draft"  # 拟稿 in the asking town, 拟办 elsewhere
    CHECK = "check"  # 核稿
    TURN = "turn"  # 签发


class Basis(StrEnum):
    """What a town must have behind its key; the partner only sees 已履行内部程序."""

    NONE = "none"
    COMMITTEE = "committee"  # 党委会
    COMMITTEE_AND_LEGAL = "committee_and_legal"  # 党委会 and 合法性审查


class Publicity(StrEnum):
    """公开属性, from the most to the least open."""

    OPEN = "open"  # 主动公开
    ON_REQUEST = "on_request"  # 依申请公开
    CLOSED = "closed"  # 不予公开


class BasisDraft(SQLModel):
    committee: str = Field(default="", max_length=60)
    decided_on: date | None = None
    legal_review: str = Field(default="", max_length=200)


class KeyDraft(SQLModel):
    """What the signer saw and declares. `seen_hash` is the content on the signer's screen, not the newest one."""

    seen_hash: str = Field(max_length=64)
    publicity: Publicity | None = None
    secrecy_checked: bool = False
    basis: BasisDraft | None = None


class RefusalDraft(SQLModel):
    seen_hash: str = Field(max_length=64)
    reason: str = Field(min_length=1, max_length=1000)
    counter_text: str = Field(default="", max_length=4000)


class Consent(Record, table=True):
    """One question put to all towns of a partnership. A new content is a new round, and no key outlives its round."""

    __table_args__ = scoped(
        Shared(),
        sa.Index(
            "uq_consent_live_subject",
            "subject",
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'refused')"),
            postgresql_where=sa.text("state IN ('open', 'refused')"),
        ),
        sa.Index("ix_consent_subject_asked_at", "subject", "asked_at"),
        sa.Index("ix_consent_state", "state", "partnership_id"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    kind: str = Field(max_length=40, description="minutes, agreement …: the asking domain's word")
    subject: str = Field(max_length=80, description="table:id")
    title: str = Field(max_length=160)
    url: str = Field(max_length=300, description="local path of the page where the key is turned")
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    content_hash: str = Field(max_length=64)
    round: int = 1
    state: ConsentState = Field(default=ConsentState.OPEN, sa_type=stored(ConsentState))
    needs_basis: Basis = Field(default=Basis.NONE, sa_type=stored(Basis))
    is_document: bool = Field(default=False, description="leads to a document: 公开属性 and 保密审查 are asked")
    asked_by: UUID = Field(foreign_key="person.id")
    asking_town_id: UUID = Field(foreign_key="town.id")
    asked_at: datetime = Field(sa_type=UtcDateTime, description="of the current round")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closing_reason: str = Field(default="", max_length=500)

    @property
    def is_complete(self) -> bool:
        return self.state is ConsentState.COMPLETE


class ConsentParty(SQLModel, table=True):
    """A town whose key is needed."""

    __tablename__ = "consent_party"
    __table_args__ = scoped(Shared())

    consent_id: UUID = Field(foreign_key="consent.id", primary_key=True)
    town_id: UUID = Field(foreign_key="town.id", primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    place: int


class ConsentKey(Record, table=True):
    """A town's key. Rows are only added, and only onto the content and round that the consent has at that moment."""

    __tablename__ = "consent_key"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("consent_id", "town_id", "round", name="uq_consent_key_town"),
        sa.UniqueConstraint("consent_id", "town_id", "content_hash", "round", name="uq_consent_key_content"),
        sa.UniqueConstraint("consent_id", "turned_by", "round", name="uq_consent_key_person"),
    )

    consent_id: UUID = Field(foreign_key="consent.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    town_id: UUID = Field(foreign_key="town.id")
    round: int
    content_hash: str = Field(max_length=64)
    turned_by: UUID = Field(foreign_key="person.id")
    turned_by_name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    signed_for_name: str = Field(default="", max_length=40, description="whose deputy signed, shown as ×××（代签）")
    publicity: Publicity | None = Field(default=None, sa_type=stored(Publicity))
    secrecy_checked: bool = False
    has_basis: bool = Field(default=False, description="已履行内部程序; what it was is private to the town")
    at: datetime = Field(sa_type=UtcDateTime)

    @property
    def shown_name(self) -> str:
        return f"{self.turned_by_name}（代签）" if self.signed_for_name else self.turned_by_name


class ConsentRefusal(Record, table=True):
    """A refused key: why, and if the town wishes what it would sign instead."""

    __tablename__ = "consent_refusal"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("consent_id", "round", name="uq_consent_refusal_round"))

    consent_id: UUID = Field(foreign_key="consent.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    town_id: UUID = Field(foreign_key="town.id")
    round: int
    content_hash: str = Field(max_length=64)
    reason: str = Field(max_length=1000)
    counter_text: str = Field(default="", max_length=4000)
    refused_by: UUID = Field(foreign_key="person.id")
    refused_by_name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    at: datetime = Field(sa_type=UtcDateTime)


class ConsentStep(Record, table=True):
    """Who drafted and who checked inside a town, for which content. The partner never sees it."""

    __tablename__ = "consent_step"
    __table_args__ = scoped(
        Private(), sa.UniqueConstraint("consent_id", "town_id", "round", "kind", name="uq_consent_step_kind")
    )

    consent_id: UUID = Field(foreign_key="consent.id")
    town_id: UUID = Field(foreign_key="town.id", index=True)
    round: int
    content_hash: str = Field(max_length=64)
    kind: Step = Field(sa_type=stored(Step))
    done_by: UUID = Field(foreign_key="person.id")
    done_by_name: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)


class ConsentBasis(Record, table=True):
    """The internal procedure behind a key: which 党委会 when, and the 合法性审查."""

    __tablename__ = "consent_basis"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("consent_id", "town_id", "round", name="uq_consent_basis"))

    consent_id: UUID = Field(foreign_key="consent.id")
    town_id: UUID = Field(foreign_key="town.id", index=True)
    round: int
    committee: str = Field(max_length=60)
    decided_on: date
    legal_review: str = Field(default="", max_length=200)


_TABLES = SQLModel.metadata.tables
_LIVE_KEYS = (
    "(SELECT count(*) FROM consent_key k WHERE k.consent_id = NEW.id AND k.round = NEW.round"
    " AND k.content_hash = NEW.content_hash)"
)
_PARTIES = "(SELECT count(*) FROM consent_party p WHERE p.consent_id = NEW.id)"
_FITS = (
    "EXISTS (SELECT 1 FROM consent c JOIN consent_party p ON p.consent_id = c.id WHERE c.id = NEW.consent_id"
    " AND c.state = 'open' AND c.round = NEW.round AND c.content_hash = NEW.content_hash AND p.town_id = NEW.town_id)"
)
_CHECKED = (
    "EXISTS (SELECT 1 FROM consent_step s WHERE s.consent_id = NEW.consent_id AND s.town_id = NEW.town_id"
    " AND s.round = NEW.round AND s.kind = 'check')"
)
_NEW_CONTENT = "NEW.content_hash <> OLD.content_hash AND NEW.round <> OLD.round + 1"
_LACKING = f"NEW.state = 'complete' AND ({_PARTIES} = 0 OR {_LIVE_KEYS} <> {_PARTIES})"

promise(_TABLES["consent"], "consent_begins_open", "INSERT", "NEW.state <> 'open' OR NEW.round <> 1")
promise(_TABLES["consent"], "consent_content_is_a_round", "UPDATE", _NEW_CONTENT)
promise(_TABLES["consent"], "consent_is_final", "UPDATE", "OLD.state IN ('complete', 'withdrawn')")
promise(_TABLES["consent"], "consent_needs_every_key", "UPDATE", _LACKING)
promise(_TABLES["consent_key"], "consent_key_fits", "INSERT", f"NOT {_FITS}")
promise(_TABLES["consent_key"], "consent_key_was_checked", "INSERT", f"NOT {_CHECKED}")
for _table in ("consent_party", "consent_key", "consent_refusal"):
    promise(_TABLES[_table], f"{_table}_is_fixed", "UPDATE", "1 = 1")
for _table in ("consent", "consent_party", "consent_key", "consent_refusal"):
    promise(_TABLES[_table], f"{_table}_is_kept", "DELETE", "1 = 1")
