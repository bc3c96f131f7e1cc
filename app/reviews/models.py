"""带教点评: what mentors say to an entry and to a month, and which entries a reader has read."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Named, Parties

TWO_TOWNS = Parties(towns=("home_town_id", "host_town_id"))


class Side(StrEnum):
    HOME = "home"
    HOST = "host"


SIDES = {Side.HOME: N_("派出单位带教"), Side.HOST: N_("挂职单位带教")}


class Grade(StrEnum):
    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    WANTING = "wanting"


GRADES = {
    Grade.EXCELLENT: N_("很好"),
    Grade.GOOD: N_("较好"),
    Grade.FAIR: N_("一般"),
    Grade.WANTING: N_("需要加强"),
}


class Comment(Record, table=True):
    """A word of a mentor, a leader, or the author's answer. It stays as it was said."""

    __tablename__ = "log_comment"
    __table_args__ = scoped(TWO_TOWNS, sa.Index("ix_log_comment_entry_id", "entry_id", "at"))

    entry_id: UUID = Field(foreign_key="log_entry.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    author_id: UUID = Field(foreign_key="person.id")
    text: str = Field(min_length=1, max_length=1000)
    at: datetime = Field(sa_type=UtcDateTime)


class RatingDraft(SQLModel):
    grade: Grade = Field(sa_type=stored(Grade))
    text: str = Field(default="", max_length=500)


class MonthRating(RatingDraft, Record, table=True):
    """One mentor's word on one month; the other mentor's stands beside it."""

    __tablename__ = "log_month_rating"
    __table_args__ = scoped(
        TWO_TOWNS,
        sa.UniqueConstraint("secondment_id", "month", "side", name="uq_log_month_rating_side"),
        sa.CheckConstraint("side IN ('home', 'host')", name="side"),
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    month: date = Field(description="its first day")
    side: Side = Field(sa_type=stored(Side))
    mentor_id: UUID = Field(foreign_key="person.id")
    rated_at: datetime = Field(sa_type=UtcDateTime)


class Reading(SQLModel, table=True):
    """That somebody has read an entry: their own affair, nobody else sees it."""

    __tablename__ = "log_reading"
    __table_args__ = scoped(Named())

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    entry_id: UUID = Field(foreign_key="log_entry.id", primary_key=True)
    read_at: datetime = Field(sa_type=UtcDateTime)
