"""How many minutes of a venue a borrowing town has taken in a month, and how many it may. Knows no booking."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, scoped
from app.kit.scopes import Parties

SPENT = "quota_spent"


class QuotaMonth(Record, table=True):
    """One counter. `taken` may stand above `quota` when that was lowered afterwards; then it only goes down."""

    __tablename__ = "quota_month"
    __table_args__ = scoped(
        Parties(towns=("owner_town_id", "town_id")),
        sa.UniqueConstraint("venue_id", "town_id", "month", name="uq_quota_month_venue_town_month"),
        sa.CheckConstraint("taken >= 0", name="taken"),
    )

    venue_id: UUID = Field(foreign_key="venue.id")
    owner_town_id: UUID = Field(foreign_key="town.id")
    town_id: UUID = Field(foreign_key="town.id", description="who borrows: the whole town together")
    month: date = Field(description="its first day, by the towns' clock")
    taken: int = Field(default=0, description="minutes")
    quota: int | None = Field(default=None, description="minutes; None: counted, not limited")


# Nobody raises a counter above its limit, by whatever statement; a limit lowered below what is taken refuses nothing
# that was there before.
_OVER = "NEW.quota IS NOT NULL AND NEW.taken > NEW.quota"
_SQLITE_INSERT = f"""CREATE TRIGGER quota_month_insert BEFORE INSERT ON quota_month WHEN {_OVER} BEGIN
    SELECT RAISE(ABORT, '{SPENT}');
END"""
_SQLITE_UPDATE = f"""CREATE TRIGGER quota_month_update BEFORE UPDATE OF taken ON quota_month
WHEN {_OVER} AND NEW.taken > OLD.taken BEGIN
    SELECT RAISE(ABORT, '{SPENT}');
END"""
_FUNCTION = f"""CREATE FUNCTION quota_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_OVER} THEN
        IF TG_OP = 'INSERT' OR NEW.taken > OLD.taken THEN
            RAISE EXCEPTION '{SPENT}' USING ERRCODE = '23514', CONSTRAINT = '{SPENT}';
        END IF;
    END IF;
    RETURN NEW;
END $$"""
_TRIGGER = """CREATE TRIGGER quota_guard BEFORE INSERT OR UPDATE OF taken ON quota_month
FOR EACH ROW EXECUTE FUNCTION quota_guard()"""
GUARDS = {"sqlite": (_SQLITE_INSERT, _SQLITE_UPDATE), "postgresql": (_FUNCTION, _TRIGGER)}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(QuotaMonth.__table__, "after_create", _guard)  # type: ignore[attr-defined]  # a table model has a table
