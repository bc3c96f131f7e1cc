"""/people: the colleagues of my town, kept by its clerks."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Person, Role
from app.accounts.rules import ROLE_NAMES
from app.kit import clock, web, xlsx
from app.kit.errors import Refusal
from app.people import actions, queries
from app.people.forms import DeputyForm, LookForm, PersonForm, PostForm
from app.people.models import LookReason
from app.people.rules import MANAGERS
from app.towns import queries as towns

bp = Blueprint("people", __name__, url_prefix="/people")
manages = allow(*MANAGERS)


@bp.get("")
@manages
def index() -> ResponseReturnValue:
    search = request.args.get("q", "")
    number = request.args.get("page", 1, type=int)
    page = queries.people_of(web.session(), current_town_id(), clock.now(), search=search, page=number)
    return render_template("people/index.html", page=page, search=search)


@bp.route("/new", methods=["GET", "POST"])
@manages
def add() -> ResponseReturnValue:
    form = PersonForm(starts_on=clock.today())
    form.offer_units(list(towns.units_of(web.session(), current_town_id())))
    if form.validate_on_submit():
        try:
            person, secret = actions.add(
                web.session(), current_town_id(), form.to_draft(), own=current_person().roles, actor=current_actor()
            )
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _invited(person, secret)
    return render_template("people/add.html", form=form), 422 if form.errors else 200


@bp.get("/<uuid:person_id>")
@manages
def show(person_id: UUID) -> ResponseReturnValue:
    return _page(_person(person_id), _post_form(formdata=None))


@bp.post("/<uuid:person_id>/posts")
@manages
def appoint(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), _post_form()
    if form.validate_on_submit():
        try:
            actions.appoint(web.session(), person, form.to_post(), own=current_person().roles, actor=current_actor())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            flash(_("岗位已保存"))
            return redirect(url_for(".show", person_id=person.id))
    return _page(person, form), 422


@bp.post("/<uuid:person_id>/posts/<uuid:post_id>/end")
@manages
def end_post(person_id: UUID, post_id: UUID) -> ResponseReturnValue:
    return _do(person_id, partial(actions.end_post, post_id=post_id), _("该岗位已结束"))


@bp.post("/<uuid:person_id>/disable")
@manages
def disable(person_id: UUID) -> ResponseReturnValue:
    return _do(person_id, actions.disable, _("账号已停用"))


@bp.post("/<uuid:person_id>/enable")
@manages
def enable(person_id: UUID) -> ResponseReturnValue:
    return _do(person_id, actions.enable, _("账号已恢复"))


@bp.post("/<uuid:person_id>/invite")
@manages
def invite_again(person_id: UUID) -> ResponseReturnValue:
    person = _person(person_id)
    try:
        secret = actions.invite_again(web.session(), person, own=_own(), actor=current_actor())
    except Refusal as refusal:
        return _refused(person, refusal)
    return _invited(person, secret)


@bp.post("/<uuid:person_id>/contact")
@manages
def look_at_contact(person_id: UUID) -> ResponseReturnValue:
    """The whole phone number and address, against a reason that is written down."""
    person, form = _person(person_id), LookForm()
    if not form.validate_on_submit():
        return _page(person, _post_form(formdata=None)), 422
    actions.look_at_contact(web.session(), person, LookReason(form.reason.data), actor=current_actor())
    return _page(person, _post_form(formdata=None), unmasked=True)


@bp.get("/export.xlsx")
@manages
def export() -> ResponseReturnValue:
    """The town's people with posts and units; telephones stay in the product."""
    found = queries.all_people_of(web.session(), current_town_id(), clock.now(), search=request.args.get("q", ""))
    head = [_("姓名"), _("职务"), _("账号"), _("岗位"), _("单位"), _("状态")]
    rows = [
        (p.name, p.title, p.login, _roles(p), "、".join(p.units), _("已停用") if p.is_disabled else _("正常"))
        for p in found
    ]
    headers = {"Content-Disposition": 'attachment; filename="people.xlsx"'}
    return Response(xlsx.to_xlsx(_("人员"), head, rows), mimetype=xlsx.MIMETYPE, headers=headers)


@bp.route("/deputies", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def deputies() -> ResponseReturnValue:
    me, town_id = current_person(), current_town_id()
    form = DeputyForm(from_on=clock.today())
    form.offer_deputies([p for p in accounts.people_of(web.session(), town_id) if p.id != me.id])
    if form.validate_on_submit():
        try:
            actions.authorise(web.session(), town_id, me.id, form.to_draft(), actor=current_actor())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            flash(_("授权已登记，代签人已收到通知"))
            return redirect(url_for(".deputies"))
    live = queries.authorisations_of(web.session(), town_id, clock.today())
    return render_template("people/deputies.html", form=form, live=live), 422 if form.errors else 200


@bp.post("/deputies/<uuid:authorisation_id>/end")
@allow(Role.SECRETARY)
def end_authorisation(authorisation_id: UUID) -> ResponseReturnValue:
    actions.end_authorisation(web.session(), authorisation_id, actor=current_actor())
    flash(_("授权已结束"))
    return redirect(url_for(".deputies"))


def _own() -> frozenset[Role]:
    return current_person().roles


def _person(person_id: UUID) -> Person:
    return queries.get_person(web.session(), person_id, town_id=current_town_id())


def _post_form(**options: None) -> PostForm:
    form = PostForm(starts_on=clock.today(), **options)
    form.offer_units(list(towns.units_of(web.session(), current_town_id())))
    return form


def _do(person_id: UUID, deed: Callable[..., None], said: str) -> ResponseReturnValue:
    person = _person(person_id)
    try:
        deed(web.session(), person, own=_own(), actor=current_actor())
    except Refusal as refusal:
        return _refused(person, refusal)
    flash(said)
    return redirect(url_for(".show", person_id=person.id))


def _refused(person: Person, refusal: Refusal) -> ResponseReturnValue:
    form = _post_form(formdata=None)
    form.form_errors.append(web.explain(refusal))
    return _page(person, form), 422


def _roles(colleague: queries.Colleague) -> str:
    return "、".join(_(ROLE_NAMES[role]) for role in colleague.roles)


def _page(person: Person, form: PostForm, *, unmasked: bool = False) -> str:
    return render_template(
        "people/show.html",
        person=person,
        form=form,
        posts=queries.posts_of(web.session(), person.id),
        contact=queries.contact_of(web.session(), person.id, unmasked=unmasked),
        look=LookForm(formdata=None),
        now=clock.now(),
    )


def _invited(person: Person, secret: str) -> str:
    """The only time the link is shown; reloading asks for a new one."""
    link = f"{current_app.config['PUBLIC_URL'].rstrip('/')}{url_for('accounts.accept', secret=secret)}"
    return render_template("people/invited.html", person=person, link=link)
