"""The one queue for what is taken: places in it, in order. Knows neither venues nor services, and nobody's name.

A place says which town waits for which time, not who or what for; so every town may see it, as it may see what is
taken (see `claims`): whoever gives time back can tell who is next, whichever town that is.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public


class PlaceState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LAPSED = "lapsed"
    LEFT = "left"
    ENDED = "ended"


STATES = {
    PlaceState.WAITING: N_("候补中"),
    PlaceState.OFFERED: N_("已保留，待接受"),
    PlaceState.TAKEN: N_("已接受"),
    PlaceState.LAPSED: N_("到期未接受"),
    PlaceState.LEFT: N_("已退出"),
    PlaceState.ENDED: N_("到时未空出"),
}
OPEN = frozenset({PlaceState.WAITING, PlaceState.OFFERED})
VENUE, SESSION = "venue", "session"  # what is waited for


class WaitingPlace(Record, table=True):
    """Somebody's place in a queue, from joining until it is taken, left or over. Never deleted: it is demand."""

    __tablename__ = "waiting_place"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("queue", "number", name="uq_waiting_place_number"),
        sa.UniqueConstraint("subject", name="uq_waiting_place_subject"),
        sa.CheckConstraint("wanted_from < wanted_until AND minutes > 0", name="wish"),
        sa.CheckConstraint("state <> 'offered' OR holds_until IS NOT NULL", name="offer"),
        sa.Index("ix_waiting_place_open", "queue", "wanted_until", "state"),
        sa.Index("ix_waiting_place_due", "owner_town_id", "state"),
        sa.Index("ix_waiting_place_wanted_from", "wanted_from"),
    )

    thing: str = Field(
        default=VENUE, max_length=8, sa_column_kwargs={"server_default": VENUE}, description="venue or session"
    )
    queue: UUID = Field(description="what holds the queue: a venue with its parts, a session of a service")
    what: UUID = Field(description="what exactly is waited for: the venue itself or one of its parts")
    subject: UUID = Field(description="who waits: a booking, a sign-up")
    number: int = Field(description="place in the queue, from 1; never given twice")
    town_id: UUID = Field(foreign_key="town.id", description="for which town")
    owner_town_id: UUID = Field(foreign_key="town.id", description="whose queue")
    wanted_from: datetime = Field(sa_type=UtcDateTime)
    wanted_until: datetime = Field(sa_type=UtcDateTime)
    minutes: int = Field(description="how long within the wanted time; all of it, or less")
    state: PlaceState = Field(default=PlaceState.WAITING, sa_type=stored(PlaceState))
    joined_at: datetime = Field(sa_type=UtcDateTime)
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="kept: whether it ever was")
    holds_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="of the offer")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
