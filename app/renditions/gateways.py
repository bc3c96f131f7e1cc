"""The file of a rendition, read back only when it is whole."""

from app.documents import gateways as documents
from app.documents.models import Document
from app.renditions.models import Rendition


def read(document: Document, rendition: Rendition) -> bytes:
    """Raises FileDamaged when the file is lost or is no longer what was kept."""
    return documents.kept(document, rendition.sha256)
