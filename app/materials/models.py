"""What is settled for the room: seating, words of the chair, and who does what. Shared by the towns."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, scoped, stored
from app.kit.scopes import Shared
from app.sheets.models import Seating


class RoomDraft(SQLModel):
    """Checked on construction, which a table model is not."""

    seating: Seating = Field(default=Seating.FACING, sa_type=stored(Seating))
    chair: str = Field(default="", max_length=60, description="who presides: name and post")
    opening: str = Field(default="", max_length=1000, description="the chair's own words at the start")
    closing: str = Field(default="", max_length=1000, description="and at the end")


class Room(RoomDraft, Record, table=True):
    __tablename__ = "meeting_room_plan"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("meeting_id"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")


class DutyDraft(SQLModel):
    task: str = Field(min_length=1, max_length=60, description="会场布置, 签到引导, 会议记录 …")
    content: str = Field(default="", max_length=200)
    person: str = Field(min_length=1, max_length=60)
    due: str = Field(default="", max_length=60, description="会前一天, 会议期间 …")


class Duty(DutyDraft, Record, table=True):
    """A line of the 会务分工表."""

    __table_args__ = scoped(Shared(), sa.Index("ix_duty_meeting_id", "meeting_id"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    town_id: UUID = Field(foreign_key="town.id", description="whose people do it")
    place: int
