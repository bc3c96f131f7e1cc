"""延期 and 提前结束 as both towns decide them, and 召回 as the sending town does."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Parties


class ChangeKind(StrEnum):
    EXTEND = "extend"  # 延期
    END_EARLY = "end_early"  # 双方商定提前结束
    RECALL = "recall"  # 派出方召回


class ChangeState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class RecallReason(StrEnum):
    """Why a town may call its own person back without the other's key: what it decides alone anyway."""

    HEALTH = "health"  # 健康原因
    DISCIPLINE = "discipline"  # 纪律审查、监察调查
    TRANSFER = "transfer"  # 工作调动
    ELECTION = "election"  # 依法选举任职
    EMERGENCY = "emergency"  # 突发事件应急需要


class ChangeDraft(SQLModel):
    kind: ChangeKind = Field(sa_type=stored(ChangeKind))
    until_on: date = Field(description="the new last day")
    reason: str = Field(min_length=1, max_length=200)


class PostingChange(ChangeDraft, Record, table=True):
    """Another last day of one posting. Each is reported again (报备)."""

    __tablename__ = "posting_change"
    __table_args__ = scoped(
        Parties(towns=("home_town_id", "host_town_id")),
        sa.Index(
            "uq_posting_change_open",
            "secondment_id",
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        ),
        sa.Index("ix_posting_change_secondment_id", "secondment_id"),
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    before_on: date = Field(description="the last day until then")
    state: ChangeState = Field(default=ChangeState.ASKED, sa_type=stored(ChangeState))
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id", description="None: a recall")
    recall_reason: RecallReason | None = Field(default=None, sa_type=stored(RecallReason))
    asked_by: UUID = Field(foreign_key="person.id")
    asked_by_town_id: UUID = Field(foreign_key="town.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"posting_change:{self.id}"
