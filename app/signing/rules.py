"""What is said of signatures: what an uploaded file must satisfy, how validity reads. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kit.errors import Refusal
from app.kit.i18n import N_


class AlreadySigned(Refusal):
    message = N_("“%(organ)s”已经签署，不能重复签署")


class NotOurFile(Refusal):
    message = N_(
        "上传的文件不是在本件的待签文件上签署的。请重新下载待签文件，用签章软件直接签署后上传，不要另存、打印或转换"
    )


class NothingSigned(Refusal):
    message = N_("文件里没有新的电子签名，请确认签署已经保存")


class TooManySigned(Refusal):
    message = N_("文件里有%(count)s个新的签名，一次只能上传一方的签署")


class NotIntact(Refusal):
    message = N_("签名核验没有通过（%(problem)s），文件可能被改动，请重新签署")


class ForeignCertificate(Refusal):
    message = N_("签名所用的证书（%(subject)s）没有登记为“%(organ)s”的证书。请先在“签名证书”页登记")


class CannotSign(Refusal):
    message = N_("签署没有成功，文件未改动。请稍后再试；仍不成功请联系系统管理员")


class State(StrEnum):
    VALID = "valid"  # 有效
    TRIAL = "trial"  # 有效, but by a certificate of tests
    UNLISTED = "unlisted"  # 签名完整, the authority is not on the installation's list
    BROKEN = "broken"  # 无效


STATE_NAMES = {
    State.VALID: N_("签名有效"),
    State.TRIAL: N_("签名完整，测试证书（样章），不具有法律效力"),
    State.UNLISTED: N_("签名完整，颁发机构未列入本系统信任名单"),
    State.BROKEN: N_("签名无效"),
}
STATE_TONES = {State.VALID: "good", State.TRIAL: "warn", State.UNLISTED: "info", State.BROKEN: "bad"}


@dataclass(frozen=True)
class Examined:
    """One signature as it is found in a file. `problem` is empty when bytes and certificate hold."""

    field: str
    subject: str
    issuer: str
    fingerprint: str
    signed_at: datetime | None
    is_trial: bool
    is_listed: bool
    problem: str = ""

    @property
    def state(self) -> State:
        if self.problem:
            return State.BROKEN
        if self.is_trial:
            return State.TRIAL
        return State.VALID if self.is_listed else State.UNLISTED


def field_of(place: int) -> str:
    """The name of a signature field in the file."""
    return f"place-{place}"


def check_free(signed: Iterable[int], place: int, organ: str) -> None:
    if place in set(signed):
        raise AlreadySigned(organ=organ)


def added(before: Sequence[Examined], after: Sequence[Examined]) -> Examined:
    """The one signature that the uploaded file has more; every one must hold.

    Raises NothingSigned, TooManySigned or NotIntact.
    """
    if broken := next((e for e in after if e.problem), None):
        raise NotIntact(problem=broken.problem)
    known = {e.field for e in before}
    new = [e for e in after if e.field not in known]
    if not new:
        raise NothingSigned
    if len(new) > 1:
        raise TooManySigned(count=len(new))
    return new[0]
