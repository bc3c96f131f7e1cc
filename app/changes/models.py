"""A change of a meeting that every town must agree to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Shared


class ChangeKind(StrEnum):
    POSTPONE = "postpone"  # 改期
    CANCEL = "cancel"  # 取消
    CALL = "call"  # 召集临时会议


class ChangeState(StrEnum):
    OPEN = "open"  # waits for the towns' keys; a refused one stays open until it is withdrawn
    DONE = "done"
    WITHDRAWN = "withdrawn"


class MeetingChange(Record, table=True):
    """What is proposed. It takes effect in the transaction of the last key. One open change per meeting."""

    __tablename__ = "meeting_change"
    __table_args__ = scoped(
        Shared(),
        sa.Index(
            "uq_meeting_change_open",
            "meeting_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    kind: ChangeKind = Field(sa_type=stored(ChangeKind))
    state: ChangeState = Field(default=ChangeState.OPEN, sa_type=stored(ChangeState))
    town_id: UUID = Field(foreign_key="town.id", description="who proposes it")
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(max_length=300)
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)


class NewTime(BaseModel):
    """Another time, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    starts_at: datetime
    ends_at: datetime
    reason: str = Limit(min_length=1, max_length=300)
