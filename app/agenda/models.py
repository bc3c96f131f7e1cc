"""The order of business: which topic stands where on a meeting's agenda."""

from enum import StrEnum
from uuid import UUID, uuid5

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from sqlmodel import Field

from app.kit.db import Record, scoped, stored
from app.kit.scopes import Shared

OPENING_TITLE = "上次议定事项落实情况"
OPENING_MINUTES = 10


class ItemKind(StrEnum):
    FOLLOWUPS = "followups"  # 上次议定事项落实情况, always first, filled in by the system
    TOPIC = "topic"


class AgendaItem(Record, table=True):
    """One item. Title, presenter and minutes are copies that the host's clerk may fit to the day."""

    __tablename__ = "agenda_item"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("meeting_id", "topic_id"),
        sa.CheckConstraint("minutes > 0", name="minutes"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    topic_id: UUID | None = Field(default=None, foreign_key="topic.id")
    town_id: UUID | None = Field(default=None, foreign_key="town.id", description="who proposed the topic")
    kind: ItemKind = Field(default=ItemKind.TOPIC, sa_type=stored(ItemKind))
    title: str = Field(max_length=120)
    presenter: str = Field(default="", max_length=60)
    minutes: int
    place: int = Field(description="0 is the opening item; topics from 1")


class ItemDraft(BaseModel):
    """What the host's clerk may change about an item."""

    model_config = ConfigDict(str_strip_whitespace=True)

    presenter: str = Limit(default="", max_length=60)
    minutes: int = Limit(ge=1, le=240)


def opening_id(meeting_id: UUID) -> UUID:
    """The opening item has the same id before and after anybody has touched it."""
    return uuid5(meeting_id, "followups")
