"""报备: what the sending town has reported about a posting to the organisation department above it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Parties


class Authority(StrEnum):
    """To whom it is reported."""

    ORGANISATION = "organisation"  # 区（市）委组织部
    SOCIAL_WORK = "social_work"  # 区（市）委社会工作部
    EXEMPT = "exempt"  # 无需报备


class FilingDraft(SQLModel):
    authority: Authority = Field(sa_type=stored(Authority))
    filed_on: date | None = None
    number: str = Field(default="", max_length=60, description="文号 or number of the receipt")
    reason: str = Field(default="", max_length=200, description="why nothing has to be reported")


class Filing(FilingDraft, Record, table=True):
    """One report. `occasion` is "start" or the id of the change that is reported again."""

    __table_args__ = scoped(
        Parties(towns=("home_town_id", "host_town_id")), sa.UniqueConstraint("secondment_id", "occasion")
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id", index=True)
    host_town_id: UUID = Field(foreign_key="town.id", index=True)
    occasion: str = Field(max_length=40)
    noted_by: UUID = Field(foreign_key="person.id")
    noted_at: datetime = Field(sa_type=UtcDateTime)
