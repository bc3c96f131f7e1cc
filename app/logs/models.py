"""交流日志: what somebody on secondment did and learned, one entry a day at most. Seen by the two towns only."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.fulltext import WORDS, index_words, words_index
from app.kit.i18n import N_
from app.kit.scopes import Parties, Public

MOST_PHOTOS = 9
TWO_TOWNS = Parties(towns=("home_town_id", "host_town_id"))


class Kind(StrEnum):
    VISIT = "visit"
    RECEPTION = "reception"
    MEDIATION = "mediation"
    ACTIVITY = "activity"
    MEETING = "meeting"
    STUDY = "study"
    SERVICE = "service"
    ERRAND = "errand"
    OTHER = "other"


KINDS = {
    Kind.VISIT: N_("走访"),
    Kind.RECEPTION: N_("接待"),
    Kind.MEDIATION: N_("调解"),
    Kind.ACTIVITY: N_("活动"),
    Kind.MEETING: N_("会议"),
    Kind.STUDY: N_("学习"),
    Kind.SERVICE: N_("便民服务"),
    Kind.ERRAND: N_("代办帮办"),
    Kind.OTHER: N_("其他"),
}


class EntryDraft(SQLModel):
    """What the form says, checked."""

    kind: Kind = Field(sa_type=stored(Kind))
    done: str = Field(min_length=1, max_length=2000)
    learned: str = Field(default="", max_length=2000)
    suggestion: str = Field(default="", max_length=1000)
    minutes: int | None = Field(default=None, ge=0, le=1440)
    names: str = Field(default="", max_length=200, description="residents named in it, apart by 、: masked in the book")


class LogEntry(EntryDraft, Record, table=True):
    __tablename__ = "log_entry"
    __table_args__ = scoped(
        TWO_TOWNS,
        sa.UniqueConstraint("secondment_id", "day", name="uq_log_entry_secondment_day"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    person_id: UUID = Field(foreign_key="person.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    day: date
    is_late: bool = Field(default=False, description="补记: handed in after the day itself")
    written_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"log:{self.id}"


class LogIndex(SQLModel, table=True):
    """For finding: digests of an entry's grams. Everybody may read them, nobody learns anything from them."""

    __tablename__ = "log_index"
    __table_args__ = scoped(
        Public(), words_index("log_index"), sa.Index("ix_log_index_posting", "secondment_id", "day")
    )

    entry_id: UUID = Field(foreign_key="log_entry.id", primary_key=True)
    secondment_id: UUID
    day: date
    words: str = Field(sa_type=WORDS)


index_words(LogIndex.__table__)  # type: ignore[attr-defined]  # a table model has a table


class LogPhoto(Record, table=True):
    """A photo of an entry in two sizes, drawn anew without metadata. Nine at most, by the place each one takes."""

    __tablename__ = "log_photo"
    __table_args__ = scoped(
        TWO_TOWNS,
        sa.UniqueConstraint("entry_id", "place", name="uq_log_photo_place"),
        sa.CheckConstraint(f"place BETWEEN 1 AND {MOST_PHOTOS}", name="place"),
    )

    entry_id: UUID = Field(foreign_key="log_entry.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    place: int
    name: str = Field(max_length=120)
    large: str = Field(max_length=64, description="SHA-256 of the picture to look at")
    small: str = Field(max_length=64, description="SHA-256 of the one for lists and the log book")
    width: int
    height: int


class LeaveKind(StrEnum):
    PERSONAL = "personal"
    SICK = "sick"
    ANNUAL = "annual"
    DUTY = "duty"


LEAVES = {
    LeaveKind.PERSONAL: N_("事假"),
    LeaveKind.SICK: N_("病假"),
    LeaveKind.ANNUAL: N_("年休假"),
    LeaveKind.DUTY: N_("回派出单位办事"),
}


class LeaveDraft(SQLModel):
    from_on: date
    until_on: date
    kind: LeaveKind = Field(sa_type=stored(LeaveKind))
    note: str = Field(default="", max_length=100)


class Leave(LeaveDraft, Record, table=True):
    """Days away, granted by the host who manages attendance. Nobody expects a log for them."""

    __tablename__ = "log_leave"
    __table_args__ = scoped(
        TWO_TOWNS,
        sa.CheckConstraint("from_on <= until_on", name="days"),
        sa.Index("ix_log_leave_secondment_id", "secondment_id"),
    )

    secondment_id: UUID = Field(foreign_key="secondment.id")
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    entered_by: UUID = Field(foreign_key="person.id")
    entered_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
