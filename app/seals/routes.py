"""/seals: who may place which seal's image until when. /documents/…/seals: the images on one document."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.consents.rules import HANDLERS, Reader
from app.documents import queries as documents
from app.documents.models import Document, DocumentState
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, part_of, say_on, session
from app.renditions import queries as renditions
from app.renditions.models import RenditionKind
from app.seals import actions, queries, rules
from app.seals.forms import GrantForm

bp = Blueprint("seals", __name__)


@bp.route("/seals", methods=["GET", "POST"])
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    """印章使用授权 of the own town's organs."""
    form = _grant_form()
    if form.validate_on_submit():
        try:
            actions.authorise(session(), form.to_draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("授权已登记"))
            return redirect(url_for(".index"))
    return _index_page(form), 422 if form.errors else 200


@bp.post("/seals/<uuid:grant_id>/withdraw")
@allow(Role.SECRETARY)
def withdraw(grant_id: UUID) -> ResponseReturnValue:
    try:
        actions.withdraw(session(), grant_id, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        form = GrantForm(formdata=None)
        say_on(form, refusal)
        return _index_page(_grant_form(form)), 422
    flash(_("授权已收回"))
    return redirect(url_for(".index"))


@bp.get("/documents/<uuid:document_id>/seals")
@allow(*HANDLERS)
def show(document_id: UUID) -> ResponseReturnValue:
    renditions.get_document(session(), document_id)
    return _page(document_id)


@bp.post("/documents/<uuid:document_id>/seals/<int:number>")
@allow(Role.SECRETARY)
def place(document_id: UUID, number: int) -> ResponseReturnValue:
    """Put the own organ's image on its printed name."""
    renditions.get_document(session(), document_id)
    try:
        actions.place(session(), document_id, number, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _page(document_id, problem=explain(refusal)), 422
    flash(_("已加盖，打印件正在生成，完成后会通知各方"))
    return redirect(url_for(".show", document_id=document_id))


@part_of("documents.show", place=3)
def seals(document: Document) -> str:
    """On the document's page: whose image stands on the print."""
    if document.state is not DocumentState.ISSUED:
        return ""
    view = queries.view(session(), document, reader=Reader.of(current_person()), now=clock.now())
    may_open = current_person().has(*HANDLERS)
    if not may_open and not view.placed:
        return ""
    return render_template("seals/_part.html", document=document, view=view, may_open=may_open)


def _page(document_id: UUID, problem: str = "") -> str:
    document = documents.get_document(session(), document_id)
    return render_template(
        "seals/show.html",
        document=document,
        view=queries.view(session(), document, reader=Reader.of(current_person()), now=clock.now()),
        latest=renditions.latest(session(), document_id, RenditionKind.SEALED),
        problem=problem,
    )


def _index_page(form: GrantForm) -> str:
    organs = queries.organs_of(session(), current_town_id())
    today = clock.today()
    states = {grant.id: rules.state_of(grant, today, o.image) for o in organs for grant in o.grants}
    return render_template("seals/index.html", organs=organs, states=states, form=form, may_grant=_may_grant())


def _may_grant() -> bool:
    return queries.is_secretary(session(), current_person().id, current_town_id(), clock.now())


def _grant_form(form: GrantForm | None = None) -> GrantForm:
    with_image = [o.organ for o in queries.organs_of(session(), current_town_id()) if o.image]
    made = (form or GrantForm()).offer(with_image, clock.today())
    if made.until_on.data is None and not made.is_submitted():
        made.until_on.data = date(clock.today().year, 12, 31)
    return made
