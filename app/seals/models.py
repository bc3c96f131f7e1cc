"""Seal images that an organ has uploaded: who allows their use until when, and where they were placed."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private, Shared
from app.renditions.models import only_added


class GrantDraft(SQLModel):
    organ_id: UUID
    from_on: date
    until_on: date
    basis: str = Field(max_length=120)


class SealGrant(Record, table=True):
    """印章使用授权: this image of this organ may be placed from a day to a day, by this paper."""

    __tablename__ = "seal_grant"
    __table_args__ = scoped(Private(), sa.CheckConstraint("from_on <= until_on", name="days"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
    organ_id: UUID = Field(foreign_key="organ.id", index=True)
    organ: str = Field(max_length=60)
    sha256: str = Field(max_length=64, description="of the image: another image needs another 授权")
    from_on: date
    until_on: date
    basis: str = Field(max_length=120, description="the paper that grants it")
    granted_by: UUID = Field(foreign_key="person.id")
    granted_by_name: str = Field(max_length=40)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SealPlacing(Record, table=True):
    """A seal image placed on a printed name of a document, by the organ's own secretary."""

    __tablename__ = "seal_placing"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("document_id", "place", name="uq_seal_placing"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    town_id: UUID = Field(foreign_key="town.id")
    place: int
    organ: str = Field(max_length=100, description="as printed")
    sha256: str = Field(max_length=64, description="of the image")
    granted_by_name: str = Field(max_length=40)
    granted_until: date
    placed_by: UUID = Field(foreign_key="person.id")
    placed_by_name: str = Field(max_length=40)
    placed_at: datetime = Field(sa_type=UtcDateTime)


class SealPrinting(Record, table=True):
    """How often the printing with the seals placed so far was tried, and when it may be tried again."""

    __tablename__ = "seal_printing"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("document_id", name="uq_seal_printing"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    wanted: int = Field(description="how many seals are placed")
    printed: int = Field(default=0, description="how many the last print shows")
    attempts: int = 0
    not_before: datetime = Field(sa_type=UtcDateTime)
    failure: str = Field(default="", max_length=200)


only_added(SQLModel.metadata.tables["seal_placing"])
