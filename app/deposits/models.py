"""What lies in a yearly archive package: one paper after the other, each file with its place. Frozen, no database."""

from dataclasses import dataclass
from datetime import date

FORMAT = "linqiao-archive/1"
SUMS, INDEX, CATALOGUE = "SHA256SUMS", "归档文件目录.json", "归档文件目录.xlsx"
SIGNED = "电子签署件"
PDF, DOCX, CONTENT, AUDIT = "正本.pdf", "可编辑文本.docx", "规范化正文.json", "审计记录.json"


@dataclass(frozen=True)
class Filed:
    """One file of a paper: `name` below the paper's folder, and what it is in words."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Entry:
    """One line of 归档文件目录 (DA/T 22-2015, 6.4), without the pages, which only the file tells."""

    place: int
    """件号, from 1 within the year and the 保管期限."""
    code: str
    """档号; empty while the organ has no 全宗号."""
    responsible: str
    number: str
    title: str
    formed_on: date
    term: str
    note: str = ""

    @property
    def item(self) -> str:
        return f"{self.place:04d}"


@dataclass(frozen=True)
class Paper:
    """One document with everything that belongs to it."""

    entry: Entry
    content_hash: str
    pdf_hash: str
    docx_hash: str
    verification_code: str
    filed: tuple[Filed, ...]


@dataclass(frozen=True)
class Label:
    """Whose papers of which year; `key_mark` says with which installation's key the audit entries are chained."""

    organ: str
    town: str
    year: int
    fonds: str = ""
    key_mark: str = ""
