"""督办事项: what a town gives its own people to do. Private to the town; the partner never learns of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Private


class ErrandState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATES = {
    ErrandState.OPEN: N_("未开始"),
    ErrandState.IN_PROGRESS: N_("办理中"),
    ErrandState.REPORTED: N_("已报完成"),
    ErrandState.CLOSED: N_("已办结"),
    ErrandState.WITHDRAWN: N_("已撤销"),
}


class ErrandDraft(SQLModel):
    text: str = Field(min_length=1, max_length=1000)
    unit_id: UUID = Field(foreign_key="unit.id", description="who answers for it")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="the person in charge")
    due_on: date


class Errand(ErrandDraft, Record, table=True):
    __table_args__ = scoped(
        Private(),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        sa.Index("ix_errand_town_state_due", "town_id", "state", "due_on"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    state: ErrandState = Field(default=ErrandState.OPEN, sa_type=stored(ErrandState))
    percent: int = 0
    assigned_on: date
    closed_on: date | None = None


class Deed(StrEnum):
    ASSIGNED = "assigned"
    PROGRESS = "progress"
    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


DEEDS = {
    Deed.ASSIGNED: N_("交办"),
    Deed.PROGRESS: N_("更新进度"),
    Deed.REPORTED: N_("报完成"),
    Deed.RETURNED: N_("退回"),
    Deed.CLOSED: N_("办结"),
    Deed.WITHDRAWN: N_("撤销"),
}


class ErrandStep(Record, table=True):
    __tablename__ = "errand_step"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("errand_id", "number", name="uq_errand_step_number"))

    town_id: UUID = Field(foreign_key="town.id")
    errand_id: UUID = Field(foreign_key="errand.id")
    number: int = Field(description="place in the history, from 1")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: Deed = Field(sa_type=stored(Deed))
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    percent: int | None = None
    note: str = Field(default="", max_length=500)
    file_id: UUID | None = Field(default=None, description="evidence: a private file of the town")
