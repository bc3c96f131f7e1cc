"""The words of a repetition: every how many weeks or months, on which weekdays, from when, until when or how often."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.kit.db import stored


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"


LAST = 0


class RecurrenceDraft(SQLModel):
    """`weekdays` are digits, 1 is Monday; by month there is one of them, the `nth` of the month (0: the last)."""

    every: Every = Field(default=Every.WEEK, sa_type=stored(Every))
    interval: int = Field(default=1, ge=1, le=12)
    weekdays: str = Field(min_length=1, max_length=7, regex=r"^[1-7]{1,7}$")
    nth: int = Field(default=1, ge=LAST, le=5)
    first_on: date
    until_on: date | None = None
    times: int | None = Field(default=None, ge=1)

    @property
    def isoweekdays(self) -> tuple[int, ...]:
        return tuple(sorted({int(digit) for digit in self.weekdays}))
