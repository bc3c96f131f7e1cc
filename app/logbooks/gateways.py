"""The log book as PDF: its own page template and style sheet, laid out by the press."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.kit.text import sha256
from app.logbooks.models import Book
from app.press import gateways as press
from app.typeset import gateways as typesetting

PAPER = Path(__file__).parents[2] / "templates/documents/paper"


def to_pdf(book: Book, pictures: dict[str, bytes]) -> bytes:
    """Cover, facts, table of contents with page numbers, months, 挂职总结. Equal input gives equal bytes.

    Raises FontsMissing or NotRendered.
    """
    paper = paper_of(book, pictures)
    return press.to_pdf([paper], identifier=sha256(paper.html.encode()), archival=False)


def paper_of(book: Book, pictures: dict[str, bytes]) -> press.Paper:
    """What the press lays out."""
    return press.Paper(_environment().get_template("logbook.html").render(book=book), _style(), pictures)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(PAPER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["paragraphs"] = _paragraphs
    return environment


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@cache
def _style() -> Any:
    return typesetting.in_official_faces((PAPER / "logbook.css").read_text())
