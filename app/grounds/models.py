"""What residents were told, word by word, and the assessments that two towns have on record."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Public, Shared


class NoticeText(Record, table=True):
    """One 告知书 exactly as it was shown; sign-ups name it, so it is never changed."""

    __tablename__ = "notice_text"
    __table_args__ = scoped(Public(), sa.UniqueConstraint("text_hash"))

    text_hash: str = Field(max_length=64)
    version: str = Field(max_length=20)
    content: dict[str, object] = Field(sa_type=sa.JSON, description="title and paragraphs")
    first_shown_at: datetime = Field(sa_type=UtcDateTime)


class AssessmentDraft(SQLModel):
    made_on: date
    summary: str = Field(min_length=10, max_length=1000, description="what was assessed, which risks, which measures")
    valid_until: date | None = Field(default=None, description="to be made anew by then; None: until purposes change")
    kept_where: str = Field(default="", max_length=80, description="where the paper lies, if it is not uploaded here")


class ImpactAssessment(AssessmentDraft, Record, table=True):
    """个人信息保护影响评估 by one town on keeping residents' data together, read by both (PIPL art. 55)."""

    __tablename__ = "impact_assessment"
    __table_args__ = scoped(Shared())

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    town_id: UUID = Field(foreign_key="town.id", description="who assessed")
    file_id: UUID | None = Field(default=None, foreign_key="shared_file.id", description="the report itself")
    entered_by: UUID | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
