"""/services: the catalogue as the workers of both towns see it, and what a unit says of its services."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.accounts.models import Role
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.paging import Page, page_of
from app.kit.web import explain, say_on, session
from app.services import actions, queries
from app.services.forms import CatalogueForm, ServiceForm
from app.services.models import Service
from app.services.queries import Line
from app.venues import queries as venues

bp = Blueprint("services", __name__, url_prefix="/services")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
WRITERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """Both towns' services: one's own in every state, the partners' that were published."""
    form, town_id = _search_form(), work_town_id()
    wanted = queries.catalogue(session(), town_id, form.search())
    page = page_of(session(), wanted, request.args.get("page", 1, type=int), size=40)
    lines = queries.lines_of(session(), page.rows)
    return render_template(
        "services/index.html",
        form=form,
        page=Page(lines, page.number, page.pages, page.total),
        may_write=bool(queries.units_run(session(), town_id, work_actor(), clock.now())),
        is_narrowed=bool(request.query_string),
    )


@bp.get("/export.xlsx")
@allow(*PEOPLE)
def export() -> ResponseReturnValue:
    """The same list as a file."""
    wanted = queries.catalogue(session(), work_town_id(), _search_form().search())
    lines = queries.lines_of(session(), session().exec(wanted).all())
    head = [_("镇"), _("提供单位"), _("服务名称"), _("类别"), _("服务对象"), _("服务时间"), _("地点"), _("请带好")]
    head += [_("当班人员"), _("咨询电话"), _("状态")]
    name = f"服务项目{clock.today():%Y%m%d}.xlsx"
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(xlsx.to_xlsx(_("服务项目"), head, map(_row, lines)), mimetype=xlsx.MIMETYPE, headers=said)


def _row(line: Line) -> list[str]:
    first = [line.town_name, line.unit_name, line.name, _(line.kind_words), line.eligibility, line.hours, line.place]
    return [*first, line.bring, line.staff, line.phone, _(line.state_words)]


def _search_form() -> CatalogueForm:
    form = CatalogueForm(request.args)
    form.offer(queries.towns_around(session(), work_town_id()))
    return form


@bp.route("/new", methods=["GET", "POST"])
@allow(*WRITERS)
def write() -> ResponseReturnValue:
    form = _form(ServiceForm(), None)
    if request.method == "POST" and form.validate():
        try:
            made = actions.write(session(), form.draft(), form.terms(), actor=work_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已存为草稿；核对无误后请点“发布”"))
            return redirect(url_for("sessions.show_service", service_id=made.id))
    return _form_page(form, None)


@bp.route("/<uuid:service_id>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def edit(service_id: UUID) -> ResponseReturnValue:
    service = queries.get_run(session(), service_id, actor=work_actor(), now=clock.now())
    form = _form(ServiceForm(obj=service) if request.method == "GET" else ServiceForm(), service)
    if request.method == "GET":
        _show(form, service)
    elif form.validate() and _changed(form, service):
        flash(_("已保存"))
        return redirect(url_for("sessions.show_service", service_id=service_id))
    return _form_page(form, service)


def _show(form: ServiceForm, service: Service) -> None:
    """What stands there, as the form's choices say it."""
    form.unit_id.data, form.kind.data = str(service.unit_id), service.kind.value
    form.venue_id.data = str(service.venue_id or "")
    form.min_age.data, form.by_sign_up.data = str(service.min_age), "yes" if service.by_sign_up else "no"
    form.revision.data = str(service.revision)


def _changed(form: ServiceForm, service: Service) -> bool:
    seen = form.revision.data or ""
    try:
        actions.change(
            session(),
            service.id,
            form.draft(),
            form.terms(),
            revision=int(seen) if seen.isdecimal() else 0,
            actor=work_actor(),
            now=clock.now(),
        )
    except Refusal as refusal:
        say_on(form, refusal)
        return False
    return True


@bp.post("/<uuid:service_id>/publish")
@allow(*WRITERS)
def publish(service_id: UUID) -> ResponseReturnValue:
    """For the first time, or again after a rest."""
    return _become(service_id, "publish", _("已发布，各镇工作人员和居民都能看到"))


@bp.post("/<uuid:service_id>/suspend")
@allow(*WRITERS)
def suspend(service_id: UUID) -> ResponseReturnValue:
    return _become(service_id, "suspend", _("已暂停，居民能看到原因，暂不接受报名"))


def _become(service_id: UUID, deed: str, done: str) -> ResponseReturnValue:
    actor, now = work_actor(), clock.now()
    try:
        if deed == "publish":
            actions.publish(session(), service_id, actor=actor, now=now)
        else:
            actions.suspend(session(), service_id, request.form.get("reason", ""), actor=actor, now=now)
    except actions.REFUSED as refusal:
        session().rollback()
        service = queries.get_service(session(), service_id, reader_town_id=work_town_id())
        return render_template("services/refused.html", service=service, message=explain(refusal)), 422
    flash(done)
    return redirect(url_for("sessions.show_service", service_id=service_id))


def _form(form: ServiceForm, service: Service | None) -> ServiceForm:
    """With the units that the person runs, the venues that the town may book, and its home towns."""
    town_id = work_town_id()
    units = queries.units_run(session(), town_id, work_actor(), clock.now())
    found = venues.venues_for(session(), town_id)
    names = queries.venue_names(session(), [v.id for v in found])
    words = [(v.id, _("%(name)s（%(seats)s座）", name=names[v.id], seats=v.seats)) for v in found]
    form.prepare(
        units, words, queries.prices_of(session(), service) if service else queries.no_prices(session(), town_id)
    )
    return form


def _form_page(form: ServiceForm, service: Service | None) -> ResponseReturnValue:
    page = render_template("services/edit.html", form=form, service=service)
    return page, 422 if form.errors or form.form_errors else 200
