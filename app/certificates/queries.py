"""The certificates of a town; nobody else's are there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.certificates.models import SigningCertificate
from app.kit.errors import NotFound


def of_town(session: Session, town_id: UUID) -> Sequence[SigningCertificate]:
    """Those in use first, the one that holds longest before the others."""
    found = select(SigningCertificate).where(SigningCertificate.town_id == town_id)
    used_first = (col(SigningCertificate.ended_at).is_not(None), col(SigningCertificate.valid_until).desc())
    return session.exec(found.order_by(*used_first, col(SigningCertificate.id))).all()


def usable(session: Session, organ_id: UUID, now: datetime, *, with_key: bool = True) -> Sequence[SigningCertificate]:
    """An organ's certificates that sign today."""
    found = select(SigningCertificate).where(
        SigningCertificate.organ_id == organ_id,
        col(SigningCertificate.ended_at).is_(None),
        SigningCertificate.valid_from <= now,
        SigningCertificate.valid_until >= now,
    )
    if with_key:
        found = found.where(col(SigningCertificate.vault).is_not(None))
    return session.exec(found.order_by(col(SigningCertificate.valid_until).desc(), col(SigningCertificate.id))).all()


def get_certificate(session: Session, certificate_id: UUID, *, town_id: UUID | None) -> SigningCertificate:
    certificate = session.get(SigningCertificate, certificate_id)
    if certificate is None or certificate.town_id != town_id:
        raise NotFound
    return certificate


def find_same(session: Session, organ_id: UUID, fingerprint: str) -> SigningCertificate | None:
    same = select(SigningCertificate).where(
        SigningCertificate.organ_id == organ_id, SigningCertificate.fingerprint == fingerprint
    )
    return session.exec(same).first()


def worn(session: Session, by: datetime) -> tuple[int, Sequence[SigningCertificate]]:
    """How many certificates are in use, and those that end, or whose revocation lists end, before `by`."""
    used = select(SigningCertificate).where(col(SigningCertificate.ended_at).is_(None))
    rows = session.exec(used.order_by(col(SigningCertificate.valid_until), col(SigningCertificate.id))).all()
    old = [r for r in rows if r.valid_until < by or (r.has_key and r.revocation_until and r.revocation_until < by)]
    return len(rows), old
