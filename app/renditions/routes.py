"""/documents/…/renditions: every further file of a document, to be downloaded as it was kept."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow
from app.documents import queries as documents
from app.documents.models import Document, DocumentState
from app.kit.web import part_of, session
from app.renditions import gateways, queries, rules
from app.renditions.models import Rendition

bp = Blueprint("renditions", __name__, url_prefix="/documents/<uuid:document_id>/renditions")


@bp.get("/<uuid:rendition_id>.pdf")
@allow(*rules.READERS)
def download(document_id: UUID, rendition_id: UUID) -> ResponseReturnValue:
    document = documents.get_document(session(), document_id)
    rendition = queries.get_rendition(session(), document_id, rendition_id)
    response = Response(gateways.read(document, rendition), mimetype="application/pdf")
    name = quote(_name(document, rendition))
    response.headers["Content-Disposition"] = f"attachment; filename=document.pdf; filename*=UTF-8''{name}"
    return response


@part_of("documents.show", place=4)
def files(document: Document) -> str:
    """Every rendition with its hash, for the document's page."""
    made = queries.of_document(session(), document.id)
    if document.state is not DocumentState.ISSUED or not made:
        return ""
    return render_template("renditions/_files.html", document=document, renditions=made, rules=rules)


def _name(document: Document, rendition: Rendition) -> str:
    """D委协〔2026〕3号 …（电子签署件2）.pdf, without what a file name must not hold."""
    text = f"{document.number} {document.title}（{_(rules.KIND_NAMES[rendition.kind])}{rendition.step}）.pdf"
    return "".join(c for c in text if c.isprintable() and c not in '/\\:*?"<>|')
