"""The papers that call a meeting: private to the town that writes them until they are sent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.consents.models import Publicity
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Private


class PaperKind(StrEnum):
    LETTER = "letter"  # 函 with 回执, from the host to the partner towns
    NOTICE = "notice"  # 通知, from a town to its own units


class PaperState(StrEnum):
    DRAFT = "draft"  # 拟稿中
    IN_STEPS = "in_steps"  # 核稿、签发中
    SENT = "sent"  # 已签发
    DROPPED = "dropped"  # 作废, before it was signed


class CallPaper(Record, table=True):
    """A 函 or 通知. The keys see only its hash, so that a draft never leaves the town. One open paper of a kind."""

    __tablename__ = "call_paper"
    __table_args__ = scoped(
        Private(),
        sa.Index(
            "uq_call_paper_open",
            "meeting_id",
            "town_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'in_steps')"),
            postgresql_where=sa.text("state IN ('draft', 'in_steps')"),
        ),
    )

    town_id: UUID = Field(foreign_key="town.id", index=True)
    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    organ_id: UUID = Field(foreign_key="organ.id", description="the issuing organ")
    kind: PaperKind = Field(sa_type=stored(PaperKind))
    state: PaperState = Field(default=PaperState.DRAFT, sa_type=stored(PaperState))
    content: dict[str, Any] = Field(sa_type=sa.JSON, description="app.typeset Letter or Notice")
    stated: str = Field(default="", max_length=400, description="time and place when the text was last worked on")
    entered_number: str = Field(default="", max_length=60, description="登记取号, from the organ's own register")
    number: str = Field(default="", max_length=90, description="as printed, once signed")
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    document_id: UUID | None = Field(default=None, foreign_key="document.id", description="letters only")
    formed_on: date | None = None
    publicity: Publicity | None = Field(default=None, sa_type=stored(Publicity))
    made_at: datetime = Field(sa_type=UtcDateTime)


class NoticeNumber(Record, table=True):
    """The last 系统编号 of an organ's notices in a year; private, like the notices."""

    __tablename__ = "notice_number"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("town_id", "series", "year"))

    town_id: UUID = Field(foreign_key="town.id")
    series: str = Field(max_length=60)
    year: int
    last: int = 0


class PaperDraft(BaseModel):
    """What the clerk edits of a paper. The body is plain text: a line each paragraph, 一、 and （一） make headings."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Limit(min_length=1, max_length=120)
    to: str = Limit(min_length=1, max_length=200)
    body: str = Limit(min_length=1, max_length=8000)
    copies_to: str = Limit(default="", max_length=200)
    entered_number: str = Limit(default="", max_length=60)
