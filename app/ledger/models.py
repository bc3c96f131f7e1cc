"""Who gave whom what, as entries of a ledger that is only ever added to. Knows no venue, no service, no posting.

One row is one entry with both its sides: the giver's credit and the taker's debit are the same amount in the same row,
so no statement, by whomever, can leave the books unbalanced. What was wrong is set against by a counter-entry: the
same row once more with the opposite amount, its reason, and the entry it takes back.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Shared


class Kind(StrEnum):
    """What is counted; an entry's amount is a whole number of it."""

    VENUE_MINUTES = "venue_minutes"
    SERVICE_SEATS = "service_seats"
    SECONDED_DAYS = "seconded_days"


KINDS = {
    Kind.VENUE_MINUTES: N_("场地使用"),
    Kind.SERVICE_SEATS: N_("服务名额"),
    Kind.SECONDED_DAYS: N_("互派挂职"),
}


class EntryDraft(SQLModel):
    """What was given. `source` and `kind` together happen once."""

    partnership_id: UUID = Field(foreign_key="partnership.id")
    giver_id: UUID = Field(foreign_key="town.id")
    taker_id: UUID = Field(foreign_key="town.id")
    kind: Kind = Field(sa_type=stored(Kind))
    amount: int
    source: str = Field(max_length=80, description="what it was for, once: booking:<id>, posting:<id>")
    on: date = Field(description="the day on which it was given")
    detail: str = Field(default="", max_length=200, description="in words, no person: the venue and what for")
    tier: str = Field(default="", max_length=24, description="of the giver's unit, as it was then")
    purpose: str = Field(default="", max_length=24, description="kind of use, as it was then")


class LedgerEntry(EntryDraft, Record, table=True):
    """A positive amount gives; a negative one takes an entry back and says why."""

    __tablename__ = "ledger_entry"
    __table_args__ = scoped(
        Shared(),
        sa.CheckConstraint("giver_id <> taker_id", name="two_towns"),
        sa.CheckConstraint("amount <> 0", name="amount"),
        sa.CheckConstraint("(amount > 0) = (turn % 2 = 0)", name="counter"),
        sa.CheckConstraint("amount > 0 OR reason <> ''", name="reason"),
        sa.CheckConstraint("turn >= 0 AND (turn = 0) = (after_id IS NULL)", name="turn"),
        sa.UniqueConstraint("partnership_id", "source", "kind", "turn", name="uq_ledger_entry_source"),
        sa.UniqueConstraint("after_id", name="uq_ledger_entry_after"),
        sa.Index("ix_ledger_entry_partnership_on", "partnership_id", "on"),
    )

    turn: int = Field(default=0, description="0 as first entered, 1 its counter-entry, 2 as entered anew …")
    after_id: UUID | None = Field(
        default=None,
        foreign_key="ledger_entry.id",
        description="the entry of this source before: each is followed once",
    )
    reason: str = Field(default="", max_length=200, description="why it was taken back, or entered anew")
    entered_at: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="None: the system")
    person_town_id: UUID | None = Field(default=None, foreign_key="town.id")


# ruff: noqa: S608 - the guards' statements are put together from constants of this file only
APPEND_ONLY, CHAIN = "ledger entries are only ever added", "ledger_chain"
# A counter-entry is the entry before it with the opposite amount and nothing else; what is entered anew follows a
# counter-entry. Of one source one entry stands at a time, because each is followed at most once.
_SAME = " AND ".join(f"e.{name} = NEW.{name}" for name in ("partnership_id", "giver_id", "taker_id", "kind", "source"))
_BEFORE = (
    f"SELECT 1 FROM ledger_entry e WHERE e.id = NEW.after_id AND e.turn = NEW.turn - 1 AND {_SAME} "
    "AND (NEW.amount > 0 OR e.amount = -NEW.amount)"
)
GUARDS = {
    "sqlite": (
        *(
            f"CREATE TRIGGER ledger_entry_no_{verb.lower()} BEFORE {verb} ON ledger_entry "
            f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
            for verb in ("UPDATE", "DELETE")
        ),
        f"""CREATE TRIGGER ledger_entry_chain BEFORE INSERT ON ledger_entry WHEN NEW.after_id IS NOT NULL BEGIN
            SELECT RAISE(ABORT, '{CHAIN}') WHERE NOT EXISTS ({_BEFORE});
        END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{APPEND_ONLY}';
        END $$""",
        """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()""",
        f"""CREATE FUNCTION ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.after_id IS NOT NULL AND NOT EXISTS ({_BEFORE}) THEN
                RAISE EXCEPTION '{CHAIN}' USING ERRCODE = '23514', CONSTRAINT = '{CHAIN}';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE TRIGGER ledger_entry_chain BEFORE INSERT ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_guard()""",
    ),
}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(LedgerEntry.__table__, "after_create", _guard)  # type: ignore[attr-defined]  # a table model has a table
