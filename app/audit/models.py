"""What happened, who did it, when: one hash chain per town and one for the operator. Rows are only ever added."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private, Public

OPERATOR = UUID(int=0)  # the chain of deeds that belong to no town


class AuditEntry(Record, table=True):
    __tablename__ = "audit_entry"
    __table_args__ = scoped(
        Private(insert_any=True),
        sa.UniqueConstraint("town_id", "seq"),
        sa.Index("ix_audit_entry_subject", "subject"),
        sa.Index("ix_audit_entry_town_id_at", "town_id", "at"),
    )

    town_id: UUID = Field(description="Whose chain; no foreign key, entries outlive everything")
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: UUID | None = None
    deed: str = Field(max_length=60, description="domain.verb, e.g. spaces.book")
    subject: str = Field(max_length=80, description="table:id")
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    mac: str = Field(max_length=64, description="HMAC-SHA-256 over the previous mac and this entry")


class AuditHead(SQLModel, table=True):
    """The last link of each chain; cutting the chain's end without it shows."""

    __tablename__ = "audit_head"
    __table_args__ = scoped(Public())

    town_id: UUID = Field(primary_key=True)
    seq: int = 0
    mac: str = Field(default="", max_length=64)


def _ddl(statement: str, dialect: str) -> sa.schema.ExecutableDDLElement:
    return sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy's own


def _append_only() -> None:
    """Entries are added and read, never changed: the database refuses, whoever asks."""
    table = AuditEntry.__table__  # type: ignore[attr-defined]  # SQLModel sets it
    for verb in ("UPDATE", "DELETE"):
        refuse = f"""CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END"""
        sa.event.listen(table, "after_create", _ddl(refuse, "sqlite"))
    function = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''audit entries are only ever added''; END'"""
    trigger = """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
    for statement in (function, trigger):
        sa.event.listen(table, "after_create", _ddl(statement, "postgresql"))


_append_only()
