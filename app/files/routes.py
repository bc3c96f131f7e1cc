"""/files: papers come back as attachments under their safe name; only pictures are shown in a page."""

import io
from uuid import UUID

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow_signed_in
from app.files import gateways, queries
from app.files.models import StoredFile
from app.files.rules import IMAGES, MIME
from app.kit import web
from app.kit.errors import NotFound

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/shared/<uuid:file_id>")
@allow_signed_in
def shared(file_id: UUID) -> ResponseReturnValue:
    return _sent(queries.get_shared(web.session(), file_id))


@bp.get("/private/<uuid:file_id>")
@allow_signed_in
def private(file_id: UUID) -> ResponseReturnValue:
    return _sent(queries.get_private(web.session(), file_id))


@bp.get("/pictures/<uuid:file_id>")
@allow_signed_in
def picture(file_id: UUID) -> ResponseReturnValue:
    return _shown(queries.get_shared(web.session(), file_id))


@bp.get("/private-pictures/<uuid:file_id>")
@allow_signed_in
def private_picture(file_id: UUID) -> ResponseReturnValue:
    return _shown(queries.get_private(web.session(), file_id))


def _shown(file: StoredFile) -> Response:
    if file.kind not in IMAGES:
        raise NotFound
    return _sent(file, as_attachment=False)


def _sent(file: StoredFile, *, as_attachment: bool = True) -> Response:
    content = io.BytesIO(gateways.read(file.sha256))
    return send_file(content, MIME[file.kind], as_attachment=as_attachment, download_name=file.name)
