"""月度小结 and 挂职总结: drawn from the person's own sentences, edited and confirmed by nobody else."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Named, Parties

WHOLE = "whole"  # the period of the 挂职总结; a month's is 2026-03
LONGEST = 6000


class SummaryDraft(Record, table=True):
    """What the author is still editing; nobody else sees it."""

    __tablename__ = "summary_draft"
    __table_args__ = scoped(Named(), sa.UniqueConstraint("secondment_id", "period", name="uq_summary_draft_period"))

    person_id: UUID = Field(foreign_key="person.id", index=True)
    secondment_id: UUID = Field(foreign_key="secondment.id")
    period: str = Field(max_length=7)
    text: str = Field(max_length=LONGEST)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Summary(Record, table=True):
    """What the author has confirmed; read by those who read the log."""

    __table_args__ = scoped(
        Parties(towns=("home_town_id", "host_town_id")),
        sa.UniqueConstraint("secondment_id", "period", name="uq_summary_period"),
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    period: str = Field(max_length=7)
    text: str = Field(max_length=LONGEST)
    confirmed_at: datetime = Field(sa_type=UtcDateTime)
