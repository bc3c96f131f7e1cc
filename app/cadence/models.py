"""The words of a cadence: which day of the month, what happens when it is not worked, which times are avoided."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.kit.db import stored


class DayKind(StrEnum):
    NTH_WEEKDAY = "nth_weekday"  # 第二个星期四
    LAST_WEEKDAY = "last_weekday"  # 最后一个星期四
    DAY_OF_MONTH = "day_of_month"  # 15日


class WhenClosed(StrEnum):
    NEXT = "next"  # 顺延至下一工作日
    PREVIOUS = "previous"  # 提前至上一工作日
    NEXT_WEEK = "next_week"  # 顺延至下一周的同一天


class AvoidKind(StrEnum):
    SPRING_FESTIVAL = "spring_festival"  # days before and after 春节
    YEARLY = "yearly"  # the same days of every year
    ONCE = "once"  # these days only, e.g. 防汛应急


class AvoidDraft(SQLModel):
    """避让时段. For 春节前后 the days are counted from 正月初一, else from `from_on` to `until_on`, both included."""

    kind: AvoidKind = Field(sa_type=stored(AvoidKind))
    name: str = Field(min_length=1, max_length=30)
    from_on: date | None = None
    until_on: date | None = None
    days_before: int = Field(default=0, ge=0, le=60)
    days_after: int = Field(default=0, ge=0, le=60)


class CadenceDraft(SQLModel):
    """How often, on which day, from when to when. `nth` and `weekday` (0 = Monday) or `day_of_month` by `day_kind`."""

    every_months: int = Field(default=2, ge=1, le=12)
    first_on: date = Field(description="first day of the month from which the rule holds")
    day_kind: DayKind = Field(default=DayKind.NTH_WEEKDAY, sa_type=stored(DayKind))
    nth: int = Field(default=2, ge=1, le=4)
    weekday: int = Field(default=3, ge=0, le=6)
    day_of_month: int = Field(default=15, ge=1, le=31)
    starts_at: str = Field(default="14:00", max_length=5, regex=r"^([01]\d|2[0-3]):[0-5]\d$")
    ends_at: str = Field(default="16:00", max_length=5, regex=r"^([01]\d|2[0-3]):[0-5]\d$")
    when_closed: WhenClosed = Field(default=WhenClosed.NEXT, sa_type=stored(WhenClosed))
