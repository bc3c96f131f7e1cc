"""Photos of a venue. The bytes lie in the store of `files`, drawn anew and without a place in them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Public

MOST = 9


class VenuePhoto(Record, table=True):
    """Public like the venue itself; a page shows it to whom it shows the venue."""

    __tablename__ = "venue_photo"
    __table_args__ = scoped(Public(), sa.Index("ix_venue_photo_venue_place", "venue_id", "place"))

    venue_id: UUID = Field(foreign_key="venue.id")
    place: int = Field(description="order on the page, from 1")
    alt: str = Field(max_length=80, description="what it shows, in words")
    large: str = Field(max_length=64, description="sha256 of the kept picture")
    small: str = Field(max_length=64, description="sha256 of the picture for lists")
    width: int
    height: int
    added_by: UUID | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
