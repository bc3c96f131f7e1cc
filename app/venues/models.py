"""Venues of the units: what they offer, when they are open, who may borrow them. No booking is known here."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public
from app.policies.models import SHARINGS as SHARINGS
from app.policies.models import Sharing as Sharing

DAY_MINUTES = 1440
EMPTY = {"server_default": ""}


class VenueKind(StrEnum):
    HALL = "hall"
    MEETING_ROOM = "meeting_room"
    PARTY_ROOM = "party_room"
    COUNCIL_ROOM = "council_room"
    READING_ROOM = "reading_room"
    DANCE_ROOM = "dance_room"
    CLASSROOM = "classroom"
    CANTEEN = "canteen"
    HEALTH_ROOM = "health_room"
    MEDIATION_ROOM = "mediation_room"
    DAY_CARE = "day_care"
    AFTER_SCHOOL = "after_school"
    ADVICE_ROOM = "advice_room"
    OTHER = "other"


KINDS = {
    VenueKind.HALL: N_("多功能厅"),
    VenueKind.MEETING_ROOM: N_("会议室"),
    VenueKind.PARTY_ROOM: N_("党员活动室"),
    VenueKind.COUNCIL_ROOM: N_("议事厅"),
    VenueKind.READING_ROOM: N_("书屋"),
    VenueKind.DANCE_ROOM: N_("舞蹈室"),
    VenueKind.CLASSROOM: N_("电教室"),
    VenueKind.CANTEEN: N_("食堂"),
    VenueKind.HEALTH_ROOM: N_("卫生室"),
    VenueKind.MEDIATION_ROOM: N_("调解室"),
    VenueKind.DAY_CARE: N_("日间照料室"),
    VenueKind.AFTER_SCHOOL: N_("四点半课堂"),
    VenueKind.ADVICE_ROOM: N_("指导室"),
    VenueKind.OTHER: N_("其他场地"),
}


class Holidays(StrEnum):
    """What a statutory holiday means for a venue's hours."""

    CLOSED = "closed"
    AS_SUNDAY = "as_sunday"


HOLIDAYS = {
    Holidays.CLOSED: N_("法定节假日不开放"),
    Holidays.AS_SUNDAY: N_("法定节假日按星期日的时间开放"),
}


class VenueDraft(SQLModel):
    """What the owning unit says of a venue. Checked on construction, which a table model is not."""

    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    name: str = Field(min_length=1, max_length=40)
    kind: VenueKind = Field(default=VenueKind.OTHER, sa_type=stored(VenueKind))
    seats: int = Field(ge=1, le=5000)
    area_m2: int = Field(default=0, ge=0, le=100_000)
    floor: str = Field(default="", max_length=20, sa_column_kwargs=EMPTY, description="一楼")
    place: str = Field(default="", max_length=80, description="building, door, how to get in")
    equipment: str = Field(default="", max_length=300, description="tags, written 投影、音响、白板")
    parking: str = Field(default="", max_length=120)
    is_step_free: bool = False
    is_staffed: bool = Field(default=False, description="staff open the door: a booking is never released as a no-show")
    gap_before: int = Field(default=0, ge=0, le=180, description="minutes to prepare")
    gap_after: int = Field(default=0, ge=0, le=180, description="minutes to tidy up")
    sharing: Sharing = Field(default=Sharing.ON_REQUEST, sa_type=stored(Sharing))
    holidays: Holidays = Field(default=Holidays.CLOSED, sa_type=stored(Holidays))
    desk: str = Field(default="", max_length=40, sa_column_kwargs=EMPTY, description="who answers: a desk, not a name")
    phone: str = Field(default="", max_length=30, sa_column_kwargs=EMPTY, description="of that desk; else the unit's")
    notes: str = Field(default="", max_length=500, description="what users must know, in the unit's words")


class Venue(VenueDraft, Record, table=True):
    """`number` is the venue's place on the one line of minutes on which nobody is double-booked."""

    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("number", name="uq_venue_number"),
        sa.UniqueConstraint("unit_id", "name", name="uq_venue_unit_name"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("seats > 0", name="seats"),
    )

    number: int
    town_id: UUID = Field(foreign_key="town.id", index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True, description="its hall, if a part")
    is_retired: bool = False

    @property
    def gap(self) -> int:
        """Minutes that stay free between two bookings; 0 means back to back."""
        return max(self.gap_before, self.gap_after)


class OpeningSpan(Record, table=True):
    """One span of opening on one weekday, in minutes of the towns' day."""

    __tablename__ = "opening_span"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="span"),
    )

    venue_id: UUID = Field(foreign_key="venue.id", index=True)
    weekday: int = Field(description="1 is Monday")
    opens: int
    closes: int


class DayException(Record, table=True):
    """A date on which other hours hold; `opens` None: closed that day."""

    __tablename__ = "day_exception"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("venue_id", "on", name="uq_day_exception_venue_on"),
        sa.CheckConstraint("opens IS NULL OR (0 <= opens AND opens < closes AND closes <= 1440)", name="span"),
    )

    venue_id: UUID = Field(foreign_key="venue.id")
    on: date
    opens: int | None = None
    closes: int | None = None
    reason: str = Field(default="", max_length=80)
