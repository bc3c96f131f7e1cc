"""Counts of sessions and sign-ups by month, service and home town, kept by the database as they change.

Every change adds a row of its own, so that nobody waits for a counter: a sum is the sum of its rows, and a nightly job
folds the rows of a sum into one. What is counted twice by a machine that dies is nothing: the rows stand or fall with
the change itself.
"""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import scoped, stored
from app.kit.scopes import Public
from app.services.models import SENSITIVE
from app.sessions.models import ServiceSession
from app.signups.models import SignUp


class What(StrEnum):
    """What an amount counts. But for the first three they are the states of a sign-up."""

    SESSIONS = "sessions"
    PLACES = "places"
    PERSONS = "persons"
    SIGNED = "signed"
    WAITING = "waiting"
    OFFERED = "offered"
    ATTENDED = "attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    UNMET = "unmet"


class ServiceTally(SQLModel, table=True):
    """One change, or the sum of many. Holds no person; what of small sums is shown, `rules` says."""

    __tablename__ = "service_tally"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("amount <> 0", name="amount"),
        sa.Index("ix_service_tally_provider", "provider_town_id", "month"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    month: date = Field(description="its first day, by the towns' clock")
    service_id: UUID = Field(foreign_key="service.id")
    provider_town_id: UUID = Field(foreign_key="town.id")
    home_town_id: UUID = Field(foreign_key="town.id", description="of sessions and places: the provider's own")
    what: What = Field(sa_type=stored(What))
    amount: int


# ruff: noqa: S608 - the statements are put together from constants of this file only
_ID = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "gen_random_uuid()",
}
MONTH = {
    "sqlite": "date({at}, '+8 hours', 'start of month')",
    "postgresql": "date_trunc('month', {at} + interval '8 hours')::date",
}
_ADD = "INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount)"
_PRIVATE = ", ".join(f"'{kind.value}'" for kind in sorted(SENSITIVE))


def _sign_up(kind: str, row: str, amount: int) -> str:
    """One more or one less of a sign-up's state; for what is private also whether it is the person's first time."""
    month = MONTH[kind].format(at=f"{row}.starts_at")
    values = f"{row}.service_id, {row}.provider_town_id, {row}.home_town_id"
    same = MONTH[kind].format(at="o.starts_at")
    first_time = f"""NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = {row}.person_key AND o.state = 'attended' AND o.id <> {row}.id
            AND o.provider_town_id = {row}.provider_town_id AND other.kind = s.kind AND {same} = {month})"""
    return f"""{_ADD} VALUES ({_ID[kind]}, {month}, {values}, {row}.state, {amount});
        {_ADD} SELECT {_ID[kind]}, {month}, {values}, 'persons', {amount} FROM service s
            WHERE s.id = {row}.service_id AND s.kind IN ({_PRIVATE}) AND {row}.state = 'attended' AND {first_time};"""


def _session(kind: str, row: str, sign: str) -> str:
    """A session that takes place, and its places."""
    month = MONTH[kind].format(at=f"{row}.starts_at")
    values = f"{row}.service_id, {row}.town_id, {row}.town_id"
    return "".join(
        f"{_ADD} SELECT {_ID[kind]}, {month}, {values}, '{what}', {sign}{amount} WHERE {row}.state = 'open'; "
        for what, amount in ((What.SESSIONS, "1"), (What.PLACES, f"{row}.places"))
    )


_MOVED = "NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at"
_CHANGED = f"{_MOVED} OR NEW.places <> OLD.places"
_OF_SIGN_UP, _OF_SESSION = (
    "UPDATE OF state, starts_at ON sign_up",
    "UPDATE OF state, starts_at, places ON service_session",
)


def _sqlite() -> tuple[str, ...]:
    new, old = _sign_up("sqlite", "NEW", 1), _sign_up("sqlite", "OLD", -1)
    more, less = _session("sqlite", "NEW", ""), _session("sqlite", "OLD", "-")
    return (
        f"CREATE TRIGGER sign_up_tally_insert AFTER INSERT ON sign_up BEGIN {new} END",
        f"CREATE TRIGGER sign_up_tally_update AFTER {_OF_SIGN_UP} WHEN {_MOVED} BEGIN {old} {new} END",
        f"CREATE TRIGGER sign_up_tally_delete AFTER DELETE ON sign_up BEGIN {old} END",
        f"CREATE TRIGGER service_session_tally_insert AFTER INSERT ON service_session BEGIN {more} END",
        f"CREATE TRIGGER service_session_tally_update AFTER {_OF_SESSION} WHEN {_CHANGED} BEGIN {less} {more} END",
        f"CREATE TRIGGER service_session_tally_delete AFTER DELETE ON service_session BEGIN {less} END",
    )


def _function(name: str, changed: str, less: str, more: str, *, locked: str = "") -> str:
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({changed}) THEN RETURN NEW; END IF;
        END IF;
        {locked}
        IF TG_OP <> 'INSERT' THEN {less} END IF;
        IF TG_OP <> 'DELETE' THEN {more} RETURN NEW; END IF;
        RETURN OLD;
    END $$"""


# Two sessions that tick the same person at once would both call it the first time: they take turns.
_TURNS = """IF TG_OP <> 'DELETE' THEN
            IF NEW.state = 'attended' THEN
                PERFORM pg_advisory_xact_lock(7310, hashtext(NEW.person_key));
            END IF;
        END IF;"""


def _postgresql() -> tuple[str, ...]:
    kind = "postgresql"
    of_sign_up = (_sign_up(kind, "OLD", -1), _sign_up(kind, "NEW", 1))
    return (
        _function("sign_up_tally", _MOVED, *of_sign_up, locked=_TURNS),
        _function("service_session_tally", _CHANGED, _session(kind, "OLD", "-"), _session(kind, "NEW", "")),
        f"""CREATE TRIGGER sign_up_tally AFTER INSERT OR DELETE OR {_OF_SIGN_UP}
            FOR EACH ROW EXECUTE FUNCTION sign_up_tally()""",
        f"""CREATE TRIGGER service_session_tally AFTER INSERT OR DELETE OR {_OF_SESSION}
            FOR EACH ROW EXECUTE FUNCTION service_session_tally()""",
    )


GUARDS = {"sqlite": _sqlite(), "postgresql": _postgresql()}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


_TALLIES = ServiceTally.__table__  # type: ignore[attr-defined]  # a table model has a table
_TALLIES.add_is_dependent_on(ServiceSession.__table__)  # type: ignore[attr-defined]  # a table model has a table
_TALLIES.add_is_dependent_on(SignUp.__table__)  # type: ignore[attr-defined]  # a table model has a table
sa.event.listen(_TALLIES, "after_create", _guard)
