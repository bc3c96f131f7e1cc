"""挂职通知: what a town tells its own units about an exchange."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private


class CircularDraft(SQLModel):
    """What the clerk may change; the rest is composed from what both towns have signed."""

    to: str = Field(min_length=1, max_length=200)
    copies_to: str = Field(default="", max_length=200)
    entered_number: str = Field(default="", max_length=60, description="登记取号; empty: counted here")


class Circular(CircularDraft, Record, table=True):
    """A town's own paper; once signed its text and number stay."""

    __table_args__ = scoped(
        Private(),
        sa.UniqueConstraint("town_id", "exchange_id"),
        sa.UniqueConstraint("town_id", "series", "year", "sequence", name="uq_circular_number"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    exchange_id: UUID = Field(foreign_key="exchange.id", index=True)
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id", description="None: still being drafted")
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    series: str | None = Field(default=None, max_length=60)
    year: int | None = None
    sequence: int | None = None
    number: str = Field(default="", max_length=90)
    formed_on: date | None = Field(default=None, description="signed; None: not yet")
    made_at: datetime = Field(sa_type=UtcDateTime)
