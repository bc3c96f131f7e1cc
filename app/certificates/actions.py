"""Bring in a certificate, renew its revocation lists, take it out of use. Only the town's signer does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.certificates import gateways, queries, rules
from app.certificates.gateways import Container
from app.certificates.models import CertificateDraft, SigningCertificate
from app.certificates.rules import Described
from app.consents import queries as consents
from app.consents.rules import NotTheSigner, Signer
from app.kit import vault
from app.kit.actor import Actor
from app.registry import queries as registry
from app.towns.models import Organ


def keep(session: Session, draft: CertificateDraft, *, actor: Actor, now: datetime) -> SigningCertificate:
    """An organ's certificate, with its container locked, or without a key where that stays on a token.

    The passphrase is used to look inside and is not kept: every signature asks for it again.
    """
    signer, organ = _signer(session, actor, now), _organ(session, draft.organ_id, actor)
    container = gateways.opened(draft.data, draft.passphrase)
    described = gateways.describe(container.certificate)
    rules.check_usable(described, organ.full_name, checked=draft.checked, now=now)
    if queries.find_same(session, organ.id, described.fingerprint):
        raise rules.AlreadyKept
    kept = _certificate(organ, container, described, signer, now)
    if container.key is not None:
        _lock(kept, container, draft, now)
    session.add(kept)
    audit.record(session, actor, "certificates.keep", f"signing_certificate:{kept.id}", fingerprint=kept.fingerprint)
    return kept


def renew_revocation(
    session: Session, certificate_id: UUID, files: Sequence[bytes], *, actor: Actor, now: datetime
) -> SigningCertificate:
    """Newer revocation lists; without fresh ones nothing can be signed so that it verifies offline.

    A list that names the certificate itself ends it: an older list that is still fresh must not sign on.
    """
    _signer(session, actor, now)
    kept = queries.get_certificate(session, certificate_id, town_id=actor.town_id)
    container = gateways.chain_of(kept.chain)
    try:
        kept.revocation, kept.revocation_until = gateways.revocation(container, files, now)
    except rules.Revoked:
        return end(session, certificate_id, actor=actor, now=now)
    audit.record(session, actor, "certificates.renew_revocation", f"signing_certificate:{kept.id}")
    return kept


def end(session: Session, certificate_id: UUID, *, actor: Actor, now: datetime) -> SigningCertificate:
    """It signs nothing new, and its container is thrown away; what it has signed stays valid."""
    _signer(session, actor, now)
    kept = queries.get_certificate(session, certificate_id, town_id=actor.town_id)
    if kept.ended_at is not None:
        raise rules.Ended
    kept.ended_at, kept.vault = now, None
    audit.record(session, actor, "certificates.end", f"signing_certificate:{kept.id}")
    return kept


def unlocked(kept: SigningCertificate, passphrase: str) -> Container:
    """The container with its key, for one signature. Raises WrongPassphrase or VaultClosed."""
    return gateways.opened(vault.unlocked(kept.vault or b"", _about(kept)), passphrase)


def _lock(kept: SigningCertificate, container: Container, draft: CertificateDraft, now: datetime) -> None:
    gateways.check_chain(container)
    kept.revocation, kept.revocation_until = gateways.revocation(container, draft.revocation, now)
    kept.vault = vault.locked(draft.data, _about(kept))


def _about(kept: SigningCertificate) -> str:
    return f"signing_certificate:{kept.organ_id}:{kept.fingerprint}"


def _certificate(
    organ: Organ, container: Container, described: Described, signer: Signer, now: datetime
) -> SigningCertificate:
    return SigningCertificate(
        town_id=organ.town_id,
        organ_id=organ.id,
        organ=organ.full_name,
        subject=described.subject,
        issuer=described.issuer,
        serial=described.serial[:64],
        fingerprint=described.fingerprint,
        valid_from=described.valid_from,
        valid_until=described.valid_until,
        is_trial=described.is_trial,
        chain=container.pem(),
        kept_by=signer.person_id,
        kept_by_name=signer.name,
        kept_at=now,
    )


def _organ(session: Session, organ_id: UUID, actor: Actor) -> Organ:
    if actor.town_id is None:
        raise NotTheSigner
    return registry.get_organ(session, organ_id, town_id=actor.town_id)


def _signer(session: Session, actor: Actor, now: datetime) -> Signer:
    """The town's secretary or an authorised deputy; the operator has no key. NotTheSigner, OnSecondment."""
    if actor.id is None or actor.town_id is None:
        raise NotTheSigner
    return consents.get_signer(session, actor.id, actor.town_id, now)
