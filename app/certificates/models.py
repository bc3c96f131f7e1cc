"""Certificates of organs: what they say, until when they hold, and their containers under two locks."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Private


class CertificateDraft(SQLModel):
    """What is brought in: a PKCS#12 container with its passphrase, or a certificate whose key stays on its token."""

    organ_id: UUID
    data: bytes = Field(repr=False)
    passphrase: str = Field(default="", repr=False)
    revocation: list[bytes] = Field(default_factory=list, repr=False, description="revocation lists, DER or PEM")
    checked: bool = Field(default=False, description="the name differs from the organ's, and somebody has looked")


class SigningCertificate(Record, table=True):
    """An organ's certificate. The container is encrypted with the installation's key and its own passphrase."""

    __tablename__ = "signing_certificate"
    __table_args__ = scoped(Private(), sa.UniqueConstraint("organ_id", "fingerprint", name="uq_signing_certificate"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
    organ_id: UUID = Field(foreign_key="organ.id")
    organ: str = Field(max_length=60, description="full name, when it was brought in")
    subject: str = Field(max_length=300)
    issuer: str = Field(max_length=300)
    serial: str = Field(max_length=64, description="hexadecimal")
    fingerprint: str = Field(max_length=64, description="SHA-256 of the certificate")
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_until: datetime = Field(sa_type=UtcDateTime)
    is_trial: bool = Field(default=False, description="the certificate says 测试 or 样章")
    chain: bytes = Field(sa_type=sa.LargeBinary, description="PEM, the organ's own first, the root last")
    vault: bytes | None = Field(default=None, sa_type=sa.LargeBinary, description="None: the key is on a token")
    revocation: bytes = Field(default=b"", sa_type=sa.LargeBinary, description="PEM of the revocation lists")
    revocation_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kept_by: UUID = Field(foreign_key="person.id")
    kept_by_name: str = Field(max_length=40)
    kept_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="no longer used for new ones")

    @property
    def has_key(self) -> bool:
        return self.vault is not None
