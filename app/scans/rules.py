"""How far a scan has come: waiting for a town's word, agreed by all, or refused. Pure functions."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from app.files.models import Kind
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.scans.models import ScanWord

KINDS = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})
MOST_PHOTOS = 40


class NothingSent(Refusal):
    message = N_("请选择扫描件：一个PDF文件，或者按页码顺序的多张照片（JPG、PNG）")


class Mixed(Refusal):
    message = N_("请上传一个PDF文件，或者只上传照片，不能混在一起")


class NoPlainPdf(Refusal):
    message = N_("PDF文件已加密、已损坏，或者带有脚本、附件等活动内容。请重新扫描，保存为普通PDF后上传")


class TooMany(Refusal):
    message = N_("一次最多上传%(most)s张照片，请改用扫描仪生成PDF")


class AnotherWaits(Refusal):
    message = N_("已有一份扫描件等待各方确认，办结后才能再上传")


class AgreedBefore(Refusal):
    message = N_("扫描件已经各方确认，不再重复上传")


class NotWaiting(Refusal):
    message = N_("这份扫描件已经办结，请刷新页面查看")


class SaidBefore(Refusal):
    message = N_("本镇已经对这份扫描件表示过意见")


class NotConcerned(Refusal):
    message = N_("本镇不是这份公文的签署方，无须确认")


class ReasonMissing(Refusal):
    message = N_("请写明扫描件与印发文本哪里不一致")


class ScanState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"


STATE_NAMES = {
    ScanState.WAITING: N_("待各方确认"),
    ScanState.AGREED: N_("各方已确认一致"),
    ScanState.REFUSED: N_("已退回"),
}
STATE_TONES = {ScanState.WAITING: "warn", ScanState.AGREED: "good", ScanState.REFUSED: "bad"}


def state_of(words: Iterable[ScanWord], concerned: Iterable[UUID]) -> ScanState:
    """One refusal is enough; all towns concerned must agree."""
    said = {word.town_id: word.agrees for word in words}
    if not all(said.values()):
        return ScanState.REFUSED
    return ScanState.AGREED if set(concerned) <= said.keys() else ScanState.WAITING


def check_may_upload(states: Sequence[ScanState]) -> None:
    if ScanState.WAITING in states:
        raise AnotherWaits
    if ScanState.AGREED in states:
        raise AgreedBefore


def check_may_say(words: Sequence[ScanWord], concerned: Sequence[UUID], town_id: UUID | None) -> None:
    if town_id not in concerned:
        raise NotConcerned
    if town_id in {word.town_id for word in words}:
        raise SaidBefore
    if state_of(words, concerned) is not ScanState.WAITING:
        raise NotWaiting
