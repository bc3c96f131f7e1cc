"""What each town says of the scan of a wet-signed copy: it agrees with the issued text, or why not."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared
from app.renditions.models import only_added


class ScanWord(Record, table=True):
    """A town's word on one scan, given once: a refused scan is followed by another scan."""

    __tablename__ = "scan_word"
    __table_args__ = scoped(Shared(), sa.UniqueConstraint("rendition_id", "town_id", name="uq_scan_word"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    rendition_id: UUID = Field(foreign_key="rendition.id")
    content_hash: str = Field(max_length=64, description="of the text that was compared")
    town_id: UUID = Field(foreign_key="town.id")
    agrees: bool
    reason: str = Field(default="", max_length=500, description="what differs; empty when it agrees")
    person_id: UUID = Field(foreign_key="person.id")
    person_name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    signed_for_name: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)

    @property
    def shown_name(self) -> str:
        return f"{self.person_name}（代签）" if self.signed_for_name else self.person_name


only_added(SQLModel.metadata.tables["scan_word"])
