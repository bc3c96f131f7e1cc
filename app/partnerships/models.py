"""What towns agree about their partnership: its terms, and each change that is put to all of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.documents.models import NumberForm
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Shared
from app.towns.models import Partnership


class Deed(StrEnum):
    """What a change does once every key is turned."""

    FOUND = "found"  # 成立
    RENAME = "rename"  # 更名
    JOIN = "join"  # 新成员加入
    LEAVE = "leave"  # 成员退出
    AGREE_TERMS = "agree_terms"  # 议事约定


class NameDraft(SQLModel):
    name: str = Field(min_length=2, max_length=60)
    short_name: str = Field(min_length=2, max_length=30)


class FoundingDraft(NameDraft):
    town_ids: list[UUID] = Field(min_length=1, description="the invited towns, in the order of names")
    founded_on: date | None = Field(default=None, description="when it exists on paper already")


class Terms(SQLModel):
    """The defaults by which the towns work together; no row means these values."""

    leader_of_each: bool = Field(default=True, description="a meeting resolves when a leader of each town came")
    quorum: int | None = Field(default=None, ge=1, le=500, description="head count, where the towns want one")
    number_form: NumberForm = NumberForm.YEARLY
    takes_numbers: bool = Field(default=False, description="登记取号: the clerk enters the number; else gap-free here")
    mark: str = Field(default="", max_length=60, description="红头: 红梅同心毗邻党建联席会议纪要")
    issuer: str = Field(default="", max_length=60, description="红梅同心毗邻党建联席会议办公室")
    printed_by: str = Field(default="", max_length=60, description="印发机关")
    copies_to: str = Field(default="", max_length=300, description="抄送, separated by 、")
    logs_per_week: int = Field(
        default=2,
        ge=1,
        le=5,
        description="how many log entries of a secondee are expected",
        sa_column_kwargs={"server_default": "2"},
    )


class PartnershipTerms(Terms, table=True):
    __tablename__ = "partnership_terms"
    __table_args__ = scoped(Shared())

    partnership_id: UUID = Field(foreign_key="partnership.id", primary_key=True)
    number_form: NumberForm = Field(default=NumberForm.YEARLY, sa_type=stored(NumberForm))
    agreed_on: date


class PartnershipChange(Record, table=True):
    """A change put to all towns. A joining town takes part through a proposed partnership of its own (`target_id` is
    the one to join), so that it reads nothing of the others' joint work before it belongs to them.
    """

    __tablename__ = "partnership_change"
    __table_args__ = scoped(Shared(), sa.Index("ix_partnership_change_target_id", "target_id", "proposed_at"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    target_id: UUID = Field(foreign_key="partnership.id")
    deed: Deed = Field(sa_type=stored(Deed))
    content: dict[str, Any] = Field(sa_type=sa.JSON, description="what the keys fit")
    proposed_by: UUID = Field(foreign_key="person.id")
    proposing_town_id: UUID = Field(foreign_key="town.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    effective_on: date | None = None


def _needs_keys() -> None:
    """No partnership becomes active by one town alone, on any path: only with a consent that every town completed."""
    broken = (
        "NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS"
        " (SELECT 1 FROM consent c WHERE c.partnership_id = NEW.id AND c.state = 'complete')"
    )
    sqlite = (
        f"CREATE TRIGGER partnership_needs_keys BEFORE UPDATE ON partnership WHEN {broken}"
        " BEGIN SELECT RAISE(ABORT, 'partnership_needs_keys'); END"
    )
    function = (
        f"CREATE FUNCTION partnership_needs_keys() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN"
        " RAISE EXCEPTION 'partnership_needs_keys' USING ERRCODE = 'integrity_constraint_violation';"
        " END IF; RETURN NEW; END $$"
    )
    trigger = (
        "CREATE TRIGGER partnership_needs_keys BEFORE UPDATE ON partnership"
        " FOR EACH ROW EXECUTE FUNCTION partnership_needs_keys()"
    )
    table = Partnership.__table__  # type: ignore[attr-defined]  # SQLModel sets it
    for dialect, statement in (("sqlite", sqlite), ("postgresql", function), ("postgresql", trigger)):
        ddl = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy
        sa.event.listen(table, "after_create", ddl)


_needs_keys()
