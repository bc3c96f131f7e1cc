"""What is kept of an uploaded file; its bytes lie in the store under their hash."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Private, Shared


class Kind(StrEnum):
    """What the content is, whatever the name said."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    CSV = "csv"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"


@dataclass(frozen=True)
class Upload:
    """What a browser sent: a name to distrust, and bytes to look at."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture in the store in two sizes, JPEG, without metadata; width and height of the large one."""

    large: str
    small: str
    width: int
    height: int


class StoredFile(SQLModel):
    name: str = Field(max_length=120, description="safe, with the extension of what it really is")
    kind: Kind = Field(sa_type=stored(Kind))
    size: int
    sha256: str = Field(max_length=64, description="of the bytes as kept; images are kept re-encoded")
    uploaded_by: UUID | None = None
    uploaded_at: datetime = Field(sa_type=UtcDateTime)


class SharedFile(Record, StoredFile, table=True):
    """A paper that every town of the partnership reads."""

    __tablename__ = "shared_file"
    __table_args__ = scoped(Shared(), sa.Index("ix_shared_file_sha256", "sha256"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)


class PrivateFile(Record, StoredFile, table=True):
    """A town's own: drafts before 审定, seals, scans, internal evidence."""

    __tablename__ = "private_file"
    __table_args__ = scoped(Private(), sa.Index("ix_private_file_sha256", "sha256"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
