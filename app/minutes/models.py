"""What the towns share of minutes: each text that was put to them, and what stands beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared


class Minutes(Record, table=True):
    """One per meeting, from the first time its text is put to the towns."""

    __table_args__ = scoped(Shared(), sa.UniqueConstraint("meeting_id"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    host_id: UUID = Field(foreign_key="town.id")
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id", description="the latest")
    entered_number: str = Field(default="", max_length=90, description="登记取号, where the towns agreed on it")
    outcomes: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_type=sa.JSON,
        description="topic and outcome of each item, for what follows the last key",
    )
    closed_followups: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class MinutesVersion(Record, table=True):
    """A text as it was put to the towns. All of them are kept, so that every town can see what changed."""

    __tablename__ = "minutes_version"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("minutes_id", "number", name="uq_minutes_version_number"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    minutes_id: UUID = Field(foreign_key="minutes.id")
    number: int
    content: dict[str, Any] = Field(sa_type=sa.JSON, description="typeset.Minutes")
    content_hash: str = Field(max_length=64)
    asked_by_name: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
