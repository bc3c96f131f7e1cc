"""议题: prepared inside a town, passed by its own 书记, then in the pool that both towns see.

A draft is private to its town; what is passed becomes a Topic, a row of its own, so nothing unpassed is ever shared.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.clock import to_town
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Private, Shared


class DraftState(StrEnum):
    PREPARED = "prepared"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"


DRAFT_STATES = {
    DraftState.PREPARED: N_("起草中"),
    DraftState.SUBMITTED: N_("待书记审定"),
    DraftState.RETURNED: N_("已退回"),
    DraftState.PASSED: N_("已审定"),
}


class TopicState(StrEnum):
    POOL = "pool"
    PLACED = "placed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATES = {
    TopicState.POOL: N_("待列入议程"),
    TopicState.PLACED: N_("已列入议程"),
    TopicState.CLOSED: N_("已议定"),
    TopicState.WITHDRAWN: N_("已撤回"),
}


class Carry(StrEnum):
    """Why a topic comes back (domain.md §3)."""

    MORE_STUDY = "more_study"
    STANDING = "standing"
    OPEN_FOLLOWUP = "open_followup"


CARRIES = {
    Carry.MORE_STUDY: N_("上次会议决定继续研究"),
    Carry.STANDING: N_("常设议题"),
    Carry.OPEN_FOLLOWUP: N_("上次议定事项尚未办结"),
}


class TopicWords(SQLModel):
    """What is proposed. Checked on construction, which a table model is not."""

    title: str = Field(min_length=1, max_length=60)
    presenter: str = Field(default="", max_length=60, description="汇报人及职务")
    minutes: int = Field(default=15, ge=5, le=120)
    summary: str = Field(default="", max_length=2000, description="提请会议研究的内容")
    is_standing: bool = False


class TopicDraft(TopicWords, Record, table=True):
    __tablename__ = "topic_draft"
    __table_args__ = scoped(Private(), sa.Index("ix_topic_draft_town_state", "town_id", "state"))

    town_id: UUID = Field(foreign_key="town.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", description="whose pool it is meant for")
    source: str = Field(default="", max_length=80, description="what raised it: need:<id>, refused_key:<id>")
    state: DraftState = Field(default=DraftState.PREPARED, sa_type=stored(DraftState))
    reason: str = Field(default="", max_length=300, description="why it was returned")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="who proposed it")
    made_at: datetime = Field(sa_type=UtcDateTime)
    topic_id: UUID | None = Field(default=None, foreign_key="topic.id", description="what it became")


class DraftPaper(Record, table=True):
    """A paper of a draft; shared only when the draft is passed."""

    __tablename__ = "topic_draft_paper"
    __table_args__ = scoped(Private())

    town_id: UUID = Field(foreign_key="town.id")
    draft_id: UUID = Field(foreign_key="topic_draft.id", index=True)
    file_id: UUID = Field(description="a private file of the town")
    name: str = Field(max_length=120)


class Topic(TopicWords, Record, table=True):
    __table_args__ = scoped(Shared(), sa.Index("ix_topic_partnership_state", "partnership_id", "state"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    town_id: UUID = Field(foreign_key="town.id", description="who proposed it")
    source: str = Field(default="", max_length=80)
    state: TopicState = Field(default=TopicState.POOL, sa_type=stored(TopicState))
    passed_at: datetime = Field(sa_type=UtcDateTime)
    passed_by: str = Field(max_length=40, description="the 书记 who passed it")
    meeting: str = Field(default="", max_length=80, index=True, description="meeting:<id> that has it on its agenda")
    carried_from: str = Field(default="", max_length=80, description="meeting:<id> it came back from")
    carry: Carry | None = Field(default=None, sa_type=stored(Carry))
    reason: str = Field(default="", max_length=300, description="why it was withdrawn")


class TopicPaper(Record, table=True):
    __tablename__ = "topic_paper"
    __table_args__ = scoped(Shared())

    partnership_id: UUID = Field(foreign_key="partnership.id")
    topic_id: UUID = Field(foreign_key="topic.id", index=True)
    file_id: UUID = Field(description="a file shared with the partnership")
    name: str = Field(max_length=120)


class TopicCall(Record, table=True):
    """A meeting that collects topics, and until when. Meetings write it; the pool only knows its name and page."""

    __tablename__ = "topic_call"
    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("meeting", name="uq_topic_call_meeting"),
        sa.Index("ix_topic_call_partnership_held", "partnership_id", "held_at"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    meeting: str = Field(max_length=80)
    name: str = Field(max_length=80)
    held_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    url: str = Field(default="", max_length=300)
    is_open: bool = True

    @property
    def last_day(self) -> date:
        """The last day on which a topic is in time; the call closes at its midnight."""
        return to_town(self.closes_at - timedelta(microseconds=1)).date()


class TopicNod(Record, table=True):
    """Another town's clerk accepts a late topic for one meeting."""

    __tablename__ = "topic_nod"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("topic_id", "meeting", "town_id", name="uq_topic_nod_town"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    topic_id: UUID = Field(foreign_key="topic.id")
    meeting: str = Field(max_length=80)
    town_id: UUID = Field(foreign_key="town.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
