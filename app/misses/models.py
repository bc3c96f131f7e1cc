"""Searches that found nothing: what a town's people would have needed. Who searched is not kept."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared


class Wanted(SQLModel):
    """What was looked for; "" and 0 mean that it was not asked."""

    wanted_on: date = Field(description="the first day that was asked for")
    starts: int = Field(default=0, description="minute of the day")
    ends: int = Field(default=0, description="minute of the day; 0: none was asked")
    seats: int = 0
    kind: str = Field(default="", max_length=24, description="VenueKind")
    tier: str = Field(default="", max_length=24, description="Tier")


class MissedSearch(Wanted, Record, table=True):
    """One search without a result. `mark` makes the same person's same search count once a day; it is a hash under
    the installation's key, so that nobody who reads the table can try persons out."""

    __tablename__ = "missed_search"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("partnership_id", "mark", name="uq_missed_search_mark"),
        sa.Index("ix_missed_search_partnership_on", "partnership_id", "on"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    town_id: UUID = Field(foreign_key="town.id", description="whose people searched")
    on: date = Field(description="the day of the search")
    at: datetime = Field(sa_type=UtcDateTime)
    mark: str = Field(max_length=64)
