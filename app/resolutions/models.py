"""A resolution as it is written in minutes, and as it is kept with its number."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared


class ResolutionText(BaseModel):
    """One 议定事项 in the editor. Its id is made with its first line and stays, whatever becomes of the text."""

    model_config = ConfigDict(str_strip_whitespace=True)

    id: UUID = Limit(default_factory=uuid4)
    text: str = Limit("", max_length=1000)
    town_ids: list[UUID] = Limit(default_factory=list, description="responsible towns")
    unit: str = Limit("", max_length=60)
    person: str = Limit("", max_length=40)
    due_on: date | None = None
    needs_committee: bool = Limit(False, description="须经党委会研究: every town's key then asks for its basis")


class Resolution(Record, table=True):
    """A numbered resolution. Until every key is turned it is 待确认; then it binds and a follow-up watches over it."""

    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("partnership_id", "year", "number", name="uq_resolution_number"),
        sa.Index("ix_resolution_meeting_id", "meeting_id", "number"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    topic_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    topic: str = Field(max_length=120, description="the topic's title as the minutes have it")
    year: int
    number: int
    text: str = Field(max_length=1000)
    town_ids: list[str] = Field(sa_type=sa.JSON, description="responsible towns, their ids")
    unit: str = Field(default="", max_length=60)
    person: str = Field(default="", max_length=40)
    due_on: date | None = None
    effective_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="the last key; None: 待确认")

    @property
    def label(self) -> str:
        return f"{self.year}年第{self.number}号"

    @property
    def source(self) -> str:
        """How the follow-up names it."""
        return f"resolution:{self.id}"
