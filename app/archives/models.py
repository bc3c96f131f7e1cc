"""Papers of a year put away by their organ: how long each is kept, and the yearly packages that were made."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.making import Making
from app.kit.scopes import Private


class Term(StrEnum):
    """保管期限 (《机关文件材料归档范围和文书档案保管期限规定》, art. 6)."""

    PERMANENT = "permanent"
    LONG = "long"
    SHORT = "short"


TERMS = {Term.PERMANENT: N_("永久"), Term.LONG: N_("30年"), Term.SHORT: N_("10年")}


class TermChange(Record, table=True):
    """A clerk keeps one document longer or shorter than its kind is kept; the last change counts."""

    __tablename__ = "archive_term"
    __table_args__ = scoped(Private(), sa.Index("ix_archive_term_document", "town_id", "document_id", "at"))

    town_id: UUID = Field(foreign_key="town.id")
    document_id: UUID = Field(foreign_key="document.id")
    term: Term = Field(sa_type=stored(Term))
    reason: str = Field(max_length=120)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Package(Making, table=True):
    """The package of one organ's year as it was made that day; making it again makes another one."""

    __tablename__ = "archive_package"
    __table_args__ = scoped(
        Private(),
        sa.CheckConstraint("done <= steps", name="progress"),
        sa.Index("ix_archive_package_town_asked", "town_id", "asked_at"),
        sa.Index(
            "uq_archive_package_queued",
            "organ_id",
            "year",
            unique=True,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        ),
    )

    town_id: UUID = Field(foreign_key="town.id")
    organ_id: UUID = Field(foreign_key="organ.id")
    year: int
    fonds: str = Field(default="", max_length=20, description="全宗号 of the organ; with it every paper has its 档号")
    papers: int = 0
    zip_hash: str = Field(default="", max_length=64)
