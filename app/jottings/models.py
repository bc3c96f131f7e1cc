"""草稿 of a day's log: what somebody has typed and not yet handed in. Nobody but its author ever reads it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Named


class Words(BaseModel):
    """The fields of the log's form as they were typed; nothing is checked before it is handed in."""

    kind: str = Limit("", max_length=24)
    done: str = Limit("", max_length=4000)
    learned: str = Limit("", max_length=4000)
    suggestion: str = Limit("", max_length=2000)
    hours: str = Limit("", max_length=10)
    names: str = Limit("", max_length=400)

    @property
    def is_empty(self) -> bool:
        return not any(v.strip() for v in (self.done, self.learned, self.suggestion, self.names))


class Jotting(Record, table=True):
    """One version of a draft. A second row for the same day means that two devices wrote apart from each other."""

    __table_args__ = scoped(Named(), sa.Index("ix_jotting_person_day", "person_id", "secondment_id", "day"))

    person_id: UUID = Field(foreign_key="person.id")
    secondment_id: UUID = Field(foreign_key="secondment.id")
    day: date
    revision: int = Field(default=1, description="raised by each saving; whoever saves says which one they had")
    words: dict[str, Any] = Field(sa_type=sa.JSON)
    typed_at: datetime = Field(sa_type=UtcDateTime, description="when it was typed, on whatever device")
    saved_at: datetime = Field(sa_type=UtcDateTime, description="when it reached us")
    device: str = Field(default="", max_length=120)

    @property
    def text(self) -> Words:
        return Words.model_validate(self.words)
