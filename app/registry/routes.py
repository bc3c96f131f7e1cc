"""/towns: my town's page, kept by its clerks, read by its partners; and the operator's list of towns."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import queries as accounts
from app.accounts.guards import (
    allow,
    allow_operator,
    allow_signed_in,
    current_actor,
    current_person,
    current_town_id,
)
from app.accounts.models import Person, Role
from app.files.forms import to_upload
from app.kit import clock, web
from app.kit.errors import Refusal
from app.people.rules import MANAGERS
from app.registry import actions, queries, rules
from app.registry.forms import OrganForm, TownForm, UnitForm
from app.towns import queries as towns

bp = Blueprint("towns", __name__, url_prefix="/towns")
keeps = allow(*MANAGERS)


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    if current_person().town_id is None:
        return redirect(url_for(".manage"))
    return show(current_town_id())


@bp.get("/<uuid:town_id>")
@allow_signed_in
def show(town_id: UUID) -> ResponseReturnValue:
    page = queries.town_page(web.session(), town_id, reader_town_id=current_town_id())
    partners = queries.partners_of(web.session(), current_town_id())
    may_edit = page.is_own and current_person().has(*MANAGERS)
    return render_template("towns/show.html", page=page, partners=partners, may_edit=may_edit)


@bp.route("/units/new", methods=["GET", "POST"])
@keeps
def add_unit() -> ResponseReturnValue:
    form = _unit_form(UnitForm())
    saved = _saved(form, lambda: actions.add_unit(web.session(), current_town_id(), form.to_draft(), actor=_me()))
    return saved or _form_page("towns/unit.html", form, _("添加单位"))


@bp.route("/units/<uuid:unit_id>", methods=["GET", "POST"])
@keeps
def change_unit(unit_id: UUID) -> ResponseReturnValue:
    unit = queries.get_unit(web.session(), unit_id, town_id=current_town_id())
    form = _unit_form(UnitForm(obj=unit))
    saved = _saved(form, lambda: actions.change_unit(web.session(), unit, form.to_draft(), actor=_me()))
    return saved or _form_page("towns/unit.html", form, unit.name)


@bp.route("/organs/new", methods=["GET", "POST"])
@keeps
def add_organ() -> ResponseReturnValue:
    form = OrganForm()
    saved = _saved(
        form,
        lambda: actions.add_organ(
            web.session(), current_town_id(), form.to_draft(), to_upload(form.seal.data), actor=_me()
        ),
    )
    return saved or _form_page("towns/organ.html", form, _("添加发文机关"))


@bp.route("/organs/<uuid:organ_id>", methods=["GET", "POST"])
@keeps
def change_organ(organ_id: UUID) -> ResponseReturnValue:
    organ = queries.get_organ(web.session(), organ_id, town_id=current_town_id())
    form = OrganForm(obj=organ)
    saved = _saved(
        form,
        lambda: actions.change_organ(web.session(), organ, form.to_draft(), to_upload(form.seal.data), actor=_me()),
    )
    return saved or _form_page("towns/organ.html", form, organ.full_name, organ=organ)


@bp.post("/organs/<uuid:organ_id>/seal/remove")
@keeps
def remove_seal(organ_id: UUID) -> ResponseReturnValue:
    organ = queries.get_organ(web.session(), organ_id, town_id=current_town_id())
    actions.remove_seal(web.session(), organ, actor=_me())
    flash(_("印章图片已撤下"))
    return redirect(url_for(".change_organ", organ_id=organ.id))


@bp.post("/two-steps")
@allow(Role.SECRETARY)
def set_two_steps() -> ResponseReturnValue:
    town = towns.get_town(web.session(), current_town_id())
    actions.set_two_steps(web.session(), town, request.form.get("allowed") == "1", actor=_me())
    flash(_("已保存"))
    return redirect(url_for(".index"))


@bp.route("/manage", methods=["GET", "POST"])
@allow_operator
def manage() -> ResponseReturnValue:
    form = TownForm()
    if form.validate_on_submit():
        try:
            person, secret = actions.open_town(web.session(), form.to_draft(), actor=_me())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _invited(person, secret)
    return _manage_page(form), 422 if form.errors else 200


@bp.post("/<uuid:town_id>/secretaries/<uuid:person_id>/invite")
@allow_operator
def invite_secretary(town_id: UUID, person_id: UUID) -> ResponseReturnValue:
    town = towns.get_town(web.session(), town_id)
    person = accounts.get_person(web.session(), person_id)
    try:
        secret = actions.invite_secretary(web.session(), town, person, actor=_me())
    except rules.AnotherSecretary as refusal:
        form = TownForm(formdata=None)
        form.form_errors.append(web.explain(refusal))
        return _manage_page(form), 422
    return _invited(person, secret)


_me = current_actor


def _unit_form(form: UnitForm) -> UnitForm:
    form.offer_parents(list(towns.units_of(web.session(), current_town_id())))
    return form


def _saved(form: FlaskForm, deed: Callable[[], object]) -> ResponseReturnValue | None:
    """The way back to the town's page when the form was right and the deed was done; None: show the form."""
    if not form.validate_on_submit():
        return None
    try:
        deed()
    except Refusal as refusal:
        form.form_errors.append(web.explain(refusal))
        return None
    flash(_("已保存"))
    return redirect(url_for(".index"))


def _form_page(template: str, form: FlaskForm, title: str, **more: object) -> ResponseReturnValue:
    return render_template(template, form=form, title=title, **more), 422 if form.errors else 200


def _manage_page(form: TownForm) -> str:
    return render_template("towns/manage.html", form=form, managed=queries.managed_towns(web.session(), clock.now()))


def _invited(person: Person, secret: str) -> str:
    link = f"{current_app.config['PUBLIC_URL'].rstrip('/')}{url_for('accounts.accept', secret=secret)}"
    return render_template("people/invited.html", person=person, link=link)
