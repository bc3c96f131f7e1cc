"""Reports of a town: what was asked for, how far it is, and the two files. The chapters come from the domains."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.indicators.models import Length
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Private


class ReportState(StrEnum):
    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"


STATES = {
    ReportState.QUEUED: N_("生成中"),
    ReportState.READY: N_("已生成"),
    ReportState.FAILED: N_("生成失败"),
}


class ReportDraft(SQLModel):
    partnership_id: UUID = Field(foreign_key="partnership.id")
    length: Length = Field(sa_type=stored(Length))
    first: date
    last: date


class Report(ReportDraft, Record, table=True):
    """One report as it was made that day; making it again makes another one."""

    __table_args__ = scoped(
        Private(),
        sa.CheckConstraint("first <= last", name="period"),
        sa.CheckConstraint("done <= steps", name="progress"),
        sa.Index("ix_report_town_asked", "town_id", "asked_at"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    title: str = Field(max_length=120)
    state: ReportState = Field(default=ReportState.QUEUED, sa_type=stored(ReportState))
    steps: int = Field(description="how many there are")
    done: int = 0
    step: str = Field(default="", max_length=60, description="what is being done now, in words")
    docx_hash: str = Field(default="", max_length=64)
    zip_hash: str = Field(default="", max_length=64)
    files: int = Field(default=0, description="in the evidence folder")
    failure: str = Field(default="", max_length=200)
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
