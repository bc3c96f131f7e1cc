"""The files of a document, made by the press and the DOCX writer."""

from typing import TYPE_CHECKING

from app.kit.text import canonical
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
