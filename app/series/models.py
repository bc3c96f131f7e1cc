"""Rotating joint meetings as the towns agreed on them: terms, towns in order, turns, and what changed the order."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.cadence.models import AvoidDraft, CadenceDraft
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Shared


class SeriesState(StrEnum):
    PROPOSED = "proposed"  # waits for every town's key
    ACTIVE = "active"
    DROPPED = "dropped"  # the first keys were refused or withdrawn


class TurnState(StrEnum):
    PLANNED = "planned"  # day and host follow the rule
    FIXED = "fixed"  # day confirmed by the host's clerk
    HELD = "held"
    CANCELLED = "cancelled"


class ProposalKind(StrEnum):
    FOUND = "found"  # a new series
    TERMS = "terms"  # 调整安排: rule, numbers, order
    SWAP = "swap"  # 对调
    SKIP = "skip"  # 因故不承办
    JOIN = "join"  # 新成员


class ProposalState(StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    SWAP = "swap"
    SKIP = "skip"
    REORDER = "reorder"
    CANCEL = "cancel"


class Terms(CadenceDraft):
    """What the towns agree on besides order and avoided times: rule and numbers. Days are calendar days."""

    name: str = Field(min_length=1, max_length=60)
    topic_close_days: int = Field(default=15, ge=1, le=60)
    notice_days: int = Field(default=7, ge=1, le=60)
    reminder_days: list[int] = Field(default_factory=lambda: [3, 1], sa_type=sa.JSON)
    minutes_days: int = Field(default=5, ge=1, le=60, description="working days")
    plan_ahead: int = Field(default=6, ge=1, le=24)
    confirm_from_days: int = Field(default=45, ge=1, le=180)


class SeriesDraft(Terms):
    """Everything that takes all keys: the content of a proposal to found or change a series."""

    avoid: list[AvoidDraft] = Field(default_factory=list)
    order: list[UUID] = Field(min_length=2)


class MeetingSeries(Terms, Record, table=True):
    __tablename__ = "meeting_series"
    __table_args__ = scoped(Shared())

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    state: SeriesState = Field(default=SeriesState.PROPOSED, sa_type=stored(SeriesState))


class SeriesTown(SQLModel, table=True):
    """A town of the series. Founders have `first_turn` 1 and their place in the first order; others joined later."""

    __tablename__ = "series_town"
    __table_args__ = scoped(Shared())

    series_id: UUID = Field(foreign_key="meeting_series.id", primary_key=True)
    town_id: UUID = Field(foreign_key="town.id", primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    place: int
    first_turn: int = 1
    joined_on: date


class AvoidPeriod(AvoidDraft, Record, table=True):
    """避让时段 in force."""

    __tablename__ = "avoid_period"
    __table_args__ = scoped(Shared(), sa.Index("ix_avoid_period_series_id", "series_id"))

    series_id: UUID = Field(foreign_key="meeting_series.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    place: int


class Turn(Record, table=True):
    """One regular meeting in sequence. `whose_id` is the town whose turn it is, `host_id` the town that hosts."""

    __table_args__ = scoped(
        Shared(), sa.UniqueConstraint("series_id", "number"), sa.Index("ix_turn_series_id_day", "series_id", "day")
    )

    series_id: UUID = Field(foreign_key="meeting_series.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    number: int
    period_on: date = Field(description="first day of its month")
    nominal_on: date = Field(description="by the day rule, before any move")
    day: date
    cause: str = Field(default="", max_length=60, description="what the nominal day met, or why it was postponed")
    is_postponed: bool = False
    uncertain: bool = Field(default=False, description="the year's 调休 is not entered")
    host_id: UUID = Field(foreign_key="town.id")
    whose_id: UUID = Field(foreign_key="town.id")
    state: TurnState = Field(default=TurnState.PLANNED, sa_type=stored(TurnState))
    revision: int = Field(default=1, description="goes up when day or host change")


class RotationEvent(Record, table=True):
    """What all keys agreed to about one turn; with the founders and joins, all that the rotation is replayed from."""

    __tablename__ = "rotation_event"
    __table_args__ = scoped(Shared(), sa.Index("ix_rotation_event_series_id", "series_id", "turn_number", "place"))

    series_id: UUID = Field(foreign_key="meeting_series.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    place: int = Field(description="order of agreement within the series")
    kind: EventKind = Field(sa_type=stored(EventKind))
    turn_number: int
    town_id: UUID | None = Field(default=None, foreign_key="town.id", description="giver, or who skips")
    other_id: UUID | None = Field(default=None, foreign_key="town.id", description="taker")
    order: list[str] = Field(default_factory=list, sa_column=sa.Column("town_order", sa.JSON, nullable=False))
    reason: str = Field(default="", max_length=300)
    agreed_at: datetime = Field(sa_type=UtcDateTime)


class Proposal(Record, table=True):
    """A deed that waits for every town's key. The keys themselves are in `consents`, subject `proposal:<id>`."""

    __table_args__ = scoped(Shared(), sa.Index("ix_proposal_series_id", "series_id", "state"))

    series_id: UUID = Field(foreign_key="meeting_series.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    kind: ProposalKind = Field(sa_type=stored(ProposalKind))
    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=stored(ProposalState))
    turn_id: UUID | None = Field(default=None, foreign_key="turn.id")
    town_id: UUID | None = Field(default=None, foreign_key="town.id", description="giver, who skips, who joins")
    other_id: UUID | None = Field(default=None, foreign_key="town.id", description="taker of a swap")
    reason: str = Field(default="", max_length=300)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="SeriesDraft of found and terms")
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    proposed_by_town_id: UUID = Field(foreign_key="town.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"proposal:{self.id}"
