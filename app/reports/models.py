"""Reports of a town: what was asked for, how far it is, and the two files. The chapters come from the domains."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.indicators.models import Length
from app.kit.db import scoped, stored
from app.kit.making import Making
from app.kit.scopes import Private


class ReportDraft(SQLModel):
    partnership_id: UUID = Field(foreign_key="partnership.id")
    length: Length = Field(sa_type=stored(Length))
    first: date
    last: date


class Report(ReportDraft, Making, table=True):
    """One report as it was made that day; making it again makes another one."""

    __table_args__ = scoped(
        Private(),
        sa.CheckConstraint("first <= last", name="period"),
        sa.CheckConstraint("done <= steps", name="progress"),
        sa.Index("ix_report_town_asked", "town_id", "asked_at"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    docx_hash: str = Field(default="", max_length=64)
    zip_hash: str = Field(default="", max_length=64)
    files: int = Field(default=0, description="in the evidence folder")
