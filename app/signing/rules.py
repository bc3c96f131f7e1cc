"""What is said of signatures: what an uploaded file must satisfy, how validity reads. Pure functions."""

from collections.abc import Iterable, Sequence

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.pades.rules import Examined, State


class AlreadySigned(Refusal):
    message = N_("“%(organ)s”已经签署，不能重复签署")


class NotOurFile(Refusal):
    message = N_(
        "上传的文件不是在本件的待签文件上签署的。请重新下载待签文件，用签章软件直接签署后上传，不要另存、打印或转换"
    )


class AnotherText(Refusal):
    message = N_(
        "文件除签名外还改动了其他内容，或者签名图样过大、遮住了正文，不能采用。请重新下载待签文件，在签署栏内签署后上传"
    )


class NothingSigned(Refusal):
    message = N_("文件里没有新的电子签名，请确认签署已经保存")


class TooManySigned(Refusal):
    message = N_("文件里有%(count)s个新的签名，一次只能上传一方的签署")


class NotIntact(Refusal):
    message = N_("签名核验没有通过（%(problem)s），文件可能被改动，请重新签署")


class ForeignCertificate(Refusal):
    message = N_("签名所用的证书（%(subject)s）没有登记为“%(organ)s”的证书。请先在“签名证书”页登记")


STATE_NAMES = {
    State.VALID: N_("签名有效"),
    State.TRIAL: N_("签名完整"),
    State.UNLISTED: N_("签名完整"),
    State.BROKEN: N_("签名无效"),
}
STATE_NOTES = {
    State.VALID: "",
    State.TRIAL: N_("测试证书（样章），不具有法律效力"),
    State.UNLISTED: N_("颁发机构未列入本系统的信任名单，请向签署机关核实证书"),
    State.BROKEN: "",
}
STATE_TONES = {State.VALID: "good", State.TRIAL: "warn", State.UNLISTED: "info", State.BROKEN: "bad"}


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
