"""The files of a document, made by the press and the DOCX writer."""

from typing import TYPE_CHECKING

from app.documents.models import Document
from app.documents.rules import FileDamaged
from app.files import gateways as files
from app.kit.errors import NotFound
from app.kit.text import canonical, sha256
from app.press.gateways import Enclosed
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset
from app.word.gateways import to_docx

if TYPE_CHECKING:
    from app.documents.actions import Claimed


def make_files(claimed: "Claimed", verify_url: str) -> tuple[bytes, bytes]:
    """PDF/A-3b and DOCX of a claimed document; the PDF carries the DOCX and the canonical content inside."""
    imprint = claimed.imprint(verify_url)
    docx = to_docx(claimed.content, imprint)
    enclosed = (
        Enclosed("content.json", canonical(typeset.to_data(claimed.content)), "规范化正文数据", "Source"),
        Enclosed("document.docx", docx, "可编辑文本", "Alternative"),
    )
    return typesetting.to_pdf(claimed.content, imprint, enclosed=enclosed), docx


def kept(document: Document, digest: str) -> bytes:
    """A file as it was issued; a lost or damaged one is never handed out."""
    try:
        data = files.read(digest)
    except NotFound as lost:
        raise FileDamaged(number=document.number) from lost
    if sha256(data) != digest:
        raise FileDamaged(number=document.number)
    return data
