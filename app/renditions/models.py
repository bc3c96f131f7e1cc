"""Renditions: further files of an issued document. Each is kept for ever beside the others, none replaces another."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Public, Shared


class RenditionKind(StrEnum):
    SIGNED = "signed"  # 电子签署件: the issued PDF, continued by signatures
    SEALED = "sealed"  # 带印章图片的打印件
    SCANNED = "scanned"  # 纸质签署件的扫描件


class Rendition(Record, table=True):
    """One file. `step` counts within its kind: the second signature continues the file of the first."""

    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("document_id", "kind", "step", name="uq_rendition_step"),
        sa.UniqueConstraint("document_id", "kind", "sha256", name="uq_rendition_file"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    town_id: UUID = Field(foreign_key="town.id", description="whose act made it")
    kind: RenditionKind = Field(sa_type=stored(RenditionKind))
    step: int = Field(description="1, 2 … within the kind")
    sha256: str = Field(max_length=64)
    size: int
    extends: str = Field(default="", max_length=64, description="SHA-256 of the file that it was made from")
    names: list[str] = Field(default_factory=list, sa_type=sa.JSON, description="printed names whose marks it bears")
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    made_by_name: str = Field(default="", max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)


class RenditionFace(Record, table=True):
    """What anybody learns who holds the file or the printed code: which rendition, of whom, since when."""

    __tablename__ = "rendition_face"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("code", "sha256", name="uq_rendition_face_file"),
        sa.Index("ix_rendition_face_sha256", "sha256"),
    )

    code: str = Field(max_length=20, description="of the document's verification page")
    sha256: str = Field(max_length=64)
    kind: RenditionKind = Field(sa_type=stored(RenditionKind))
    step: int
    names: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    states: list[dict[str, str]] = Field(
        default_factory=list, sa_type=sa.JSON, description="of each signature: name, on, state (valid, trial, unlisted)"
    )
    made_on: date


def only_added(table: sa.Table) -> None:
    """The database refuses to change or delete a row of this table, whoever asks."""
    name, said = table.name, f"{table.name} is only added to"
    for verb in ("UPDATE", "DELETE"):
        refuse = f"""CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name}
            BEGIN SELECT RAISE(ABORT, '{said}'); END"""
        _after_create(table, refuse, "sqlite")
    function = f"""CREATE FUNCTION refuse_{name}_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''{said}''; END'"""
    trigger = f"""CREATE TRIGGER {name}_only_added BEFORE UPDATE OR DELETE ON {name}
        FOR EACH ROW EXECUTE FUNCTION refuse_{name}_change()"""
    _after_create(table, function, "postgresql")
    _after_create(table, trigger, "postgresql")


def _after_create(table: sa.Table, statement: str, dialect: str) -> None:
    ddl: sa.ExecutableDDLElement = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it open
    sa.event.listen(table, "after_create", ddl)


for _name in ("rendition", "rendition_face"):
    only_added(SQLModel.metadata.tables[_name])
