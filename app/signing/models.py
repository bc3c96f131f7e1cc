"""Signatures of a document: who signed which place with which certificate."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Shared
from app.renditions.models import only_added


class SignDraft(SQLModel):
    place: int
    certificate_id: UUID
    passphrase: str = Field(repr=False)


class Signature(Record, table=True):
    """Who signed which place of a document with which certificate. The proof itself is in the file."""

    __table_args__ = scoped(Shared(), sa.UniqueConstraint("document_id", "place", name="uq_signature_place"))

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    rendition_id: UUID = Field(foreign_key="rendition.id")
    town_id: UUID = Field(foreign_key="town.id")
    place: int
    organ: str = Field(max_length=100, description="as printed")
    signer_id: UUID = Field(foreign_key="person.id")
    signer_name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    signed_for_name: str = Field(default="", max_length=40, description="whose deputy signed")
    subject: str = Field(max_length=300)
    issuer: str = Field(max_length=300)
    serial: str = Field(max_length=64)
    fingerprint: str = Field(max_length=64)
    valid_until: date
    is_trial: bool = False
    is_elsewhere: bool = Field(default=False, description="signed with another program and uploaded")
    signed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def shown_name(self) -> str:
        return f"{self.signer_name}（代签）" if self.signed_for_name else self.signer_name


only_added(SQLModel.metadata.tables["signature"])
