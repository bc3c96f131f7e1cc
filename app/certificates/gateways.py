"""X.509 and PKCS#12 read by `cryptography`: what is in a container, and whether the revocation lists belong to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from app.certificates import rules
from app.certificates.rules import Described

SHOWN = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)


@dataclass(frozen=True)
class Container:
    """A certificate with the chain above it (the root last, as far as it is there); the key where it was inside."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: Any = None

    @property
    def is_whole(self) -> bool:
        top = (self.certificate, *self.chain)[-1]
        return top.subject == top.issuer

    def pem(self) -> bytes:
        return b"".join(c.public_bytes(Encoding.PEM) for c in (self.certificate, *self.chain))


def opened(data: bytes, passphrase: str) -> Container:
    """What the file holds. Raises Unreadable, WrongPassphrase or NotSupported."""
    try:
        bare = _bare(data)
        return bare or _container(data, passphrase)
    except (UnsupportedAlgorithm, x509.UnsupportedGeneralNameType) as unknown:
        raise rules.NotSupported from unknown


def describe(certificate: x509.Certificate) -> Described:
    return Described(
        subject=_said(certificate.subject),
        issuer=_said(certificate.issuer),
        names=tuple(str(a.value) for a in certificate.subject if a.oid in SHOWN),
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        is_authority=bool(getattr(_extension(certificate, x509.BasicConstraints), "ca", False)),
        may_sign=_may_sign(certificate),
    )


def check_chain(container: Container) -> None:
    """With a key the whole chain must be there: it goes into the signed file."""
    if not container.is_whole:
        raise rules.ChainIncomplete(issuer=_said((container.certificate, *container.chain)[-1].issuer))


def revocation(container: Container, files: Sequence[bytes], now: datetime) -> tuple[bytes, datetime]:
    """The revocation lists of every issuer below the root as PEM, and until when all of them are fresh.

    Raises Unreadable, RevocationMissing, RevocationOld or Revoked.
    """
    below = (container.certificate, *container.chain)
    lists = [_list(data) for data in files]
    found = [next((c for c in lists if _issued(c, above)), None) for above in below[1:]]
    for certificate, crl in zip(below, found, strict=False):
        if crl is None:
            raise rules.RevocationMissing(issuer=_said(certificate.issuer), where=_where(certificate))
        if crl.get_revoked_certificate_by_serial_number(certificate.serial_number):
            raise rules.Revoked
    until = min(crl.next_update_utc or now for crl in found if crl is not None)
    if until < now:
        raise rules.RevocationOld(on=f"{until:%Y-%m-%d}")
    return b"".join(crl.public_bytes(Encoding.PEM) for crl in found if crl is not None), until


def chain_of(pem: bytes) -> Container:
    """The container without its key, from the chain as it was kept."""
    first, *above = x509.load_pem_x509_certificates(pem)
    return Container(first, tuple(above))


def _bare(data: bytes) -> Container | None:
    """A certificate or a chain without a key; None when the file is something else."""
    for load in (_pem, _der, pkcs7.load_der_pkcs7_certificates, pkcs7.load_pem_pkcs7_certificates):
        if certificates := _tried(load, data):
            return _ordered(certificates)
    return None


def _tried(load: Callable[[bytes], list[x509.Certificate]], data: bytes) -> list[x509.Certificate]:
    try:
        return load(data)
    except (ValueError, TypeError):
        return []


def _pem(data: bytes) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(data)


def _der(data: bytes) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(data)]


def _container(data: bytes, passphrase: str) -> Container:
    if not data.startswith(b"\x30"):
        raise rules.Unreadable
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode() or None)
    except ValueError as wrong:
        raise rules.WrongPassphrase from wrong
    if certificate is None:
        raise rules.Unreadable
    if key is not None and not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise rules.NotSupported
    return _ordered([certificate, *others], key)


def _ordered(certificates: list[x509.Certificate], key: Any = None) -> Container:
    """The one that issued none of the others, then whoever issued it, up to the root."""
    issuers = {c.issuer for c in certificates if c.subject != c.issuer}
    first = certificates[0] if key else next((c for c in certificates if c.subject not in issuers), certificates[0])
    chain: list[x509.Certificate] = []
    while (last := (first, *chain)[-1]).subject != last.issuer:
        above = next((c for c in certificates if c.subject == last.issuer), None)
        if above is None or above in chain:
            break
        chain.append(above)
    return Container(first, tuple(chain), key)


def _list(data: bytes) -> x509.CertificateRevocationList:
    for load in (x509.load_der_x509_crl, x509.load_pem_x509_crl):
        try:
            return load(data)
        except ValueError:
            continue
    raise rules.Unreadable


def _issued(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    return crl.issuer == issuer.subject and crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # of the kinds that issue lists


def _may_sign(certificate: x509.Certificate) -> bool:
    usage = _extension(certificate, x509.KeyUsage)
    return usage is None or usage.digital_signature or usage.content_commitment


def _where(certificate: x509.Certificate) -> str:
    """Where the certificate says that its issuer's list lies."""
    points = _extension(certificate, x509.CRLDistributionPoints) or ()
    names = [str(name.value) for point in points for name in point.full_name or ()]
    return names[0] if names else "颁发机构网站"


def _extension(certificate: x509.Certificate, kind: Any) -> Any:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _said(name: x509.Name) -> str:
    """D镇人民政府（崇明区）: the names that people read, without their codes."""
    values = [str(v.value) for oid in SHOWN for v in name.get_attributes_for_oid(oid)]
    return "，".join(dict.fromkeys(values))[:300] or name.rfc4514_string()[:300]
