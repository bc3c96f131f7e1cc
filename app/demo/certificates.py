"""A certificate authority for the demo and the tests only. Everything it issues says 测试 and 样章."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "demo-only"  # noqa: S105 - of test certificates that bind nobody
NAME = "邻桥演示测试证书（样章）"
YEARS = timedelta(days=3 * 365)
LIST_AT = "http://127.0.0.1/demo.crl"


@dataclass(frozen=True)
class Authority:
    """The root, its key, and the list of what it has revoked."""

    root: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    began: datetime

    @classmethod
    def make(cls, began: datetime) -> "Authority":
        """A new one whose certificates hold from `began` for three years."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(NAME, NAME)
        root = _signed(_builder(name, name, key, began, x509.KeyUsage(*_usage(issues=True))), key, key, is_root=True)
        return cls(root, key, began)

    def container(self, organ: str, *, passphrase: str = PASSPHRASE, days: timedelta = YEARS) -> bytes:
        """PKCS#12 of an organ: certificate, key and root."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(organ, key, days)
        lock = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(organ.encode(), key, certificate, [self.root], lock)

    def revocation(self, *revoked: x509.Certificate, days: timedelta = YEARS) -> bytes:
        """The list of revoked certificates, DER."""
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.root.subject, last_update=self.began, next_update=self.began + days
        )
        for certificate in revoked:
            gone = x509.RevokedCertificateBuilder(certificate.serial_number, self.began).build()
            builder = builder.add_revoked_certificate(gone)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(x509.CRLNumber(1), critical=False).add_extension(issuer, critical=False)
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def _certificate(self, organ: str, key: ec.EllipticCurvePrivateKey, days: timedelta) -> x509.Certificate:
        usage = x509.KeyUsage(*_usage(issues=False))
        builder = _builder(_name(f"{organ}（测试样章）", organ), self.root.subject, key, self.began, usage, days)
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(LIST_AT)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
        return _signed(builder, key, self.key, is_root=False)


def _name(common: str, organisation: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _usage(*, issues: bool) -> tuple[bool, ...]:
    """digitalSignature and nonRepudiation for an organ; keyCertSign and cRLSign for the root."""
    return (not issues, not issues, False, False, False, issues, issues, False, False)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    began: datetime,
    usage: x509.KeyUsage,
    days: timedelta = YEARS,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(began - timedelta(minutes=1)).not_valid_after(began + days)
    return builder.add_extension(usage, critical=True)


def _signed(
    builder: x509.CertificateBuilder,
    key: ec.EllipticCurvePrivateKey,
    issuer: ec.EllipticCurvePrivateKey,
    *,
    is_root: bool,
) -> x509.Certificate:
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())
    builder = builder.add_extension(x509.BasicConstraints(is_root, None), critical=True)
    builder = builder.add_extension(own, critical=False).add_extension(above, critical=False)
    return builder.sign(issuer, SHA256())
