"""The ZIP of a package: written byte for byte the same, read and checked without the database."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from app.deposits import rules
from app.deposits.models import AUDIT, CATALOGUE, CONTENT, INDEX, PDF, SIGNED, SUMS, Label, Paper
from app.deposits.rules import Fault
from app.kit.text import sha256
from app.kit.xlsx import settled, to_xlsx
from app.signing.gateways import examine

ZIP_DATE = (2026, 1, 1, 0, 0, 0)
LARGEST = 2 * 1024**3  # bytes of one file; what claims more is not unpacked


class Packer:
    """Papers in, one package out; only what is compressed is held in memory."""

    def __init__(self, label: Label) -> None:
        self._label, self._out = label, io.BytesIO()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)
        self._papers: list[dict[str, Any]] = []
        self._rows: list[tuple[object, ...]] = []
        self._sums: dict[str, str] = {}

    def add(self, paper: Paper) -> None:
        """Every file of a paper, and its line in the index."""
        pages = next((page_count(f.data) for f in paper.filed if f.name == PDF), 0)
        place = rules.folder(paper.entry)
        for filed in paper.filed:
            self._put(f"{place}/{filed.name}", filed.data)
        self._papers.append(rules.indexed(paper, pages))
        self._rows.append(rules.row(paper.entry, pages))

    def finish(self) -> bytes:
        """Index for machines and for people, the list of hashes, and the bytes of the whole."""
        self._put(INDEX, rules.index(self._label, self._papers))
        self._put(CATALOGUE, settled(to_xlsx("归档文件目录", rules.HEAD, self._rows)))
        self._put(SUMS, rules.sums(self._sums))
        self._zip.close()
        return self._out.getvalue()

    def _put(self, path: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(path, ZIP_DATE)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        self._zip.writestr(entry, data)
        self._sums[path] = sha256(data)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 when it cannot be read."""
    try:
        return int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"])
    except (PdfError, KeyError, ValueError):
        return 0


def enclosed(pdf: bytes) -> dict[str, bytes]:
    """The files inside a PDF, by name; empty when it cannot be read."""
    try:
        names = PdfFileReader(io.BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        pairs = ((names[place], names[place + 1]) for place in range(0, len(names), 2))
        return {str(name): spec["/EF"]["/F"].data for name, spec in pairs}
    except (PdfError, KeyError, ValueError, TypeError, IndexError):
        return {}


@dataclass(frozen=True)
class Checked:
    """What was found about a package. `zip_hash` is what the register of packages shows for it."""

    zip_hash: str
    label: str = ""
    papers: int = 0
    files: int = 0
    entries: int = 0
    signatures: int = 0
    is_chain_checked: bool = False
    faults: tuple[Fault, ...] = ()


def check(data: bytes, key: str) -> Checked:
    """Everything that can be said about a package without the database. `key`: this installation's, "" for none."""
    digest = sha256(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check(archive, digest, key)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return Checked(digest, faults=(Fault("", f"不是完整的归档包，无法打开（{error}）"),))


def _check(archive: zipfile.ZipFile, digest: str, key: str) -> Checked:
    faults = list(_shape(archive))
    if faults:
        return Checked(digest, faults=tuple(faults))
    read: dict[str, bytes] = {}
    hashes: dict[str, str] = {}
    for entry in archive.infolist():
        try:
            data = archive.read(entry)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            faults.append(Fault(entry.filename, f"无法解压（{error}）"))
            data = b""
        read[entry.filename], hashes[entry.filename] = data, sha256(data)
    faults += rules.against_sums(hashes | ({SUMS: read[SUMS].decode(errors="replace")} if SUMS in read else {}))
    try:
        index = rules.read_index(read[INDEX])
    except (KeyError, ValueError):
        faults.append(Fault(INDEX, "目录缺失或无法读取"))
        return Checked(digest, files=len(read), faults=tuple(faults))
    faults += rules.against_index(index, hashes)
    usable = key if rules.key_mark(key) == index["key_mark"] else ""
    entries = signatures = 0
    for paper in index["papers"]:
        counted = _paper(paper, read, usable, faults)
        entries, signatures = entries + counted[0], signatures + counted[1]
    label = f"{index['organ']}{index['year']}年"
    counts = (len(index["papers"]), len(read), entries, signatures)
    return Checked(digest, label, *counts, bool(usable), tuple(dict.fromkeys(faults)))


def _shape(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """Names that could be read in two ways, and sizes that nobody asked for."""
    names = archive.namelist()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(name, "包内有两个同名文件")
    for entry in archive.infolist():
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.split("/"):
            yield Fault(entry.filename, "文件路径不正常")
        if entry.file_size > LARGEST:
            yield Fault(entry.filename, "文件超出允许的大小")


def _paper(paper: dict[str, Any], read: dict[str, bytes], key: str, faults: list[Fault]) -> tuple[int, int]:
    """Adds what is wrong with one paper; returns how many audit entries and signatures it has."""
    place = paper["folder"]
    pdf = read.get(f"{place}/{PDF}", b"")
    faults += rules.against_content(paper, read.get(f"{place}/{CONTENT}", b""))
    if sha256(pdf) != paper["pdf_sha256"]:
        faults.append(Fault(f"{place}/{PDF}", "与印发时的文件校验值不一致"))
    else:
        faults += _inside(paper, pdf, f"{place}/{PDF}")
    entries = _entries(read.get(f"{place}/{AUDIT}", b"[]"), f"{place}/{AUDIT}", faults)
    faults += rules.against_chain(entries, key, f"{place}/{AUDIT}")
    faults += rules.against_record(paper, entries, f"{place}/{AUDIT}")
    signed = [f["path"] for f in paper["files"] if f["kind"] == SIGNED]
    found = [(path, one) for path in signed for one in examine(read.get(path, b""))]
    faults += [Fault(path, f"电子签名无效：{one.problem}") for path, one in found if one.problem]
    return len(entries), len(found)


def _inside(paper: dict[str, Any], pdf: bytes, path: str) -> Iterable[Fault]:
    """The content that travels inside the printed file is the one that was signed."""
    for name, data in enclosed(pdf).items():
        if name == "content.json":
            yield from (Fault(path, f"PDF内嵌正文：{f.said}") for f in rules.against_content(paper, data))
        if name == "document.docx" and sha256(data) != paper["docx_sha256"]:
            yield Fault(path, "PDF内嵌的Word文件与印发时的不一致")


def _entries(data: bytes, path: str, faults: list[Fault]) -> list[dict[str, Any]]:
    try:
        return list(json.loads(data))
    except (ValueError, TypeError):
        faults.append(Fault(path, "审计记录无法读取"))
        return []
