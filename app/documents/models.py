"""Issued documents, their number series, and what anybody with a printed code may learn about them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.consents.models import Publicity
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Public, Shared


class DocumentState(StrEnum):
    QUEUED = "queued"  # 印发中: number and content are fixed, the file is being made
    ISSUED = "issued"  # 已印发
    FAILED = "failed"  # 生成失败: waits for somebody to look, the number stays taken


class DocumentKind(StrEnum):
    MINUTES = "minutes"  # 会议纪要
    EXCERPT = "excerpt"  # 摘录
    CORRECTION = "correction"  # 更正
    LETTER = "letter"  # 函
    AGREEMENT = "agreement"  # 协议


class NumberForm(StrEnum):
    YEARLY = "yearly"  # 红梅同心毗邻党建联席会议纪要〔2026〕3号
    ISSUES = "issues"  # 第3期


class NumberDraft(SQLModel):
    """Where a number comes from: `entered` (登记取号, from the town's own register), or else the next of the series."""

    series: str = Field(default="", max_length=60, description="机关代字 or the joint series: D委函")
    form: NumberForm = NumberForm.YEARLY
    entered: str = Field(default="", max_length=90)


class PartyNumber(SQLModel):
    """One party's 协议编号, from the agreement register of that party's own organ."""

    town_id: UUID
    number: NumberDraft


class IssueDraft(SQLModel):
    """What is said at 签发, beside the content itself."""

    subject: str = Field(max_length=80, description="minutes:<id>: what this document is the paper of; issued once")
    number: NumberDraft = NumberDraft()
    party_numbers: list[PartyNumber] = Field(
        default_factory=list, description="of a bare agreement, in the order of the parties; then `number` is not used"
    )
    joint_numbers: list[PartyNumber] = Field(
        default_factory=list,
        description="联合行文: the 发文字号 of the 主办机关, then what the other organs register and nobody prints",
    )
    organs: list[str] = Field(min_length=1, description="the issuing organs, for the verification page")
    formed_on: date
    publicity: Publicity
    secrecy_checked_by: str = Field(min_length=1, max_length=60)
    corrects_id: UUID | None = None
    steps: list[dict[str, str]] = Field(default_factory=list, description="label, who, when, opinion: 发文稿纸")
    printed_count: int = 0

    @property
    def registers(self) -> list[PartyNumber]:
        """Every number that is taken from a town's own register."""
        return self.party_numbers or self.joint_numbers


class Document(Record, table=True):
    """One issued document. After ISSUED the database refuses every change of what was printed."""

    __table_args__ = scoped(
        Shared(),
        sa.UniqueConstraint("partnership_id", "series", "year", "sequence"),
        sa.UniqueConstraint("subject"),
        sa.UniqueConstraint("code"),
        sa.Index("ix_document_partnership_id_formed_on", "partnership_id", "formed_on"),
        sa.Index("ix_document_state_claimed_until", "state", "claimed_until"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id")
    town_id: UUID = Field(
        foreign_key="town.id", description="the town whose secretary signed last, or whose letter it is"
    )
    kind: DocumentKind = Field(sa_type=stored(DocumentKind))
    subject: str = Field(max_length=80)
    title: str = Field(max_length=400)
    series: str = Field(max_length=60)
    year: int
    sequence: int
    number: str = Field(max_length=90, description="as printed")
    party_numbers: str = Field(
        default="",
        max_length=400,
        sa_column_kwargs={"server_default": ""},
        description="of an agreement: each party's number, one a line",
    )
    organs: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    formed_on: date
    printed_on: date
    publicity: Publicity = Field(sa_type=stored(Publicity))
    secrecy_checked_by: str = Field(max_length=60)
    steps: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    printed_count: int = 0
    content: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    content_hash: str = Field(max_length=64)
    code: str = Field(max_length=20)
    corrects_id: UUID | None = Field(default=None, foreign_key="document.id")

    state: DocumentState = Field(default=DocumentState.QUEUED, sa_type=stored(DocumentState))
    queued_at: datetime = Field(sa_type=UtcDateTime)
    queued_by: UUID | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    failure: str = Field(default="", max_length=200)
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pdf_hash: str = Field(default="", max_length=64)
    docx_hash: str = Field(default="", max_length=64)


class NumberSeries(Record, table=True):
    """The last number taken of a series in a year. It moves in the transaction of the issue, so it has no gaps."""

    __tablename__ = "number_series"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("partnership_id", "series", "year"))

    partnership_id: UUID = Field(foreign_key="partnership.id")
    series: str = Field(max_length=60)
    year: int
    last: int = 0


class OrganSeries(Record, table=True):
    """The last number of a town's own register. Public, because the number is taken by whoever turns the last key."""

    __tablename__ = "organ_series"
    __table_args__ = scoped(Public(), sa.UniqueConstraint("town_id", "series", "year"))

    town_id: UUID = Field(foreign_key="town.id")
    series: str = Field(max_length=60)
    year: int
    last: int = 0


class OrganNumber(Record, table=True):
    """A number of a town's own register, and the document that bears it: once, whatever partnership it belongs to."""

    __tablename__ = "organ_number"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("town_id", "series", "year", "sequence"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    town_id: UUID = Field(foreign_key="town.id")
    series: str = Field(max_length=60)
    year: int
    sequence: int
    number: str = Field(max_length=90)


class VerificationCode(SQLModel, table=True):
    """What the public page shows for a printed code: nothing that is not on the first page of the paper."""

    __tablename__ = "verification_code"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("document_id"),
        sa.Index("ix_verification_code_pdf_hash", "pdf_hash"),
        sa.Index("ix_verification_code_docx_hash", "docx_hash"),
        sa.Index("ix_verification_code_content_hash", "content_hash"),
    )

    code: str = Field(primary_key=True, max_length=20)
    document_id: UUID = Field(description="no foreign key: the document itself is not public")
    title: str = Field(max_length=400)
    number: str = Field(max_length=90)
    organs: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    formed_on: date
    printed_on: date
    content_hash: str = Field(max_length=64)
    pdf_hash: str = Field(default="", max_length=64)
    docx_hash: str = Field(default="", max_length=64)
    corrected_by: str = Field(default="", max_length=90, description="number of the latest correction")
    corrected_by_code: str = Field(default="", max_length=20)


FIXED = (
    "content_hash",
    "number",
    "party_numbers",
    "title",
    "code",
    "formed_on",
    "printed_on",
    "pdf_hash",
    "docx_hash",
    "state",
)


def _ddl(statement: str, dialect: str) -> sa.ExecutableDDLElement:
    return sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it open


def _issued_never_changes() -> None:
    """Issued documents are neither changed nor deleted: the database refuses, whoever asks."""
    table = Document.__table__  # type: ignore[attr-defined]  # SQLModel sets it
    said = "issued documents never change"
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in FIXED)
    for verb, when in (("UPDATE", f"OLD.state = 'issued' AND ({changed})"), ("DELETE", "OLD.state = 'issued'")):
        refuse = f"""CREATE TRIGGER document_no_{verb.lower()} BEFORE {verb} ON document
            WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"""
        sa.event.listen(table, "after_create", _ddl(refuse, "sqlite"))
        guard = f"""CREATE TRIGGER document_no_{verb.lower()} BEFORE {verb} ON document
            FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_document_change()"""
        if verb == "UPDATE":
            function = f"""CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''{said}''; END'"""
            sa.event.listen(table, "after_create", _ddl(function, "postgresql"))
        sa.event.listen(table, "after_create", _ddl(guard, "postgresql"))


_issued_never_changes()
