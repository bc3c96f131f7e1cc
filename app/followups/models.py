"""议定事项落实: who does what by when, and how far it is. What produced it is a plain source, not looked into."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Shared


class FollowupState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATES = {
    FollowupState.OPEN: N_("未开始"),
    FollowupState.IN_PROGRESS: N_("办理中"),
    FollowupState.REPORTED: N_("已报完成，待确认"),
    FollowupState.CLOSED: N_("已办结"),
    FollowupState.WITHDRAWN: N_("已撤销"),
}


class Followup(Record, table=True):
    """One thing to be done by one or several towns. Overdue is computed from `due_on`, never kept."""

    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("partnership_id", "source", name="uq_followup_source"),
        sa.Index("ix_followup_partnership_state_due", "partnership_id", "state", "due_on"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    source: str = Field(max_length=80, description="what produced it, once: resolution:<id>, need:<id>")
    source_title: str = Field(default="", max_length=80, description="2026年第12号议定事项")
    source_url: str = Field(default="", max_length=300)
    text: str = Field(max_length=1000)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    unit_name: str = Field(default="", max_length=60)
    person_name: str = Field(default="", max_length=40)
    due_on: date | None = None
    assigned_on: date
    state: FollowupState = Field(default=FollowupState.OPEN, sa_type=stored(FollowupState))
    closed_on: date | None = None
    closed_by: str = Field(default="", max_length=80, description="meeting:<id>, or empty: by the towns' confirmation")


class FollowupPart(Record, table=True):
    """What one responsible town has done of it."""

    __tablename__ = "followup_part"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("followup_id", "town_id", name="uq_followup_part_town"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        sa.Index("ix_followup_part_town_reported", "town_id", "reported_on"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    followup_id: UUID = Field(foreign_key="followup.id")
    town_id: UUID = Field(foreign_key="town.id")
    percent: int = 0
    reported_on: date | None = Field(default=None, description="the day its town reported it done")


class FollowupConfirmation(Record, table=True):
    """A town's word that what the others reported is done: one per town and report."""

    __tablename__ = "followup_confirmation"
    __table_args__ = scoped(
        Shared(), sa.UniqueConstraint("followup_id", "town_id", name="uq_followup_confirmation_town")
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    followup_id: UUID = Field(foreign_key="followup.id")
    town_id: UUID = Field(foreign_key="town.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Deed(StrEnum):
    ASSIGNED = "assigned"
    PROGRESS = "progress"
    REPORTED = "reported"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class FollowupStep(Record, table=True):
    """The history that the page tells, with the evidence."""

    __tablename__ = "followup_step"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("followup_id", "number", name="uq_followup_step_number"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    followup_id: UUID = Field(foreign_key="followup.id")
    number: int = Field(description="place in the history, from 1")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: Deed = Field(sa_type=stored(Deed))
    town_id: UUID | None = Field(default=None, foreign_key="town.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    percent: int | None = None
    note: str = Field(default="", max_length=500)
    file_id: UUID | None = Field(default=None, description="evidence: a shared file")


class FigureConsent(Record, table=True):
    """A town agrees to its completion figures standing beside the others'; withdrawn by deleting the row."""

    __tablename__ = "followup_figure_consent"
    __table_args__ = scoped(
        Shared(), sa.UniqueConstraint("partnership_id", "town_id", name="uq_followup_figure_consent")
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    town_id: UUID = Field(foreign_key="town.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ProgressDraft(SQLModel):
    """What a town says of its part."""

    percent: int = Field(default=0, ge=0, le=100)
    note: str = Field(default="", max_length=500)
