"""What a verified file is called, and how often an address may look. Pure functions."""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.documents.models import VerificationCode
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.renditions.models import RenditionFace, RenditionKind

LOOKS_PER_MINUTE = 30
ISSUED = {
    "pdf": N_("您的文件是印发的PDF，一个字节都没有改动。"),
    "docx": N_("您的文件是印发的Word版，一个字节都没有改动。"),
    "content": N_("您填写的是正文内容的摘要值，与印发内容一致。"),
}
FURTHER = {
    RenditionKind.SIGNED: N_("您的文件是电子签署件，已由%(names)s签署，一个字节都没有改动。"),
    RenditionKind.SEALED: N_("您的文件是带印章图片的打印件（%(names)s），一个字节都没有改动。"),
    RenditionKind.SCANNED: N_("您的文件是纸质签署件的扫描件，各方已确认与印发文本一致，一个字节都没有改动。"),
}


class TooManyLooks(Refusal):
    message = N_("查询过于频繁，请一分钟后再试")


def tidy_hash(typed: str) -> str:
    """A SHA-256 as somebody copied it: in any case, in groups."""
    return "".join(typed.split()).lower()


def matches(face: VerificationCode, typed: str) -> str:
    """Which issued file a SHA-256 belongs to: "pdf", "docx" or "content"; empty when it is none of them."""
    known = {face.pdf_hash: "pdf", face.docx_hash: "docx", face.content_hash: "content"}
    digest = tidy_hash(typed)
    return known.get(digest, "") if digest else ""


def rendition_of(faces: Iterable[RenditionFace], typed: str) -> RenditionFace | None:
    digest = tidy_hash(typed)
    return next((face for face in faces if digest and face.sha256 == digest), None)


def signatures_of(faces: Sequence[RenditionFace]) -> list[dict[str, str]]:
    """The signatures of the file that bears the most of them."""
    signed = [face for face in faces if face.kind is RenditionKind.SIGNED]
    return max(signed, key=lambda face: face.step).states if signed else []


class Looks:
    """How often each address looked codes up within the last minute; kept in memory of one process."""

    def __init__(self, most: int = LOOKS_PER_MINUTE, window: timedelta = timedelta(minutes=1)) -> None:
        self._most, self._window = most, window
        self._seen: dict[str, deque[datetime]] = {}

    def check(self, address: str, now: datetime) -> None:
        """Note one look; raise TooManyLooks beyond the limit."""
        if len(self._seen) > 10_000:
            self._forget(now)
        looks = self._seen.setdefault(address, deque())
        while looks and looks[0] <= now - self._window:
            looks.popleft()
        if len(looks) >= self._most:
            raise TooManyLooks
        looks.append(now)

    def _forget(self, now: datetime) -> None:
        self._seen = {a: looks for a, looks in self._seen.items() if looks and looks[-1] > now - self._window}
