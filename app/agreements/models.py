"""Agreements between towns while they are drafted, discussed and signed; every saved text is kept for good.

A draft is its town's own until it is put to the partner: then `shared_with` names the partnership that sees it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.promises import promise
from app.kit.scopes import Parties
from app.precedents.models import AgreementKind, Relation

SEEN_BY = Parties(towns=("town_id",), partnerships=("shared_with",))


class AgreementState(StrEnum):
    DRAFT = "draft"  # 起草中: its own town only
    TABLED = "tabled"  # 会商中: on the table, either side changes and comments
    SIGNING = "signing"  # 签署中: keys are asked
    CONCLUDED = "concluded"  # 各方已签发
    WITHDRAWN = "withdrawn"


STATES = {
    AgreementState.DRAFT: N_("起草中"),
    AgreementState.TABLED: N_("会商中"),
    AgreementState.SIGNING: N_("签署中"),
    AgreementState.CONCLUDED: N_("已签署"),
    AgreementState.WITHDRAWN: N_("已撤回"),
}


@dataclass(frozen=True)
class BeginDraft:
    """What a clerk says to begin: the kind, and the organs that sign, the own town's first."""

    partnership_id: UUID
    kind: AgreementKind
    organ_ids: tuple[UUID, ...]
    title: str = ""


class Agreement(Record, table=True):
    """One agreement. `version` is the saved text that stands, `edition` its number on the table (第n版)."""

    __table_args__ = scoped(
        SEEN_BY,
        sa.Index("ix_agreement_town_id_state", "town_id", "state"),
        sa.Index("ix_agreement_shared_with_state", "shared_with", "state"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="who drafts it")
    partnership_id: UUID = Field(foreign_key="partnership.id")
    shared_with: UUID | None = Field(default=None, foreign_key="partnership.id", description="from 提交会商 on")
    kind: AgreementKind = Field(sa_type=stored(AgreementKind))
    state: AgreementState = Field(default=AgreementState.DRAFT, sa_type=stored(AgreementState))
    title: str = Field(max_length=120)
    version: int = 0
    edition: int = 0
    relation: Relation = Field(default=Relation.NONE, sa_type=stored(Relation))
    main_id: UUID | None = Field(default=None, foreign_key="agreement.id", index=True)
    from_on: date | None = Field(default=None, description="as the standing text has it")
    until_on: date | None = None
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    formed_on: date | None = Field(default=None, description="成文日期: the day of the last 签发")
    begun_by: UUID | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcDateTime)
    tabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closing_reason: str = Field(default="", max_length=200)

    @property
    def subject(self) -> str:
        """By which consents, documents and audit rows name it."""
        return f"agreement:{self.id}"

    @property
    def url(self) -> str:
        return f"/agreements/{self.id}"

    @property
    def is_shared(self) -> bool:
        return self.shared_with is not None

    @property
    def is_open(self) -> bool:
        """Its text may still change."""
        return self.state in (AgreementState.DRAFT, AgreementState.TABLED, AgreementState.SIGNING)


class AgreementTown(SQLModel, table=True):
    """A town that signs, in the order of the signatures, and the organ that signs for it."""

    __tablename__ = "agreement_town"
    __table_args__ = scoped(Parties(towns=("drafting_town_id",), partnerships=("shared_with",)))

    agreement_id: UUID = Field(foreign_key="agreement.id", primary_key=True)
    town_id: UUID = Field(foreign_key="town.id", primary_key=True, index=True)
    drafting_town_id: UUID = Field(foreign_key="town.id")
    shared_with: UUID | None = Field(default=None, foreign_key="partnership.id")
    place: int
    organ_id: UUID = Field(foreign_key="organ.id")


class AgreementVersion(Record, table=True):
    """A saved text; never changed, never deleted. Without `number`: it met a newer one and waits beside it."""

    __tablename__ = "agreement_version"
    __table_args__ = scoped(
        SEEN_BY,
        sa.UniqueConstraint("agreement_id", "number", name="uq_agreement_version_number"),
        sa.Index("ix_agreement_version_agreement_at", "agreement_id", "at"),
    )

    agreement_id: UUID = Field(foreign_key="agreement.id")
    town_id: UUID = Field(foreign_key="town.id", description="whose people wrote it")
    shared_with: UUID | None = Field(default=None, foreign_key="partnership.id")
    number: int | None = None
    edition: int = Field(default=0, description="第n版 on the table; 0: seen by its own town only")
    base: int = Field(default=0, description="the version that its author had on the screen")
    text: dict[str, Any] = Field(sa_type=sa.JSON)
    content_hash: str = Field(max_length=64, description="of the wording: what keys fit and what is printed")
    note: str = Field(default="", max_length=200, description="what was changed, in the author's words")
    author_id: UUID | None = Field(default=None, foreign_key="person.id")
    author_name: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)


_AGREEMENT, _VERSION = SQLModel.metadata.tables["agreement"], SQLModel.metadata.tables["agreement_version"]
_SIGNED = (
    "EXISTS (SELECT 1 FROM consent c JOIN agreement_version v ON v.agreement_id = NEW.id AND v.number = NEW.version"
    " WHERE c.id = NEW.consent_id AND c.state = 'complete' AND c.content_hash = v.content_hash)"
)
_SETTLED = "SELECT 1 FROM agreement a WHERE a.id = NEW.agreement_id AND a.state IN ('concluded', 'withdrawn')"
_MOVED = "NEW.version <> OLD.version OR NEW.edition <> OLD.edition OR NEW.consent_id IS NULL"

promise(_VERSION, "agreement_version_is_fixed", "UPDATE", "1 = 1")
promise(_VERSION, "agreement_version_is_kept", "DELETE", "1 = 1")
promise(_VERSION, "agreement_version_while_open", "INSERT", f"NEW.number IS NOT NULL AND EXISTS ({_SETTLED})")
promise(
    _AGREEMENT,
    "agreement_needs_keys",
    "UPDATE",
    f"NEW.state = 'concluded' AND (OLD.state <> 'concluded' AND NOT {_SIGNED})",
)
promise(
    _AGREEMENT,
    "agreement_stays_signed",
    "UPDATE",
    f"OLD.state = 'concluded' AND (NEW.state <> 'concluded' OR {_MOVED})",
)
