"""Posters on paper and as pictures. The one place where their QR codes are drawn."""

from dataclasses import replace

from app.posters.models import Line, Poster, ServiceList
from app.typeset import gateways as typesetting


def code_of(address: str) -> str:
    """An address as a QR code, for the `code` of a poster or of a line."""
    return typesetting.qr_picture(address)


def with_codes(paper: ServiceList, public_url: str) -> ServiceList:
    """The list with a code for each line that leads somewhere."""
    sections = tuple(replace(s, lines=tuple(_with_code(line, public_url) for line in s.lines)) for s in paper.sections)
    return replace(paper, sections=sections)


def _with_code(line: Line, public_url: str) -> Line:
    return replace(line, code=code_of(public_url.rstrip("/") + line.address)) if line.address else line


def to_pdf(paper: Poster | ServiceList) -> bytes:
    """A3 for a month, A4 for a list; raises FontsMissing on a machine without fonts."""
    return typesetting.to_pdf(paper, archival=False)


def to_pictures(poster: Poster) -> tuple[bytes, ...]:
    """The phone's edition as PNG pictures, one after the other where it is very long."""
    return typesetting.to_pictures(poster)
