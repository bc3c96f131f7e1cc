"""Calendar addresses of people and of venues. The secret itself is not kept: it is the row's id, signed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Public


class CalendarAddress(Record, table=True):
    """Public, because a calendar program asks without signing in. One address per person is in force."""

    __tablename__ = "calendar_address"
    __table_args__ = scoped(
        Public(),
        sa.Index(
            "uq_calendar_address_in_force",
            "person_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    person_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VenueCalendarAddress(Record, table=True):
    """The calendar address of a venue, for the staff of its unit. One per venue is in force."""

    __tablename__ = "venue_calendar_address"
    __table_args__ = scoped(
        Public(),
        sa.Index(
            "uq_venue_calendar_address_in_force",
            "venue_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    venue_id: UUID = Field(foreign_key="venue.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
