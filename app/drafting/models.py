"""The text of minutes while the host writes it: one draft per meeting, every save a revision. Private to the host."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private
from app.resolutions.models import ResolutionText


class Outcome(StrEnum):
    RESOLVED = "resolved"  # 议定
    STUDY = "study"  # 继续研究
    WITHDRAWN = "withdrawn"  # 撤回


class ItemText(BaseModel):
    """One item of the agenda. The opening item (上次议定事项落实情况) has no topic and needs no outcome."""

    model_config = ConfigDict(str_strip_whitespace=True)

    item_id: UUID
    topic_id: UUID | None = None
    title: str = Limit("", max_length=120)
    summary: str = Limit("", max_length=4000)
    outcome: Outcome | None = None
    resolutions: list[ResolutionText] = Limit(default_factory=list)


class MinutesText(BaseModel):
    """Everything that is typed into the editor."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Limit("", max_length=120)
    opening: str = Limit("", max_length=1000)
    items: list[ItemText] = Limit(default_factory=list)
    closing: str = Limit("", max_length=1000)
    closed_followups: list[UUID] = Limit(default_factory=list, description="reported done and confirmed in the meeting")


class MinutesDraft(Record, table=True):
    """`revision` is the number of the text that stands; whoever saves says which one they had before them."""

    __tablename__ = "minutes_draft"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("meeting_id"))

    town_id: UUID = Field(foreign_key="town.id", index=True, description="the host")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    revision: int = 0
    due_on: date = Field(description="within 5 working days after the meeting")
    begun_at: datetime = Field(sa_type=UtcDateTime)


class MinutesRevision(Record, table=True):
    """A saved text. `number` is None for a text that met a newer one and waits beside it: typed work is never lost."""

    __tablename__ = "minutes_revision"
    __table_args__ = scoped(
        Private(),
        sa.UniqueConstraint("draft_id", "number", name="uq_minutes_revision_number"),
        sa.Index("ix_minutes_revision_draft_at", "draft_id", "at"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    draft_id: UUID = Field(foreign_key="minutes_draft.id")
    number: int | None = None
    base: int = Field(default=0, description="the revision that its author had on the screen")
    text: dict[str, Any] = Field(sa_type=sa.JSON)
    author_id: UUID | None = Field(default=None, foreign_key="person.id")
    author_name: str = Field(default="", max_length=40)
    is_automatic: bool = False
    at: datetime = Field(sa_type=UtcDateTime)
