"""Who eats every Monday and Wednesday until further notice, and what became of it on each day. Holds no name."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties

BOTH = Parties(towns=("home_town_id", "provider_town_id"))


class OrderDraft(SQLModel):
    """What somebody wants of one meal."""

    weekdays: str = Field(min_length=1, max_length=7, regex=r"^[1-7]{1,7}$", description="1 is Monday")
    from_on: date
    until_on: date | None = Field(default=None, description="the last day; None: until further notice")
    note: str = Field(default="", max_length=60, description="for the kitchen: 少盐、送餐上门（3号楼502）")
    age_seen: int = Field(default=0, description="60 or 65: the worker saw the card, once for all days")

    @property
    def isoweekdays(self) -> tuple[int, ...]:
        return tuple(sorted({int(digit) for digit in self.weekdays}))


class StandingOrder(OrderDraft, Record, table=True):
    """长期订餐. The person stands on the towns' cards (`residents`), found by the person's key."""

    __tablename__ = "standing_order"
    __table_args__ = scoped(
        BOTH,
        sa.CheckConstraint("until_on IS NULL OR from_on <= until_on", name="days"),
        sa.Index(
            "uq_standing_order_person",
            "plan_id",
            "person_key",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_standing_order_plan", "plan_id", "made_at"),
        sa.Index("ix_standing_order_person", "person_key"),
    )

    plan_id: UUID = Field(foreign_key="meal_plan.id")
    provider_town_id: UUID = Field(foreign_key="town.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    community_id: UUID | None = Field(default=None, foreign_key="unit.id")
    person_key: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime, description="the order in which places are given")
    by_person_id: UUID | None = Field(default=None, foreign_key="person.id")
    by_town_id: UUID | None = Field(default=None, foreign_key="town.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"standing_order:{self.id}"


class Pause(Record, table=True):
    """暂停: days without the meal, one or many; the order goes on afterwards."""

    __tablename__ = "order_pause"
    __table_args__ = scoped(
        BOTH, sa.CheckConstraint("first_on <= last_on", name="days"), sa.Index("ix_order_pause_order_id", "order_id")
    )

    order_id: UUID = Field(foreign_key="standing_order.id")
    provider_town_id: UUID = Field(foreign_key="town.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    first_on: date
    last_on: date
    made_at: datetime = Field(sa_type=UtcDateTime)


class Outcome(StrEnum):
    SIGNED = "signed"
    WAITING = "waiting"
    REFUSED = "refused"
    THERE = "there"


OUTCOMES = {
    Outcome.SIGNED: N_("已按长期订餐报名"),
    Outcome.WAITING: N_("已满，已列入候补"),
    Outcome.REFUSED: N_("没有订上"),
    Outcome.THERE: N_("当天已另行报名"),
}


class Turn(Record, table=True):
    """What became of an order on one day. A meal is taken up once, whatever is cancelled afterwards."""

    __tablename__ = "order_turn"
    __table_args__ = scoped(
        BOTH,
        sa.UniqueConstraint("order_id", "session_id", name="uq_order_turn_once"),
        sa.Index("ix_order_turn_session_id", "session_id"),
    )

    order_id: UUID = Field(foreign_key="standing_order.id")
    session_id: UUID = Field(foreign_key="service_session.id")
    provider_town_id: UUID = Field(foreign_key="town.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    sign_up_id: UUID | None = Field(default=None, foreign_key="sign_up.id")
    outcome: Outcome = Field(sa_type=stored(Outcome))
    said: str = Field(default="", max_length=160, description="why not, as the worker reads it")
    at: datetime = Field(sa_type=UtcDateTime)
