"""Promises that the database keeps by itself, on both engines: the rules say no in words first, a trigger always."""

from typing import Any

import sqlalchemy as sa


def promise(table: Any, name: str, event: str, broken: str) -> None:
    """`event` (INSERT, UPDATE, DELETE) on a row of the table is refused while the condition `broken` holds.

    It holds against every path (import, script, plain SQL). `broken` names NEW and OLD in SQL that both read.
    """
    sqlite = f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {broken} BEGIN SELECT RAISE(ABORT, '{name}'); END"
    row = "OLD" if event == "DELETE" else "NEW"
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    for dialect, statement in (("sqlite", sqlite), ("postgresql", function), ("postgresql", trigger)):
        ddl = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy
        sa.event.listen(table, "after_create", ddl)
