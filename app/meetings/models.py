"""What is kept of a joint meeting, from 拟定 to 已印发."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.clock import to_town
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Shared


class Kind(StrEnum):
    REGULAR = "regular"  # 轮值联席会议
    ADHOC = "adhoc"  # 临时会议, outside the rotation


class MeetingState(StrEnum):
    PLANNED = "planned"  # 拟定
    CONVENED = "convened"  # 已通知
    POSTPONED = "postponed"  # 改期: a new day is set, to be confirmed and convened again
    HELD = "held"  # 已召开
    DRAFTING = "drafting"  # 纪要起草
    IN_CONSENT = "in_consent"  # 会签中
    ISSUING = "issuing"  # 印发中
    ISSUED = "issued"  # 已印发
    CANCELLED = "cancelled"  # 取消


class Meeting(Record, table=True):
    """One joint meeting. `revision` is its calendar entry's SEQUENCE: it rises with whatever people must relearn."""

    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("turn_id"),
        sa.Index(
            "uq_meeting_adhoc",
            "partnership_id",
            "year",
            "number",
            unique=True,
            sqlite_where=sa.text("kind = 'adhoc'"),
            postgresql_where=sa.text("kind = 'adhoc'"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name="span"),
        sa.Index("ix_meeting_partnership_id_starts_at", "partnership_id", "starts_at"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    series_id: UUID | None = Field(default=None, foreign_key="meeting_series.id")
    turn_id: UUID | None = Field(default=None, foreign_key="turn.id", description="None: outside the rotation")
    kind: Kind = Field(default=Kind.REGULAR, sa_type=stored(Kind))
    year: int = Field(default=0, description="0 for regular meetings, whose number runs through the series")
    number: int
    title: str = Field(max_length=80, description="第12次轮值联席会议, 2026年第1次临时会议")
    host_id: UUID = Field(foreign_key="town.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    original_on: date = Field(description="the day that postponements are measured from")
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=stored(MeetingState))
    reason: str = Field(default="", max_length=300, description="why it was postponed or cancelled, or called ad hoc")
    adjustment: str = Field(default="", max_length=200, description="原定…，遇国庆节顺延至…")
    uncertain: bool = Field(default=False, description="the calendar of its year is not entered yet")
    revision: int = 0
    turn_revision: int = Field(default=0, description="the revision of the turn that this row was made from")
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="ad hoc: all keys turned")
    booking_id: UUID | None = None
    venue_id: UUID | None = None
    place: str = Field(default="", max_length=200, description="venue and address as told to the participants")
    parking: str = Field(default="", max_length=200)
    contact_name: str = Field(default="", max_length=40)
    contact_phone: str = Field(default="", max_length=30, description="the office's telephone, told to all")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    convened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    topics_closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, description="DTSTAMP of the calendar entry")

    @property
    def day(self) -> date:
        return to_town(self.starts_at).date()

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_ahead(self) -> bool:
        """Still to take place, whatever its date says."""
        return self.state in (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.POSTPONED)


class Arrangements(BaseModel):
    """What the host's clerk settles when confirming: when exactly, where, and whom to ask."""

    model_config = ConfigDict(str_strip_whitespace=True)

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID
    parking: str = Limit(default="", max_length=200)
    contact_name: str = Limit(min_length=1, max_length=40)
    contact_phone: str = Limit(min_length=1, max_length=30)
