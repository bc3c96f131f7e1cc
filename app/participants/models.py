"""The list of a meeting's participants, and the private particulars that only its towns need."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Private, Shared


class Standing(StrEnum):
    ATTENDEE = "attendee"  # 应到
    OBSERVER = "observer"  # 列席


class Participant(Record, table=True):
    """Somebody a town sends: the row of its 回执 and of its 应到 list at once."""

    __table_args__ = scoped(Shared(), sa.UniqueConstraint("meeting_id", "town_id", "unit", "name"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    town_id: UUID = Field(foreign_key="town.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="who has an account is told")
    name: str = Field(max_length=40)
    unit: str = Field(default="", max_length=60)
    post: str = Field(default="", max_length=60)
    standing: Standing = Field(default=Standing.ATTENDEE, sa_type=stored(Standing))
    is_leader: bool = Field(default=False, description="书记, 副书记 or authorised: counts for the presence rule")
    place: int = Field(default=0, description="order within the town")


class Particulars(Record, table=True):
    """Phone, meal and car of a participant, one copy per town that needs it; the newest copy counts.

    The sending town leaves the host a copy that it can neither read nor change afterwards.
    """

    __table_args__ = scoped(Private(insert_any=True), sa.Index("ix_particulars_meeting_id", "meeting_id"))

    town_id: UUID = Field(foreign_key="town.id", description="who may read this copy")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    participant_id: UUID = Field(foreign_key="participant.id", ondelete="CASCADE")
    phone: str = Field(default="", max_length=30)
    meal: str = Field(default="", max_length=40, description="用餐: 用餐, 清真, 不用餐 …")
    car_plate: str = Field(default="", max_length=20)
    version: int = Field(default=1, description="the highest counts")
    written_at: datetime = Field(sa_type=UtcDateTime)


class ParticipantDraft(BaseModel):
    """What a clerk types about one participant."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Limit(min_length=1, max_length=40)
    unit: str = Limit(default="", max_length=60)
    post: str = Limit(default="", max_length=60)
    standing: Standing = Standing.ATTENDEE
    is_leader: bool = False
    person_id: UUID | None = None
    phone: str = Limit(default="", max_length=30)
    meal: str = Limit(default="", max_length=40)
    car_plate: str = Limit(default="", max_length=20)
