"""What a partnership's calendar keeps: the years that are entered, and their days off and make-up working days."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Shared


class DayKind(StrEnum):
    OFF = "off"  # 放假
    WORK = "work"  # 调休上班


class Source(StrEnum):
    LIBRARY = "library"  # 随系统提供
    CSV = "csv"
    HAND = "hand"


class DayDraft(SQLModel):
    """One line of the State Council's notice. Checked on construction, which a table model is not."""

    day: date
    kind: DayKind
    name: str = Field(min_length=1, max_length=20)


class CalendarYear(Record, table=True):
    """A year whose 调休 is known. `revision` goes up with every change: dates depending on it are recomputed."""

    __tablename__ = "calendar_year"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("partnership_id", "year"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    year: int
    revision: int = 1
    is_complete: bool = Field(default=False, description="the whole notice is entered, not only some of its days")
    source: Source = Field(sa_type=stored(Source))
    notice: str = Field(default="", max_length=60, description="国办发明电〔2025〕7号")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class CalendarDay(Record, table=True):
    """A day that differs from the plain week: off on a working weekday, working on a weekend."""

    __tablename__ = "calendar_day"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("partnership_id", "day"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    day: date
    kind: DayKind = Field(sa_type=stored(DayKind))
    name: str = Field(max_length=20)
