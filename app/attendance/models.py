"""Who came to a meeting, the sheet that is open for signing in, and the door that its code opens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Public, Shared


class Mark(StrEnum):
    PRESENT = "present"  # 出席
    OBSERVER = "observer"  # 列席
    LEAVE = "leave"  # 请假
    SUBSTITUTE = "substitute"  # 代会: somebody came for the person on the list


class AttendanceSheet(Record, table=True):
    """The sign-in of one meeting. `code` is what the QR code carries."""

    __tablename__ = "attendance_sheet"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("meeting_id"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    code: str = Field(max_length=40)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")


class SignInDoor(Record, table=True):
    """Public, because a phone without an account knocks here. Only the code's hash; behind it one meeting's list."""

    __tablename__ = "sign_in_door"
    __table_args__ = scoped(Public(), sa.UniqueConstraint("code_hash"), sa.UniqueConstraint("meeting_id"))

    code_hash: str = Field(max_length=64)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    partnership_id: UUID = Field(foreign_key="partnership.id")


class DoorKnock(Record, table=True):
    """One try to sign in, by a keyed hash of the address, so that nobody tries too often."""

    __tablename__ = "door_knock"
    __table_args__ = scoped(Public(), sa.Index("ix_door_knock_address_at", "address_hash", "at"))

    address_hash: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


class AttendanceEntry(Record, table=True):
    """A line of the sheet. For a substitute the name is who came, the participant whom they came for."""

    __tablename__ = "attendance_entry"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("meeting_id", "participant_id"),
        sa.UniqueConstraint("meeting_id", "town_id", "unit", "name"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    town_id: UUID = Field(foreign_key="town.id")
    participant_id: UUID | None = Field(default=None, foreign_key="participant.id", description="None: not on the list")
    mark: Mark = Field(sa_type=stored(Mark))
    name: str = Field(max_length=40)
    unit: str = Field(default="", max_length=60)
    post: str = Field(default="", max_length=60)
    is_leader: bool = Field(default=False, description="counts for the presence rule")
    note: str = Field(default="", max_length=100, description="why on leave")
    by_phone: bool = Field(default=False, description="signed in by the QR code; else marked by a clerk")
    at: datetime = Field(sa_type=UtcDateTime)


class MarkDraft(BaseModel):
    """What a clerk notes about somebody on the list."""

    model_config = ConfigDict(str_strip_whitespace=True)

    mark: Mark
    note: str = Limit(default="", max_length=100)
    name: str = Limit(default="", max_length=40)
    unit: str = Limit(default="", max_length=60)
    post: str = Limit(default="", max_length=60)
    is_leader: bool = False


class GuestDraft(BaseModel):
    """Somebody who is not on the list: an observer, or a substitute for somebody who is."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Limit(min_length=1, max_length=40)
    unit: str = Limit(min_length=1, max_length=60)
    post: str = Limit(default="", max_length=60)
    town_id: UUID
    substitute_for: UUID | None = None
