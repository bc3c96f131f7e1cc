"""The promise that nobody is double-booked, kept by the database itself. Knows venues' numbers, not who books.

All venues lie on one line of minutes: key = number × 2³² + minute since 1970. A claim is a half-open span of that
line, one per undivided part of a venue. PostgreSQL keeps claims apart by an exclusion constraint, SQLite by triggers
with the same predicate; on both a trigger keeps new claims out of closed times and off divided halls. All of it holds
for plain SQL by anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit import clock
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public

LINE = 2**32
VENUE_LOCK = 7301  # advisory locks (VENUE_LOCK, venue number)
LONGEST_CLAIM = 1440  # bounds every search for overlaps, so that it costs the same among ten million claims


@dataclass(frozen=True, order=True)
class Span:
    """[starts_at, ends_at), aware UTC."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return clock.to_town(self.starts_at).date()

    @property
    def minutes(self) -> int:
        return minute_of(self.ends_at) - minute_of(self.starts_at)

    def of_day(self) -> tuple[int, int]:
        """The span in minutes of the towns' day; the end of a day is 1440."""
        local = clock.to_town(self.starts_at)
        first = local.hour * 60 + local.minute
        return first, first + self.minutes


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970: what the number line counts."""
    return int(moment.timestamp() // 60)


class Claim(Record, table=True):
    """One span of one undivided venue. Holds no word about whom or what for, so that every town may see it."""

    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint(f"to_key > from_key AND to_key - from_key <= {LONGEST_CLAIM}", name="length"),
        sa.CheckConstraint(f"from_key >= number * {LINE} AND to_key <= (number + 1) * {LINE}", name="line"),
        sa.Index("ix_claim_from_key", "from_key"),
        sa.Index("ix_claim_booking_id", "booking_id"),
    )

    booking_id: UUID = Field(foreign_key="booking.id")
    number: int = Field(foreign_key="venue.number")
    from_key: int = Field(sa_type=sa.BigInteger)
    to_key: int = Field(sa_type=sa.BigInteger, description="the end with the venue's gap")
    blocking: bool = True
    lapses_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ClosureKind(StrEnum):
    UPKEEP = "upkeep"
    OWN_USE = "own_use"
    EMERGENCY = "emergency"


CLOSURES = {
    ClosureKind.UPKEEP: N_("维修保养"),
    ClosureKind.OWN_USE: N_("本单位专用"),
    ClosureKind.EMERGENCY: N_("应急征用"),
}


class ClosureDraft(SQLModel):
    venue_id: UUID = Field(foreign_key="venue.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    kind: ClosureKind = Field(default=ClosureKind.UPKEEP, sa_type=stored(ClosureKind))
    reason: str = Field(min_length=1, max_length=120)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Closure(ClosureDraft, Record, table=True):
    """A time in which nobody new gets a venue; those who have it are asked, never moved silently."""

    __table_args__ = scoped(Public(), sa.CheckConstraint("starts_at < ends_at", name="span"))

    town_id: UUID = Field(foreign_key="town.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ClosedSpan(Record, table=True):
    """A closure on the number line, one row per undivided part; the guard of claims reads it."""

    __tablename__ = "closed_span"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("to_key > from_key", name="length"),
        sa.Index("ix_closed_span_number_to_key", "number", "to_key"),
    )

    closure_id: UUID = Field(foreign_key="closure.id", index=True)
    number: int = Field(foreign_key="venue.number")
    from_key: int = Field(sa_type=sa.BigInteger)
    to_key: int = Field(sa_type=sa.BigInteger)
    lifted: bool = False


# ruff: noqa: S608 - the guards' statements are put together from constants of this file only
OVERLAP, CLOSED, DIVIDED = "claim_overlap", "claim_closed", "claim_divided"

_MEETS = "from_key < NEW.to_key AND to_key > NEW.from_key"
_NEAR = f"from_key > NEW.from_key - {LONGEST_CLAIM}"
_CLAIMED = f"SELECT 1 FROM claim WHERE blocking AND {_MEETS} AND {_NEAR} AND id <> NEW.id"
_SHUT = f"SELECT 1 FROM closed_span WHERE number = NEW.number AND NOT lifted AND {_MEETS}"
_PARTED = "SELECT 1 FROM venue part JOIN venue hall ON part.parent_id = hall.id WHERE hall.number = NEW.number"


def _sqlite_guard(name: str, when: str) -> str:
    return f"""CREATE TRIGGER {name} BEFORE {when} ON claim WHEN NEW.blocking BEGIN
        SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS ({_CLAIMED});
        SELECT RAISE(ABORT, '{CLOSED}') WHERE EXISTS ({_SHUT});
        SELECT RAISE(ABORT, '{DIVIDED}') WHERE EXISTS ({_PARTED});
    END"""


# Whoever claims holds a venue's lock shared, whoever closes or divides it holds it alone: neither overlooks the other.
_GUARD = f"""CREATE FUNCTION claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.blocking THEN
        PERFORM pg_advisory_xact_lock_shared({VENUE_LOCK}, NEW.number);
        IF EXISTS ({_SHUT}) THEN
            RAISE EXCEPTION '{CLOSED}' USING ERRCODE = '23P01', CONSTRAINT = '{CLOSED}';
        END IF;
        IF EXISTS ({_PARTED}) THEN
            RAISE EXCEPTION '{DIVIDED}' USING ERRCODE = '23P01', CONSTRAINT = '{DIVIDED}';
        END IF;
    END IF;
    RETURN NEW;
END $$"""
_MOVED = "UPDATE OF from_key, to_key, number, blocking"
_EXCLUDE = (
    f"ALTER TABLE claim ADD CONSTRAINT {OVERLAP} "
    "EXCLUDE USING gist (int8range(from_key, to_key) WITH &&) WHERE (blocking)"
)
GUARDS = {
    "sqlite": (_sqlite_guard("claim_guard_insert", "INSERT"), _sqlite_guard("claim_guard_update", _MOVED)),
    "postgresql": (
        _EXCLUDE,
        _GUARD,
        f"CREATE TRIGGER claim_guard BEFORE INSERT OR {_MOVED} ON claim FOR EACH ROW EXECUTE FUNCTION claim_guard()",
    ),
}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(Claim.__table__, "after_create", _guard)  # type: ignore[attr-defined]  # a table model has a table
