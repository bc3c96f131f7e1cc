"""What the towns say about an agreement, article by article: comments, refused articles with counter-text, files."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties, Shared

SEEN_BY = Parties(towns=("town_id",), partnerships=("shared_with",))


class CommentDraft(SQLModel):
    """`article_id` None: about the whole text."""

    article_id: UUID | None = None
    text: str = Field(min_length=1, max_length=1000)
    reply_to: UUID | None = None


class Comment(Record, table=True):
    """A remark on an article, or an answer to one. Before 提交会商 its own town's only."""

    __tablename__ = "agreement_comment"
    __table_args__ = scoped(SEEN_BY, sa.Index("ix_agreement_comment_agreement_at", "agreement_id", "at"))

    agreement_id: UUID = Field(foreign_key="agreement.id")
    town_id: UUID = Field(foreign_key="town.id", description="who says it")
    shared_with: UUID | None = Field(default=None, foreign_key="partnership.id")
    article_id: UUID | None = Field(default=None, description="the article's own id, which outlives its number")
    version: int = Field(description="the text that its author had on the screen")
    text: str = Field(max_length=1000)
    reply_to: UUID | None = Field(default=None, foreign_key="agreement_comment.id")
    author_id: UUID = Field(foreign_key="person.id")
    author_name: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by_name: str = Field(default="", max_length=40)


class ObjectionState(StrEnum):
    OPEN = "open"  # 待处理
    ADOPTED = "adopted"  # 已采纳
    ANSWERED = "answered"  # 已答复: the text stays, and why


OBJECTION_STATES = {
    ObjectionState.OPEN: N_("待处理"),
    ObjectionState.ADOPTED: N_("已采纳"),
    ObjectionState.ANSWERED: N_("已答复"),
}


class ObjectionDraft(SQLModel):
    """What a town does not sign: one article, why, and what it would sign instead."""

    article_id: UUID
    reason: str = Field(min_length=1, max_length=300)
    heading: str = Field(default="", max_length=60)
    counter_text: str = Field(default="", max_length=6000)


class Objection(Record, table=True):
    """One refused article of one refused key."""

    __tablename__ = "agreement_objection"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("refusal_id", "article_id"))

    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    partnership_id: UUID = Field(foreign_key="partnership.id")
    town_id: UUID = Field(foreign_key="town.id", description="who refused")
    refusal_id: UUID = Field(foreign_key="consent_refusal.id")
    version: int
    article_id: UUID
    place: int = Field(description="the article's number in that version")
    heading: str = Field(default="", max_length=60, description="as the refusing town would have it")
    reason: str = Field(max_length=300)
    counter_text: str = Field(default="", max_length=6000, description="empty: only a reason was given")
    state: ObjectionState = Field(default=ObjectionState.OPEN, sa_type=stored(ObjectionState))
    answer: str = Field(default="", max_length=1000)
    settled_by_name: str = Field(default="", max_length=40)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AgreementFile(Record, table=True):
    """A file that somebody worked on outside: kept beside the text, never read back into it."""

    __tablename__ = "agreement_file"
    __table_args__ = scoped(SEEN_BY)

    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    town_id: UUID = Field(foreign_key="town.id")
    shared_with: UUID | None = Field(default=None, foreign_key="partnership.id")
    file_id: UUID = Field(description="a shared file from 提交会商 on, a private one before")
    name: str = Field(max_length=120)
    note: str = Field(default="", max_length=200)
    version: int
    author_name: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
