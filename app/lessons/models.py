"""经验做法: what one town does well, written down for all towns of the partnership, and what came of trying it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.fulltext import WORDS, index_words, words_index
from app.kit.i18n import N_
from app.kit.scopes import Private, Public, Shared


class LessonDraft(SQLModel):
    title: str = Field(min_length=1, max_length=60)
    practice: str = Field(min_length=1, max_length=4000, description="做法")
    effect: str = Field(default="", max_length=1000, description="成效")
    tags: str = Field(default="", max_length=100, description="apart by 、")


class Lesson(LessonDraft, Record, table=True):
    __table_args__ = scoped(Shared(), sa.Index("ix_lesson_source", "source"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    town_id: UUID = Field(foreign_key="town.id", description="who wrote it down")
    from_town_id: UUID = Field(foreign_key="town.id", description="whose practice it is")
    author_id: UUID = Field(foreign_key="person.id")
    author_name: str = Field(max_length=40)
    source: str = Field(default="", max_length=80, description="log:<id>; empty when written freely")
    secondment_id: UUID | None = Field(default=None, foreign_key="secondment.id", index=True)
    published_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"lesson:{self.id}"


class LessonIndex(SQLModel, table=True):
    """For finding: digests of a card's grams."""

    __tablename__ = "lesson_index"
    __table_args__ = scoped(Public(), words_index("lesson_index"))

    lesson_id: UUID = Field(foreign_key="lesson.id", primary_key=True)
    words: str = Field(sa_type=WORDS)


index_words(LessonIndex.__table__)  # type: ignore[attr-defined]  # a table model has a table


class LessonPhoto(Record, table=True):
    """A photo of a card, in the store under the same hashes as in the log it was taken from."""

    __tablename__ = "lesson_photo"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("lesson_id", "place", name="uq_lesson_photo_place"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    lesson_id: UUID = Field(foreign_key="lesson.id")
    place: int
    large: str = Field(max_length=64)
    small: str = Field(max_length=64)
    width: int
    height: int


class LessonFile(Record, table=True):
    """An attachment: rules, forms, flow charts."""

    __tablename__ = "lesson_file"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("lesson_id", "file_id", name="uq_lesson_file"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    lesson_id: UUID = Field(foreign_key="lesson.id")
    file_id: UUID = Field(foreign_key="shared_file.id")
    name: str = Field(max_length=120)


class Outcome(StrEnum):
    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"
    TRYING = "trying"


OUTCOMES = {
    Outcome.TRYING: N_("正在试"),
    Outcome.WORKED: N_("效果好，已坚持"),
    Outcome.PARTLY: N_("部分有效"),
    Outcome.FAILED: N_("效果不明显"),
}


class UseDraft(SQLModel):
    """我们试了."""

    unit_id: UUID = Field(foreign_key="unit.id")
    tried_on: date
    outcome: Outcome = Field(sa_type=stored(Outcome))
    result: str = Field(min_length=1, max_length=1000)


class LessonUse(UseDraft, Record, table=True):
    __tablename__ = "lesson_use"
    __table_args__ = scoped(Shared(), sa.Index("ix_lesson_use_lesson_id", "lesson_id", "tried_on"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    lesson_id: UUID = Field(foreign_key="lesson.id")
    town_id: UUID = Field(foreign_key="town.id")
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Briefing(Record, table=True):
    """工作简报第N期: a town's own paper, made from a card and then edited in Word. The number is taken once."""

    __table_args__ = scoped(
        Private(),
        sa.UniqueConstraint("town_id", "year", "number", name="uq_briefing_number"),
        sa.CheckConstraint("number > 0", name="number"),
    )

    town_id: UUID = Field(foreign_key="town.id")
    lesson_id: UUID = Field(foreign_key="lesson.id", index=True)
    year: int
    number: int
    file_id: UUID = Field(foreign_key="private_file.id")
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
