"""What a town lets another do with one of its venues. Knows no venue but its id, and no booking."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties

PARTIES = Parties(towns=("owner_town_id", "town_id"))


class Sharing(StrEnum):
    """What a partner town may do with a venue; the owner's own people book at once."""

    NONE = "none"
    ON_REQUEST = "on_request"
    AT_ONCE = "at_once"


SHARINGS = {
    Sharing.NONE: N_("只供本镇使用"),
    Sharing.ON_REQUEST: N_("向对方镇开放，须经本单位同意"),
    Sharing.AT_ONCE: N_("向对方镇开放，预约即确认"),
}


class SharePolicy(Record, table=True):
    """The rule in force for one venue and one borrowing town. No row: the venue's own `sharing` decides.

    `own_first` maps a weekday (1 is Monday) to spans in minutes of the day; `quota` is minutes a month, None no limit.
    """

    __tablename__ = "share_policy"
    __table_args__ = scoped(
        PARTIES,
        sa.UniqueConstraint("venue_id", "town_id", name="uq_share_policy_venue_town"),
        sa.CheckConstraint("notice >= 0 AND horizon > 0 AND longest > 0 AND release_days >= 0", name="positive"),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name="quota"),
        sa.Index("ix_share_policy_town_id", "town_id"),
    )

    venue_id: UUID = Field(foreign_key="venue.id")
    owner_town_id: UUID = Field(foreign_key="town.id", index=True)
    town_id: UUID = Field(foreign_key="town.id", description="who borrows")
    sharing: Sharing = Field(sa_type=stored(Sharing))
    notice: int = Field(description="minutes before the start")
    horizon: int = Field(description="days ahead")
    longest: int = Field(description="minutes")
    own_first: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    release_days: int = Field(description="so many days before, unused own-first hours are released")
    quota: int | None = Field(default=None, description="minutes a month, of the whole town together")
