"""What residents think of a service they were at: one mark each, nobody's name unless they ask to be called."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Private, Public

SCORES = {5: N_("非常满意"), 4: N_("满意"), 3: N_("基本满意"), 2: N_("不满意"), 1: N_("非常不满意")}


class Way(StrEnum):
    LINK = "link"
    SCREEN = "screen"


WAYS = {Way.LINK: N_("评价链接"), Way.SCREEN: N_("评价屏")}


class OpinionState(StrEnum):
    """A low mark waits for its unit; the others are only counted."""

    COUNTED = "counted"
    WAITING = "waiting"
    ANSWERED = "answered"


STATES = {
    OpinionState.COUNTED: N_("已计入"),
    OpinionState.WAITING: N_("待整改答复"),
    OpinionState.ANSWERED: N_("已答复"),
}


class OpinionDraft(SQLModel):
    """What was said. Name and phone only of who asks to be called back."""

    score: int = Field(ge=1, le=5)
    words: str = Field(default="", max_length=200)
    call_name: str = Field(default="", max_length=20)
    call_phone: str = Field(default="", max_length=20)


class Opinion(OpinionDraft, Record, table=True):
    """One mark. `ballot` is a keyed hash of the sign-up: it makes the second mark of the same visit impossible, and
    without the installation's key nobody can tell whose it was."""

    __table_args__ = scoped(
        Private(insert_any=True),
        sa.UniqueConstraint("ballot", name="uq_opinion_ballot"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        sa.CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answer"),
        sa.Index("ix_opinion_town_month", "town_id", "month"),
        sa.Index("ix_opinion_service_id", "service_id"),
        sa.Index("ix_opinion_state", "town_id", "state", "due_on"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="the provider's town")
    unit_id: UUID = Field(foreign_key="unit.id", description="who provides the service")
    service_id: UUID = Field(foreign_key="service.id")
    ballot: str = Field(max_length=64)
    way: Way = Field(sa_type=stored(Way))
    month: date = Field(description="first day of the month of the visit")
    visited_on: date | None = Field(default=None, description="only where enough people came that day to hide among")
    state: OpinionState = Field(default=OpinionState.COUNTED, sa_type=stored(OpinionState))
    due_on: date | None = Field(default=None, description="of the unit's answer to a low mark")
    answer: str = Field(default="", max_length=300, description="what was done about it")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")


class ServiceScore(SQLModel, table=True):
    """The marks of a service in sum, kept by the database. Public; `rules.published` says what of it is shown."""

    __tablename__ = "service_score"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("answered > 0 AND total BETWEEN answered AND 5 * answered", name="sum"),
    )

    service_id: UUID = Field(foreign_key="service.id", primary_key=True)
    answered: int
    total: int
    low: int = Field(description="marks of 1 and 2")


FIXED = "opinion_fixed"
_LOW = "CASE WHEN NEW.score <= 2 THEN 1 ELSE 0 END"
_COUNT = f"""INSERT INTO service_score (service_id, answered, total, low) VALUES (NEW.service_id, 1, NEW.score, {_LOW})
    ON CONFLICT (service_id) DO UPDATE SET answered = service_score.answered + 1,
    total = service_score.total + excluded.total, low = service_score.low + excluded.low"""  # noqa: S608  # constants
# In SQLite the conflict clause of the outer statement rules over one inside its trigger: two statements need none.
_COUNT_SQLITE = f"""INSERT INTO service_score (service_id, answered, total, low)
        SELECT NEW.service_id, 1, NEW.score, {_LOW}
        WHERE NOT EXISTS (SELECT 1 FROM service_score WHERE service_id = NEW.service_id);
    UPDATE service_score SET answered = answered + 1, total = total + NEW.score, low = low + {_LOW}
        WHERE service_id = NEW.service_id AND changes() = 0"""  # noqa: S608  # constants
_MARK = "UPDATE OF score, service_id, ballot, town_id"
GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER opinion_count AFTER INSERT ON opinion BEGIN {_COUNT_SQLITE}; END",
        f"""CREATE TRIGGER opinion_fixed BEFORE {_MARK} ON opinion BEGIN SELECT RAISE(ABORT, '{FIXED}'); END""",
        f"""CREATE TRIGGER opinion_kept BEFORE DELETE ON opinion BEGIN SELECT RAISE(ABORT, '{FIXED}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION opinion_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            {_COUNT};
            RETURN NEW;
        END $$""",
        f"""CREATE FUNCTION opinion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{FIXED}' USING ERRCODE = '23514', CONSTRAINT = '{FIXED}';
        END $$""",
        "CREATE TRIGGER opinion_count AFTER INSERT ON opinion FOR EACH ROW EXECUTE FUNCTION opinion_count()",
        f"""CREATE TRIGGER opinion_fixed BEFORE {_MARK} OR DELETE ON opinion
            FOR EACH ROW EXECUTE FUNCTION opinion_refuse()""",
    ),
}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


_OPINIONS, _SCORES = Opinion.__table__, ServiceScore.__table__  # type: ignore[attr-defined]  # table models have tables
_OPINIONS.add_is_dependent_on(_SCORES)
sa.event.listen(_OPINIONS, "after_create", _guard)
