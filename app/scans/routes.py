"""/documents/…/scans: the scan of the wet-signed copy, and each town's word on it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_person
from app.consents.rules import HANDLERS, Reader
from app.documents import queries as documents
from app.documents.models import Document, DocumentState
from app.files.forms import to_uploads
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import part_of, say_on, session
from app.renditions import queries as renditions
from app.scans import actions, queries, rules
from app.scans.forms import ConfirmForm, RefuseForm, ScanForm
from app.scans.queries import ScanView
from app.towns import queries as towns

bp = Blueprint("scans", __name__, url_prefix="/documents/<uuid:document_id>/scans")


@bp.route("", methods=["GET", "POST"])
@allow(*HANDLERS)
def show(document_id: UUID) -> ResponseReturnValue:
    renditions.get_document(session(), document_id)
    form = ScanForm()

    def upload() -> None:
        actions.upload(session(), document_id, to_uploads(form.scans.data), actor=current_actor(), now=clock.now())

    return _carried_out(document_id, form, upload, _("扫描件已上传，请各方核对确认")) or _page(
        document_id, scan_form=form
    )


@bp.post("/<uuid:rendition_id>/confirm")
@allow(*HANDLERS)
def confirm(document_id: UUID, rendition_id: UUID) -> ResponseReturnValue:
    _scan(document_id, rendition_id)
    form = ConfirmForm()

    def say() -> None:
        actions.confirm(session(), document_id, rendition_id, actor=current_actor(), now=clock.now())

    return _carried_out(document_id, form, say, _("已确认扫描件与印发文本一致")) or _page(
        document_id, confirm_form=form
    )


@bp.post("/<uuid:rendition_id>/refuse")
@allow(*HANDLERS)
def refuse(document_id: UUID, rendition_id: UUID) -> ResponseReturnValue:
    _scan(document_id, rendition_id)
    form = RefuseForm()

    def say() -> None:
        reason = form.reason.data or ""
        actions.refuse(session(), document_id, rendition_id, reason, actor=current_actor(), now=clock.now())

    return _carried_out(document_id, form, say, _("扫描件已退回，各方会看到理由")) or _page(
        document_id, refuse_form=form
    )


@part_of("documents.show", place=2)
def scans(document: Document) -> str:
    """On the document's page: how far the paper copy has come."""
    if document.state is not DocumentState.ISSUED:
        return ""
    views, may_open = _views(document), current_person().has(*HANDLERS)
    if not may_open and not views:
        return ""
    return render_template("scans/_part.html", document=document, views=views, may_open=may_open, rules=rules)


def _page(
    document_id: UUID,
    scan_form: ScanForm | None = None,
    confirm_form: ConfirmForm | None = None,
    refuse_form: RefuseForm | None = None,
) -> ResponseReturnValue:
    document = documents.get_document(session(), document_id)
    views = _views(document)
    open_states = {rules.ScanState.WAITING, rules.ScanState.AGREED}
    failed = next((f for f in (scan_form, confirm_form, refuse_form) if f and f.errors), None)
    page = render_template(
        "scans/show.html",
        document=document,
        views=views,
        may_upload=not any(view.state in open_states for view in views),
        scan_form=scan_form or ScanForm(formdata=None),
        confirm_form=confirm_form or ConfirmForm(formdata=None),
        refuse_form=refuse_form or RefuseForm(formdata=None),
        failed=failed,
        rules=rules,
    )
    return page, 422 if failed else 200


def _carried_out(
    document_id: UUID, form: FlaskForm, deed: Callable[[], object], said: str
) -> ResponseReturnValue | None:
    """Back to the page when the form was right and the deed was done; None: show the form with what was wrong."""
    if not form.validate_on_submit():
        return None
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        say_on(form, refusal)
        return None
    flash(said)
    return redirect(url_for(".show", document_id=document_id))


def _scan(document_id: UUID, rendition_id: UUID) -> None:
    documents.get_document(session(), document_id)
    renditions.get_rendition(session(), document_id, rendition_id)


def _views(document: Document) -> tuple[ScanView, ...]:
    names = {town.id: town.name for town in towns.towns_of(session(), document.partnership_id)}
    return queries.views(session(), document, names, reader=Reader.of(current_person()), now=clock.now())
