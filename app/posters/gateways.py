"""Posters on paper and as pictures. The one place where their QR codes are drawn."""

from app.posters.models import Poster, ServiceList
from app.typeset import gateways as typesetting


def code_of(address: str) -> str:
    """An address as a QR code, for the `code` of a poster or of a line."""
    return typesetting.qr_picture(address)


def to_pdf(paper: Poster | ServiceList) -> bytes:
    """A3 for a month, A4 for a list; raises FontsMissing on a machine without fonts."""
    return typesetting.to_pdf(paper, archival=False)


def to_pictures(poster: Poster) -> tuple[bytes, ...]:
    """The phone's edition as PNG pictures, one after the other where it is very long."""
    return typesetting.to_pictures(poster)
