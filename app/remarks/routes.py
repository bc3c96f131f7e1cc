"""/agreements/<id>/comments, refuse, objections, files: what either side says about the text on the table."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_town_id
from app.agreements import queries as agreements
from app.agreements.models import Agreement
from app.agreements.rules import WRITERS, check_signing
from app.consents.rules import HANDLERS
from app.contracts.rules import number_of
from app.files.models import Upload
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import say_on, session
from app.remarks import actions, queries
from app.remarks.forms import AnswerForm, CommentForm, FileForm, RefuseForm

bp = Blueprint("remarks", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.post("/comments")
@allow(*actions.SPEAKERS)
def comment(agreement_id: UUID) -> ResponseReturnValue:
    agreement, form = _found(agreement_id), CommentForm()
    if form.validate():
        try:
            said = actions.comment(session(), agreement, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("意见已保存"))
            return _to(agreement, f"article-{said.article_id}" if said.article_id else "whole")
    return _again(agreement_id, form, _("提意见"), url_for(".comment", agreement_id=agreement_id))


@bp.post("/comments/<uuid:comment_id>/settle")
@allow(*actions.SPEAKERS)
def settle(agreement_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    agreement = _found(agreement_id, lock=True)
    actions.settle(session(), agreement, comment_id, actor=current_actor(), now=clock.now())
    flash(_("已标明处理"))
    return _to(agreement)


@bp.route("/refuse", methods=["GET", "POST"])
@allow(*HANDLERS)
def refuse(agreement_id: UUID) -> ResponseReturnValue:
    """不同意, article by article. Only who may sign may refuse; the consent says so."""
    agreement = _found(agreement_id)
    check_signing(agreement)
    text, version = agreements.text_of(session(), agreement), agreements.version_on_table(session(), agreement)
    form = RefuseForm()
    if not form.is_submitted():
        form = RefuseForm.filled(text, version.content_hash)
    elif form.validate() and form.check_reasons(text, _("改了表述的，请写明理由")):
        said = form.seen_hash.data, (form.general.data or "").strip(), form.drafts(text)
        try:
            actions.refuse(session(), agreement, *said, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已退回，对方会看到理由和建议的表述"))
            return _to(agreement)
    page = render_template(
        "remarks/refuse.html",
        agreement=_found(agreement_id),
        form=form,
        version=version,
        numbers={str(a.id): number_of(n) for n, a in enumerate(text.articles, 1)},
    )
    return page, 422 if form.errors else 200


@bp.post("/objections/<uuid:objection_id>/adopt")
@allow(*WRITERS)
def adopt(agreement_id: UUID, objection_id: UUID) -> ResponseReturnValue:
    """采纳 one article's counter-text."""
    return _adopt(agreement_id, [objection_id])


@bp.post("/objections/adopt")
@allow(*WRITERS)
def adopt_all(agreement_id: UUID) -> ResponseReturnValue:
    """采纳 every wording that the other side put forward and that is still open, as one version."""
    agreement = _found(agreement_id)
    raised = queries.objections_of(session(), agreement, current_town_id())
    open_ones = [r.objection.id for r in raised if r.is_open and not r.is_ours and r.objection.counter_text]
    return _adopt(agreement_id, open_ones)


@bp.post("/objections/<uuid:objection_id>/answer")
@allow(*WRITERS)
def answer(agreement_id: UUID, objection_id: UUID) -> ResponseReturnValue:
    agreement, form = _found(agreement_id), AnswerForm()
    if form.validate():
        try:
            words = form.answer.data
            actions.answer(session(), agreement, objection_id, words, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已答复，对方会看到"))
            return _to(agreement)
    address = url_for(".answer", agreement_id=agreement_id, objection_id=objection_id)
    return _again(agreement_id, form, _("答复意见"), address)


@bp.route("/files", methods=["GET", "POST"])
@allow(*actions.SPEAKERS)
def files(agreement_id: UUID) -> ResponseReturnValue:
    """Files that were worked on outside."""
    agreement, form = _found(agreement_id), FileForm()
    if form.validate_on_submit():
        sent = form.file.data
        upload, note = Upload(sent.filename or "", sent.read()), form.note.data or ""
        try:
            actions.enclose(session(), agreement, upload, note, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已上传。文件只作附件留存，文本的修改请在编辑页面填写"))
            return redirect(url_for(".files", agreement_id=agreement_id))
    agreement = _found(agreement_id)
    page = render_template(
        "remarks/files.html", agreement=agreement, form=form, files=queries.files_of(session(), agreement)
    )
    return page, 422 if form.errors else 200


def _adopt(agreement_id: UUID, ids: list[UUID]) -> ResponseReturnValue:
    agreement = _found(agreement_id, lock=True)
    actions.adopt(session(), agreement, ids, actor=current_actor(), now=clock.now())
    flash(_("已采纳，协议文本已更新，请各方按新文本办理"))
    return _to(agreement)


def _found(agreement_id: UUID, *, lock: bool = False) -> Agreement:
    return agreements.get_agreement(session(), agreement_id, reader_town_id=current_town_id(), lock=lock)


def _again(agreement_id: UUID, form: FlaskForm, title: str, action: str) -> ResponseReturnValue:
    """A small form that was not accepted, on a page of its own, with what was typed."""
    page = render_template("remarks/again.html", agreement=_found(agreement_id), form=form, title=title, action=action)
    return page, 422


def _to(agreement: Agreement, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("negotiations.show", agreement_id=agreement.id, _anchor=anchor or None))
