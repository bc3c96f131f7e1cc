"""One thing to tell one person by telephone: no name, no number, only whose sign-up it is."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Private


class Cause(StrEnum):
    OFFERED = "offered"
    MOVED = "moved"
    CALLED_OFF = "called_off"
    CHANGED = "changed"
    UNMET = "unmet"


CAUSES = {
    Cause.OFFERED: N_("候补有名额"),
    Cause.MOVED: N_("场次改期"),
    Cause.CALLED_OFF: N_("场次取消"),
    Cause.CHANGED: N_("地点或安排有变"),
    Cause.UNMET: N_("候补未成"),
}


class Telling(Record, table=True):
    """A call that a town's workers have to make. `event` makes it one call for one happening."""

    __table_args__ = scoped(
        Private(insert_any=True),
        sa.UniqueConstraint("sign_up_id", "event", name="uq_telling_event"),
        sa.Index("ix_telling_open", "town_id", "done_at", "made_at"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="whose workers ring")
    sign_up_id: UUID = Field(foreign_key="sign_up.id")
    cause: Cause = Field(sa_type=stored(Cause))
    event: str = Field(max_length=80)
    words: str = Field(max_length=300, description="what to say; names nobody")
    made_at: datetime = Field(sa_type=UtcDateTime)
    worth_until: datetime = Field(sa_type=UtcDateTime, description="after this there is nothing left to tell")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: UUID | None = Field(default=None, foreign_key="person.id")
    tries: int = Field(default=0, description="how often somebody rang, the last time included")
