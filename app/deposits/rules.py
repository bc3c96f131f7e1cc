"""How a package is laid out, and what is wrong with one: pure functions over names and bytes."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.audit.models import AuditEntry
from app.audit.rules import mac_of
from app.deposits.models import CATALOGUE, FORMAT, INDEX, SUMS, Entry, Label, Paper
from app.kit.clock import chinese_date
from app.kit.text import canonical, sha256

HEAD = ("件号", "档号", "责任者", "文号", "题名", "日期", "密级", "页数", "保管期限", "备注")
KEY_MARKED = b"linqiao archive"
SUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Fault:
    """What does not hold, and where."""

    path: str
    said: str

    def __str__(self) -> str:
        return f"{self.path}：{self.said}" if self.path else self.said


def folder(entry: Entry) -> str:
    """永久/0001_D委协〔2026〕3号"""
    return f"{entry.term}/{entry.item}_{UNSAFE.sub('_', entry.number)[:60]}"


def key_mark(key: str) -> str:
    """Tells whether two installations have the same key, without telling the key."""
    return hmac.new(key.encode(), KEY_MARKED, hashlib.sha256).hexdigest()


def index(label: Label, papers: Sequence[Mapping[str, Any]]) -> bytes:
    """The machine-readable 归档文件目录: equal papers, each as `indexed`, give equal bytes."""
    data = {
        "format": FORMAT,
        "organ": label.organ,
        "town": label.town,
        "year": label.year,
        "fonds": label.fonds,
        "key_mark": label.key_mark,
        "papers": list(papers),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def indexed(paper: Paper, pages: int) -> dict[str, Any]:
    """One paper of the index, with the hash of each of its files."""
    entry, place = paper.entry, folder(paper.entry)
    return {
        "item": entry.item,
        "code": entry.code,
        "responsible": entry.responsible,
        "number": entry.number,
        "title": entry.title,
        "formed_on": entry.formed_on.isoformat(),
        "secrecy": "",
        "pages": pages,
        "term": entry.term,
        "note": entry.note,
        "content_sha256": paper.content_hash,
        "pdf_sha256": paper.pdf_hash,
        "docx_sha256": paper.docx_hash,
        "verification_code": paper.verification_code,
        "folder": place,
        "files": [
            {"path": f"{place}/{f.name}", "kind": f.kind, "size": len(f.data), "sha256": sha256(f.data)}
            for f in paper.filed
        ],
    }


def row(entry: Entry, pages: int) -> tuple[object, ...]:
    """The same for people, under HEAD; 密级 stays empty in a system without secrets."""
    day = chinese_date(entry.formed_on)
    title = (entry.item, entry.code, entry.responsible, entry.number, entry.title, day)
    return (*title, "", pages or None, entry.term, entry.note)


def sums(files: Mapping[str, str]) -> bytes:
    """The list that `sha256sum -c` reads, by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items())).encode()


def read_sums(data: bytes) -> dict[str, str]:
    """Path and hash of every line; a line that is none is passed over and its file found missing."""
    found = (SUM_LINE.fullmatch(line) for line in data.decode(errors="replace").splitlines())
    return {m[2]: m[1] for m in found if m}


def against_sums(files: Mapping[str, str]) -> Iterator[Fault]:
    """`files`: path and hash of what lies in the package; the list itself stands under SUMS as its own text."""
    listed = read_sums(files[SUMS].encode()) if SUMS in files else {}
    if not listed:
        yield Fault(SUMS, "校验清单缺失或无法读取")
        return
    for path in sorted(listed.keys() - files.keys()):
        yield Fault(path, "文件缺失")
    for path in sorted(files.keys() - listed.keys() - {SUMS}):
        yield Fault(path, "清单之外的文件")
    for path in sorted(listed.keys() & files.keys()):
        if listed[path] != files[path]:
            yield Fault(path, "内容已被改动（SHA-256与清单不一致）")


def read_index(data: bytes) -> dict[str, Any]:
    """Raises ValueError when it is not the index of such a package."""
    found = json.loads(data)
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("papers"), list):
        raise ValueError("not an index")
    return found


def against_index(found: Mapping[str, Any], files: Mapping[str, str]) -> Iterator[Fault]:
    """The index names every file with the hash that it has; nothing lies beside."""
    named = {f["path"]: f["sha256"] for paper in found["papers"] for f in paper["files"]}
    for path in sorted(files.keys() - named.keys() - {SUMS, INDEX, CATALOGUE}):
        yield Fault(path, "目录中没有登记的文件")
    for path, digest in sorted(named.items()):
        if files.get(path) != digest:
            yield Fault(path, "与目录登记的SHA-256不一致" if path in files else "目录登记的文件缺失")


def against_content(paper: Mapping[str, Any], content: bytes) -> Iterator[Fault]:
    """The canonical content is what the keys were turned on."""
    path = f"{paper['folder']}/规范化正文.json"
    try:
        is_equal = sha256(canonical(json.loads(content))) == paper["content_sha256"]
    except ValueError:
        is_equal = False
    if not is_equal:
        yield Fault(path, "正文与各方签发确认的内容校验值不一致")


def against_chain(entries: Sequence[Mapping[str, Any]], key: str, path: str) -> Iterator[Fault]:
    """Every audit entry holds with the one before it; neighbours in the chain name each other."""
    marks: dict[int, str] = {}
    for entry in entries:
        seq = int(entry["seq"])
        if key and mac_of(_entry(entry), str(entry["previous"]), key) != entry["mac"]:
            yield Fault(path, f"第{seq}条审计记录被改动")
        if seq - 1 in marks and marks[seq - 1] != entry["previous"]:
            yield Fault(path, f"第{seq}条审计记录与前一条不相接")
        marks[seq] = str(entry["mac"])


def against_record(paper: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], path: str) -> Iterator[Fault]:
    """Where the chain speaks of the file and the number, it says the same as the index."""
    for entry in entries:
        said = entry["detail"]
        if entry["deed"] == "documents.finish" and said.get("pdf") != paper["pdf_sha256"]:
            yield Fault(path, "审计记录中的PDF校验值与正本不一致")
        if entry["deed"] == "documents.issue" and said.get("number") != paper["number"]:
            yield Fault(path, "审计记录中的文号与目录不一致")


def as_entry(entry: AuditEntry, previous: str) -> dict[str, Any]:
    """An audit entry as it is put away: everything that its link in the chain is made of."""
    return {
        "town": str(entry.town_id),
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": str(entry.actor_id or ""),
        "deed": entry.deed,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": previous,
        "mac": entry.mac,
    }


def _entry(data: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        town_id=UUID(data["town"]),
        seq=int(data["seq"]),
        at=datetime.fromisoformat(data["at"]),
        actor_id=UUID(data["actor"]) if data["actor"] else None,
        deed=data["deed"],
        subject=data["subject"],
        detail=data["detail"],
        mac=data["mac"],
    )
