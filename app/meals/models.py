"""The rhythm of a dining service: which meals on which weekdays, until when one can order, when the kitchen rests."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public


class Meal(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"


MEALS = {Meal.BREAKFAST: N_("早餐"), Meal.LUNCH: N_("午餐"), Meal.DINNER: N_("晚餐")}


class MealPlanDraft(SQLModel):
    """One meal of a week. Minutes are of the towns' day; weekdays are digits, 1 is Monday."""

    meal: Meal = Field(default=Meal.LUNCH, sa_type=stored(Meal))
    weekdays: str = Field(min_length=1, max_length=7, regex=r"^[1-7]{1,7}$")
    serves_from: int = Field(ge=0, lt=1440)
    serves_until: int = Field(gt=0, le=1440)
    places: int = Field(ge=1, le=5000)
    closes_before: int = Field(default=0, ge=0, le=3, description="days before; 0: on the day itself")
    closes_minute: int = Field(ge=0, le=1440, description="minute of that day: 9:00 the same day, 17:00 the day before")
    ahead: int = Field(default=7, ge=1, le=30, description="for how many days, from today, one can order")
    on_holidays: bool = Field(default=False, description="there is a meal on statutory holidays too")
    price: str = Field(default="", max_length=60, description="in words: 12元一份，60岁以上10元")

    @property
    def isoweekdays(self) -> tuple[int, ...]:
        return tuple(sorted({int(digit) for digit in self.weekdays}))


class MealPlan(MealPlanDraft, Record, table=True):
    """Public as its service is."""

    __tablename__ = "meal_plan"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("service_id", "meal", name="uq_meal_plan_service_meal"),
        sa.CheckConstraint("0 <= serves_from AND serves_from < serves_until AND serves_until <= 1440", name="hours"),
        sa.CheckConstraint("closes_before > 0 OR closes_minute <= serves_from", name="closes"),
        sa.Index("ix_meal_plan_town_id", "town_id"),
    )

    service_id: UUID = Field(foreign_key="service.id")
    town_id: UUID = Field(foreign_key="town.id", description="the provider's town")
    is_served: bool = Field(default=True, description="False: this meal is not offered any more")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Rest(Record, table=True):
    """Days on which a kitchen rests, with the reason that is told to everybody."""

    __tablename__ = "meal_rest"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("first_on <= last_on", name="days"),
        sa.Index("ix_meal_rest_service_last", "service_id", "last_on"),
    )

    service_id: UUID = Field(foreign_key="service.id")
    town_id: UUID = Field(foreign_key="town.id")
    first_on: date
    last_on: date
    reason: str = Field(min_length=1, max_length=80)
    made_at: datetime = Field(sa_type=UtcDateTime)
