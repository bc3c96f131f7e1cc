"""Changes of share policies: what holds at once because it gives more, and what waits for both towns' keys."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties


class ChangeState(StrEnum):
    OPEN = "open"  # waits for both keys
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATES = {
    ChangeState.OPEN: N_("待双方确认"),
    ChangeState.IN_FORCE: N_("已生效"),
    ChangeState.REFUSED: N_("对方不同意"),
    ChangeState.WITHDRAWN: N_("已撤回"),
}


class PolicyChange(Record, table=True):
    """One change of one venue's rule for one town, kept for good: together they are the rule's history."""

    __tablename__ = "policy_change"
    __table_args__ = scoped(
        Parties(towns=("owner_town_id", "town_id")),
        sa.Index("ix_policy_change_venue_town", "venue_id", "town_id"),
        sa.Index(
            "uq_policy_change_open",
            "venue_id",
            "town_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    venue_id: UUID = Field(foreign_key="venue.id")
    owner_town_id: UUID = Field(foreign_key="town.id")
    town_id: UUID = Field(foreign_key="town.id", description="who borrows")
    partnership_id: UUID = Field(foreign_key="partnership.id", description="in which the two stand together")
    state: ChangeState = Field(sa_type=stored(ChangeState))
    before: dict[str, Any] = Field(sa_type=sa.JSON)
    after: dict[str, Any] = Field(sa_type=sa.JSON)
    reason: str = Field(max_length=200)
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
