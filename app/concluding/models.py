"""协议编号 that a town took from its own register for an agreement, before or after the last key."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared


class GivenNumber(Record, table=True):
    """登记取号: one a town and agreement. The same number is never given twice, whatever agreement waits for it."""

    __tablename__ = "given_number"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("agreement_id", "town_id", name="uq_given_number_agreement"),
        sa.UniqueConstraint("town_id", "series", "year", "sequence", name="uq_given_number_register"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    town_id: UUID = Field(foreign_key="town.id")
    series: str = Field(max_length=60)
    year: int
    sequence: int
    number: str = Field(max_length=90)
    given_by: UUID | None = Field(default=None, foreign_key="person.id")
    given_by_name: str = Field(default="", max_length=40)
    given_at: datetime = Field(sa_type=UtcDateTime)
