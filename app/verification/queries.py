"""What anybody may learn from a printed code, or from the hash of a file that they hold."""

from sqlmodel import Session, col, or_, select

from app.documents.models import VerificationCode
from app.renditions import queries as renditions
from app.verification.rules import tidy_hash


def find_code_of(session: Session, typed: str) -> str:
    """The code of the document that a file belongs to, as issued or as a later rendition; empty when there is none."""
    digest = tidy_hash(typed)
    if len(digest) != 64:
        return ""
    issued = select(VerificationCode.code).where(
        or_(
            col(VerificationCode.pdf_hash) == digest,
            col(VerificationCode.docx_hash) == digest,
            col(VerificationCode.content_hash) == digest,
        )
    )
    if code := session.exec(issued.order_by(col(VerificationCode.code))).first():
        return code
    return next((face.code for face in renditions.find_faces(session, digest)), "")
