"""Which certificates may stand for an organ, and which revocation lists prove that they hold. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.certificates.models import SigningCertificate
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.renditions.rules import plain

SOON = timedelta(days=60)
TRIAL = ("测试", "样章")
LARGEST = 200_000  # bytes of a container: a chain of five certificates needs a tenth of it


class Unreadable(Refusal):
    message = N_("无法识别这个文件。请上传 .p12、.pfx 证书容器，或者 .cer、.pem 证书")


class WrongPassphrase(Refusal):
    message = N_("证书口令不正确，或者证书容器已损坏")


class NotSupported(Refusal):
    message = N_(
        "本系统的电子签署支持 RSA 和 ECDSA 证书，不支持国密 SM2 证书。请用机关的签章软件签署纸质件后走扫描件办理"
    )


class ForAnotherUse(Refusal):
    message = N_("这张证书不是签名证书（用途为%(use)s），请换一张")


class Expired(Refusal):
    message = N_("证书有效期为%(first)s至%(last)s，现在不能使用")


class AnotherName(Refusal):
    message = N_("证书主体“%(subject)s”与机关“%(organ)s”名称不一致。确属本机关的，请勾选“已核对”后再提交")


class ChainIncomplete(Refusal):
    message = N_("证书容器里缺少颁发机构“%(issuer)s”的证书。请导出包含完整证书链（到根证书）的文件")


class RevocationMissing(Refusal):
    message = N_("缺少“%(issuer)s”的吊销列表（CRL）。请从%(where)s下载后一并上传，签署件才能脱机核验")


class RevocationOld(Refusal):
    message = N_("吊销列表已于%(on)s过期，请下载新的吊销列表后更新")


class Revoked(Refusal):
    message = N_("这张证书已被颁发机构吊销，不能使用")


class AlreadyKept(Refusal):
    message = N_("这张证书已经导入过")


class Ended(Refusal):
    message = N_("这张证书已经停用，请选用另一张")


@dataclass(frozen=True)
class Described:
    """What a certificate says of itself."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    is_authority: bool
    may_sign: bool

    @property
    def is_trial(self) -> bool:
        """A certificate of tests and of the demo says so itself."""
        return any(word in text for word in TRIAL for text in (self.subject, self.issuer))


def check_usable(described: Described, organ: str, *, checked: bool, now: datetime) -> None:
    """Raise the Refusal that keeps this certificate from standing for the organ."""
    if described.is_authority or not described.may_sign:
        raise ForAnotherUse(use="CA" if described.is_authority else N_("加密或登录"))
    check_days(described.valid_from, described.valid_until, now)
    if not checked and not bears(described.names, organ):
        raise AnotherName(subject=described.subject, organ=organ)


def check_days(first: datetime, last: datetime, now: datetime) -> None:
    if not first <= now <= last:
        raise Expired(first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")


def bears(names: Iterable[str], organ: str) -> bool:
    """The organ's name stands in the certificate: in full, or behind the name of its county."""
    return any(plain(organ) in plain(name) for name in names)


def check_in_use(certificate: SigningCertificate, now: datetime) -> None:
    """Raises Ended, Expired or RevocationOld: then it signs nothing new."""
    if certificate.ended_at is not None:
        raise Ended
    check_days(certificate.valid_from, certificate.valid_until, now)
    if certificate.has_key and certificate.revocation_until and certificate.revocation_until < now:
        raise RevocationOld(on=f"{certificate.revocation_until:%Y-%m-%d}")


def state_of(certificate: SigningCertificate, now: datetime) -> tuple[str, str]:
    """In words, and the tone of the tag."""
    if certificate.ended_at is not None:
        return N_("已停用"), "neutral"
    if certificate.valid_until < now:
        return N_("已过期"), "bad"
    if certificate.has_key and certificate.revocation_until and certificate.revocation_until < now:
        return N_("吊销列表待更新"), "warn"
    return (N_("即将到期"), "warn") if certificate.valid_until < now + SOON else (N_("可用"), "good")


def lacking(issuers: Sequence[str], covered: Iterable[str]) -> str:
    """The first issuer of the chain without a revocation list; empty when none is missing."""
    known = set(covered)
    return next((issuer for issuer in issuers if issuer not in known), "")
