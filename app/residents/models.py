"""Residents, each town its own card of a person: name, phone, home. Never an identity number."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private


class ResidentDraft(SQLModel):
    name: str = Field(min_length=2, max_length=20)
    phone: str = Field(max_length=20)
    home_town_id: UUID = Field(foreign_key="town.id")
    community_id: UUID | None = Field(default=None, foreign_key="unit.id", description="None: not in the list")


class Resident(ResidentDraft, Record, table=True):
    """The card that one town holds of a person: the home town's, and one of each town that has served them.

    Cards of the same person carry the same key. After erasing the card stays, empty, so that what points to it holds.
    """

    __table_args__ = scoped(
        Private(insert_any=True),
        sa.UniqueConstraint("town_id", "person_key", name="uq_resident_town_id_person_key"),
        sa.Index("ix_resident_last4", "town_id", "phone_last4"),
        sa.Index("ix_resident_community", "town_id", "community_id", "name"),
        sa.Index("ix_resident_name", "town_id", "name"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="whose card")
    phone_last4: str = Field(max_length=4)
    person_key: str = Field(max_length=64, description="keyed hash of name and phone; after erasing a random one")
    made_at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ResidentSound(SQLModel, table=True):
    """One reading of a resident's name, in full or by initials: an index finds it by its beginning."""

    __tablename__ = "resident_sound"
    __table_args__ = scoped(Private(insert_any=True), sa.Index("ix_resident_sound", "town_id", "sound"))

    resident_id: UUID = Field(foreign_key="resident.id", primary_key=True)
    sound: str = Field(max_length=80, primary_key=True)
    town_id: UUID = Field(foreign_key="town.id")
