"""/documents/…/signing: each town signs its place of the PDF, here or with another program."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_person
from app.consents.rules import HANDLERS, NotTheSigner, Reader
from app.documents import queries as documents
from app.documents.models import Document, DocumentState
from app.files.forms import to_upload
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import part_of, say_on, session
from app.pades.rules import Examined
from app.renditions import queries as renditions
from app.signing import actions, gateways, queries, rules
from app.signing.forms import SignedForm, SignForm
from app.signing.queries import SigningView
from app.towns import queries as towns

bp = Blueprint("signing", __name__, url_prefix="/documents/<uuid:document_id>/signing")


@bp.route("", methods=["GET", "POST"])
@allow(*HANDLERS)
def show(document_id: UUID) -> ResponseReturnValue:
    """Whose place is signed; the signer chooses a certificate and types its passphrase."""
    document = renditions.get_document(session(), document_id)
    form = _sign_form(document)
    done = _carried_out(
        document_id,
        form,
        lambda: actions.sign(session(), document_id, form.to_draft(), actor=current_actor(), now=clock.now()),
    )
    return done or _page(document_id, form, SignedForm(formdata=None))


@bp.post("/signed")
@allow(*HANDLERS)
def upload(document_id: UUID) -> ResponseReturnValue:
    """The file that the signer's own program has signed."""
    document, form = renditions.get_document(session(), document_id), SignedForm()

    def keep() -> None:
        sent = to_upload(form.paper.data)
        data = sent.data if sent else b""
        actions.keep_signed(session(), document_id, data, actor=current_actor(), now=clock.now())

    return _carried_out(document_id, form, keep) or _page(document_id, _sign_form(document, empty=True), form)


@bp.get("/to-sign.pdf")
@allow(*HANDLERS)
def to_sign(document_id: UUID) -> ResponseReturnValue:
    """The file for the signer's own program: an empty field for each place."""
    document = renditions.get_document(session(), document_id)
    response = Response(actions.to_sign(session(), document), mimetype="application/pdf")
    name = quote(_("待签") + f" {document.number}.pdf")
    response.headers["Content-Disposition"] = f"attachment; filename=to-sign.pdf; filename*=UTF-8''{name}"
    return response


@part_of("documents.show", place=1)
def places(document: Document) -> str:
    """On the document's page: who has signed, and whose turn it is."""
    if document.state is not DocumentState.ISSUED:
        return ""
    view = _view(document)
    may_open = current_person().has(*HANDLERS)
    if not may_open and not view.signed:
        return ""
    return render_template("signing/_part.html", document=document, view=view, may_open=may_open)


def _page(document_id: UUID, form: SignForm, signed_form: SignedForm) -> ResponseReturnValue:
    document = documents.get_document(session(), document_id)
    view = _view(document)
    failed = form if form.errors else signed_form
    if view.may_sign:
        gateways.get_ready()
    elif failed.errors:
        _refuse(view)
    page = render_template(
        "signing/show.html",
        document=document,
        view=view,
        form=form,
        signed_form=signed_form,
        failed=failed,
        is_demo=current_app.config["DEMO"],
        examined=_examined(document),
        rules=rules,
    )
    return page, 422 if failed.errors else 200


def _refuse(view: SigningView) -> None:
    """Somebody sent a form that their page does not offer: not the signer, or the town has signed meanwhile."""
    ours = next((p for p in view.places if p.is_ours), None)
    if view.open_to_us or ours is None:
        raise NotTheSigner
    raise rules.AlreadySigned(organ=ours.place.name)


def _carried_out(document_id: UUID, form: FlaskForm, deed: Callable[[], object]) -> ResponseReturnValue | None:
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
    flash(_("已签署，签署件已保存，各方已收到通知"))
    return redirect(url_for(".show", document_id=document_id))


def _sign_form(document: Document, *, empty: bool = False) -> SignForm:
    free = _view(document).open_to_us
    choices = [
        (p.place.index, p.place.name, kept) for p in free for kept in queries.offered(session(), p.place, clock.now())
    ]
    return (SignForm(formdata=None) if empty else SignForm()).offer(choices)


def _view(document: Document) -> SigningView:
    names = {town.id: town.name for town in towns.towns_of(session(), document.partnership_id)}
    return queries.view(session(), document, names, reader=Reader.of(current_person()), now=clock.now())


def _examined(document: Document) -> dict[str, Examined]:
    """What the signatures of the latest file are worth, examined now; by certificate."""
    base, step = queries.base_of(session(), document)
    return {e.fingerprint: e for e in actions.examined(document, base)} if step else {}
