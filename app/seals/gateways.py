"""The print of a document with the images that its organs have placed. Nothing is drawn here."""

from collections.abc import Mapping

from app.documents import queries as documents
from app.documents.models import Document
from app.files import gateways as files
from app.kit.text import canonical
from app.press.gateways import Enclosed
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset


def printed(document: Document, images: Mapping[int, str], verify_url: str) -> bytes:
    """PDF/A-3b of the same content and imprint; `images`: SHA-256 of the image by place."""
    content = documents.content_of(document)
    enclosed = Enclosed("content.json", canonical(typeset.to_data(content)), "规范化正文数据", "Source")
    seals = {place: files.read(digest) for place, digest in images.items()}
    return typesetting.to_pdf(content, documents.imprint_of(document, verify_url), enclosed=(enclosed,), seals=seals)
