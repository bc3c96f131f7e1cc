"""A correction of issued minutes, as it is put to all towns."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared


class FixDraft(BaseModel):
    """One passage. Without `wrong` something is added to the place."""

    model_config = ConfigDict(str_strip_whitespace=True)

    place: str = Limit(min_length=1, max_length=80, description="第二部分第（一）项")
    wrong: str = Limit("", max_length=500)
    right: str = Limit(min_length=1, max_length=500)


class CorrectionDraft(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    fixes: list[FixDraft] = Limit(min_length=1, max_length=20)
    reason: str = Limit(min_length=1, max_length=200)
    entered_number: str = Limit("", max_length=90)


class MinutesCorrection(Record, table=True):
    __tablename__ = "minutes_correction"
    __table_args__ = scoped(Shared(), sa.Index("ix_minutes_correction_meeting_id", "meeting_id", "proposed_at"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    document_id: UUID = Field(foreign_key="document.id", description="the issued minutes")
    town_id: UUID = Field(foreign_key="town.id", description="who found the mistake")
    fixes: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    reason: str = Field(max_length=200)
    entered_number: str = Field(default="", max_length=90)
    proposed_by: UUID | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
