"""Checklists when somebody leaves and comes back, and who stands in at home meanwhile."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Parties, Private


class Side(StrEnum):
    """Who ticks an item."""

    HOME = "home"  # 派出单位
    HOST = "host"  # 挂职单位
    SECONDEE = "secondee"  # 挂职人员


class Item(StrEnum):
    """The items, those at the start first."""

    WORK_HANDED_OVER = "work_handed_over"
    STAND_IN_NAMED = "stand_in_named"
    TIE_ARRANGED = "tie_arranged"
    INSURED = "insured"
    PLACE_READY = "place_ready"
    DUTIES_EXPLAINED = "duties_explained"
    RULES_LEARNED = "rules_learned"
    REPORTED_AT_HOST = "reported_at_host"
    TASKS_LEFT = "tasks_left"
    PAPERS_RETURNED = "papers_returned"
    KEYS_RETURNED = "keys_returned"
    ATTENDANCE_SENT = "attendance_sent"
    REPORTED_AT_HOME = "reported_at_home"
    POST_RESUMED = "post_resumed"


class TickDraft(SQLModel):
    item: Item = Field(sa_type=stored(Item))
    done_on: date
    note: str = Field(default="", max_length=120)


class Tick(TickDraft, Record, table=True):
    """An item done, with its day and who says so."""

    __tablename__ = "handover_tick"
    __table_args__ = scoped(
        Parties(towns=("home_town_id", "host_town_id")), sa.UniqueConstraint("secondment_id", "item")
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    ticked_by: UUID = Field(foreign_key="person.id")
    ticked_at: datetime = Field(sa_type=UtcDateTime)


class StandIn(Record, table=True):
    """Who does the work at home while its holder is away; the home town's own affair."""

    __tablename__ = "stand_in"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("secondment_id"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
    secondment_id: UUID = Field(foreign_key="secondment.id")
    person_id: UUID = Field(foreign_key="person.id")
    duties: str = Field(default="", max_length=300)
    assignment_id: UUID | None = Field(default=None, foreign_key="assignment.id", description="the right it gave")
    named_by: UUID = Field(foreign_key="person.id")
    named_at: datetime = Field(sa_type=UtcDateTime)
