"""中期考核, 挂职鉴定 and 年度考核 of a posting."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Parties

BOTH = Parties(towns=("home_town_id", "host_town_id"))


class Grade(StrEnum):
    EXCELLENT = "excellent"  # 优秀
    COMPETENT = "competent"  # 称职
    BASIC = "basic"  # 基本称职
    INCOMPETENT = "incompetent"  # 不称职


class Step(StrEnum):
    """The boxes of the 鉴定表, in their order."""

    SUMMARY = "summary"  # 个人总结
    HOST_UNIT = "host_unit"  # 挂职单位鉴定意见
    HOST_COMMITTEE = "host_committee"  # 挂职镇党委意见及等次
    HOME_COMMITTEE = "home_committee"  # 派出镇党委意见
    ORGANISATION = "organisation"  # 组织部门意见


class StepDraft(SQLModel):
    step: Step = Field(sa_type=stored(Step))
    text: str = Field(min_length=1, max_length=3000)
    on: date = Field(description="of the signature; for a committee the day it met")
    grade: Grade | None = Field(default=None, sa_type=stored(Grade), description="with the host committee only")
    organ: str = Field(default="", max_length=60, description="组织部门's name")


class AppraisalStep(StepDraft, Record, table=True):
    """One box filled in. It can be rewritten until the next one is, and never after the last."""

    __tablename__ = "appraisal_step"
    __table_args__ = scoped(BOTH, sa.UniqueConstraint("secondment_id", "step"))

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    written_by: UUID = Field(foreign_key="person.id")
    written_by_name: str = Field(max_length=40)
    written_at: datetime = Field(sa_type=UtcDateTime)


class Appraisal(Record, table=True):
    """A finished 鉴定表, word for word as it is printed from then on."""

    __table_args__ = scoped(BOTH, sa.UniqueConstraint("secondment_id"))

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    grade: Grade = Field(sa_type=stored(Grade))
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    content_hash: str = Field(max_length=64)
    finished_at: datetime = Field(sa_type=UtcDateTime)


class MidtermDraft(SQLModel):
    held_on: date
    progress: str = Field(min_length=1, max_length=2000, description="挂职目标完成情况")
    advice: str = Field(default="", max_length=1000, description="问题和建议")
    grade: Grade = Field(sa_type=stored(Grade))


class Midterm(MidtermDraft, Record, table=True):
    """中期考核 by the host, told to the home town."""

    __table_args__ = scoped(BOTH, sa.UniqueConstraint("secondment_id"))

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    made_by: UUID = Field(foreign_key="person.id")
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)


class YearDraft(SQLModel):
    year: int
    performance: str = Field(min_length=1, max_length=2000, description="德、能、勤、绩、廉")
    attendance: str = Field(default="", max_length=300, description="出勤情况")
    grade: Grade = Field(sa_type=stored(Grade), description="建议等次")


class YearSheet(YearDraft, Record, table=True):
    """年度考核: what the host says of a year, for the home unit that assesses its own staff."""

    __tablename__ = "year_sheet"
    __table_args__ = scoped(BOTH, sa.UniqueConstraint("secondment_id", "year"))

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    made_by: UUID = Field(foreign_key="person.id")
    made_by_name: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)


_FINISHED = "EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = {row}.secondment_id)"


def _promise(table: str, name: str, event: str, broken: str) -> None:
    """A finished 鉴定表 and its boxes are neither changed nor deleted: the database refuses, whoever asks."""
    sqlite = f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {broken} BEGIN SELECT RAISE(ABORT, '{name}'); END"
    row = "OLD" if event == "DELETE" else "NEW"
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    target = SQLModel.metadata.tables[table]
    for dialect, statement in (("sqlite", sqlite), ("postgresql", function), ("postgresql", trigger)):
        sa.event.listen(target, "after_create", sa.DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]  # SQLAlchemy


for _event in ("UPDATE", "DELETE"):
    _promise("appraisal", f"appraisal_is_kept_{_event.lower()}", _event, "1 = 1")
    _promise("appraisal_step", f"appraisal_step_is_kept_{_event.lower()}", _event, _FINISHED.format(row="OLD"))
_promise("appraisal_step", "appraisal_step_is_kept_insert", "INSERT", _FINISHED.format(row="NEW"))
