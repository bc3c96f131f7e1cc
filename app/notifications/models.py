"""Notices: what a person is told, once per event and channel, and whether it has left the house."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Private


class Channel(StrEnum):
    PAGE = "page"  # the person's own list in the product
    MAIL = "mail"


class Notice(Record, table=True):
    """A row of the outbox. The unique constraint is why nobody is told twice."""

    __table_args__ = scoped(
        Private(insert_any=True),
        sa.UniqueConstraint("event", "person_id", "channel", name="uq_notice_event_person_channel"),
        sa.Index("ix_notice_person_id_made_at", "person_id", "made_at"),
        sa.Index("ix_notice_due", "town_id", "channel", "delivered_at", "due_at"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="the town of the person who is told")
    person_id: UUID = Field(foreign_key="person.id")
    kind: str = Field(max_length=40, description="domain.what, e.g. meetings.called")
    event: str = Field(max_length=160, description="what happened, unique: meeting:<id>:called:2")
    channel: Channel = Field(sa_type=stored(Channel))
    title: str = Field(max_length=120)
    text: str = Field(default="", max_length=2000)
    url: str = Field(default="", max_length=300, description="local path")
    made_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, description="next attempt of a mail, or its lease's end")
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="a person must look after it")
    attempts: int = 0
    last_error: str = Field(default="", max_length=300)
