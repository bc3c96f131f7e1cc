"""What may be uploaded: judged by content, never by name or by what the browser claims."""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from app.files.models import Kind
from app.kit.errors import Refusal
from app.kit.i18n import N_

PAPERS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.PNG, Kind.JPEG, Kind.WEBP})
IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
SHEETS = frozenset({Kind.XLSX, Kind.CSV})
ZIPPED = {"word/": Kind.DOCX, "xl/": Kind.XLSX, "ppt/": Kind.PPTX}
MIME = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.CSV: "text/csv",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
}
LARGEST = 20 * 2**20
UNPACKED, RATIO, ENTRIES = 150 * 2**20, 100, 3000
PIXELS = 40_000_000
ON_A_PAGE, IN_A_LIST = 1600, 480  # longest side of a photo in pixels
UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\\/:*?\"<>|]+")


class EmptyFile(Refusal):
    message = N_("文件是空的，请重新选择")


class TooLarge(Refusal):
    message = N_("文件超过%(most)sMB，请压缩或拆分后再上传")


class WrongType(Refusal):
    message = N_("不能上传这种文件，请改用：%(kinds)s")


class Suspicious(Refusal):
    message = N_("文件结构异常（含宏、加密或压缩比过高），请另存为普通文件后再上传")


class Unreadable(Refusal):
    message = N_("文件已损坏或不完整，请检查后重新上传")


class TooManyPixels(Refusal):
    message = N_("图片尺寸过大，请缩小到4000万像素以内")


def check(data: bytes, kinds: Iterable[Kind]) -> Kind:
    """What the bytes are, if that is one of `kinds` and nothing speaks against it; else a Refusal."""
    wanted = frozenset(kinds)
    if not data:
        raise EmptyFile
    if len(data) > LARGEST:
        raise TooLarge(most=LARGEST // 2**20)
    kind = kind_of(data)
    if kind not in wanted:
        raise WrongType(kinds="、".join(sorted(k.value for k in wanted)))
    if kind is Kind.PDF and b"%%EOF" not in data[-2048:]:
        raise Unreadable
    return kind


def kind_of(data: bytes) -> Kind | None:
    """The kind by its first bytes, and for office files by what the archive holds."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    return Kind.CSV if _is_table(data) else None


def _kind_of_archive(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive, len(data))
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable from error
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for folder, kind in ZIPPED.items() if any(n.startswith(folder) for n in names)), None)


def _check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse bombs, macros, encryption and XML that declares entities; sizes are checked before unpacking."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * max(packed, 2**16):
        raise Suspicious
    if any(entry.flag_bits & 1 or _is_unsafe_name(entry.filename) for entry in entries):
        raise Suspicious
    for entry in entries:
        content = archive.read(entry)
        if entry.filename.lower().endswith((".xml", ".rels")) and _declares_entities(content):
            raise Suspicious


def _is_unsafe_name(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or path.name.lower() in {"vbaproject.bin", "vbadata.xml"}


def _declares_entities(content: bytes) -> bool:
    head = content[:65536].replace(b"\x00", b"").upper()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _is_table(data: bytes) -> bool:
    """Plain text with at least one comma or tab in its first line; UTF-8, or GB18030 as Excel writes it here."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.lstrip().partition("\n")[0]
        return "\x00" not in text and not first.startswith("<") and ("," in first or "\t" in first)
    return False


def safe_name(name: str, kind: Kind) -> str:
    """The name as it may stand in a list and in a download, with the extension of what the file really is."""
    stem = PurePosixPath(name.replace("\\", "/")).name.rpartition(".")[0] or name
    stem = UNSAFE.sub("", stem.replace("\\", "/").rpartition("/")[2]).strip(". ")[:100]
    return f"{stem or '文件'}.{kind.value}"
