"""/calendar: the working days, holidays and festivals of a partnership, and how a clerk keeps them right."""

import csv
import io
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person
from app.accounts.models import Role
from app.calendar import actions, queries, rules
from app.calendar.forms import DayForm, ImportForm
from app.calendar.models import DayDraft, DayKind
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.towns import queries as towns
from app.towns.models import Partnership

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    """This year of the first partnership."""
    mine = _partnerships()
    if not mine:
        return render_template("calendar/none.html")
    return redirect(url_for(".year", partnership_id=mine[0].id, year=clock.today().year))


@bp.get("/<uuid:partnership_id>/<int:year>")
@allow_signed_in
def year(partnership_id: UUID, year: int) -> ResponseReturnValue:
    partnership = _partnership(partnership_id)
    view = queries.year_view(session(), partnership_id, year)
    return render_template(
        "calendar/year.html", partnership=partnership, partnerships=_partnerships(), view=view, may_edit=_may_edit()
    )


@bp.get("/<uuid:partnership_id>/<int:year>/<int:month>")
@allow_signed_in
def month(partnership_id: UUID, year: int, month: int) -> ResponseReturnValue:
    partnership = _partnership(partnership_id)
    view = queries.month_view(session(), partnership_id, year, month)
    warning = queries.year_view(session(), partnership_id, year).warning
    return render_template("calendar/month.html", partnership=partnership, view=view, warning=warning)


@bp.get("/<uuid:partnership_id>/<int:year>/days.csv")
@allow_signed_in
def export(partnership_id: UUID, year: int) -> ResponseReturnValue:
    """The list as it can be imported again, and the pattern for the next year."""
    _partnership(partnership_id)
    view = queries.year_view(session(), partnership_id, year)
    rows = [
        (d.day.isoformat(), "放假" if d.kind is DayKind.OFF else "上班", d.name.lstrip("=+-@\t")) for d in view.days
    ]
    text = io.StringIO()
    csv.writer(text).writerows([rules.HEADER, *rows])
    headers = {"Content-Disposition": f"attachment; filename=days-{year}.csv"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


@bp.route("/<uuid:partnership_id>/<int:year>/enter", methods=["GET", "POST"])
@allow(*KEEPERS)
def enter_day(partnership_id: UUID, year: int) -> ResponseReturnValue:
    partnership = _partnership(partnership_id)
    form = DayForm()
    if form.validate_on_submit():
        draft = DayDraft(day=form.day.data, kind=form.kind.data, name=form.name.data.strip())
        try:
            actions.enter_day(session(), partnership_id, draft, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已登记%(day)s", day=clock.chinese_date(draft.day)))
            return redirect(url_for(".year", partnership_id=partnership_id, year=draft.day.year))
    page = render_template("calendar/enter_day.html", partnership=partnership, year=year, form=form)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:partnership_id>/days/<uuid:day_id>/remove")
@allow(*KEEPERS)
def remove_day(partnership_id: UUID, day_id: UUID) -> ResponseReturnValue:
    _partnership(partnership_id)
    row = actions.remove_day(session(), partnership_id, day_id, actor=current_actor(), now=clock.now())
    flash(_("已删除登记"))
    return redirect(url_for(".year", partnership_id=partnership_id, year=row.year))


@bp.post("/<uuid:partnership_id>/<int:year>/declare")
@allow(*KEEPERS)
def declare(partnership_id: UUID, year: int) -> ResponseReturnValue:
    _partnership(partnership_id)
    is_complete = request.form.get("is_complete") == "yes"
    actions.declare(session(), partnership_id, year, is_complete=is_complete, actor=current_actor(), now=clock.now())
    flash(_("已标明%(year)s年录入完毕", year=year) if is_complete else _("已标明%(year)s年尚未录完", year=year))
    return redirect(url_for(".year", partnership_id=partnership_id, year=year))


@bp.route("/<uuid:partnership_id>/<int:year>/import", methods=["GET", "POST"])
@allow(*KEEPERS)
def import_year(partnership_id: UUID, year: int) -> ResponseReturnValue:
    """First a check run that lists every bad row; the same page then enters the list, if nothing is left to mend."""
    partnership = _partnership(partnership_id)
    form, run = ImportForm(), None
    if form.validate_on_submit():
        try:
            form.text.data = _pasted(form)
            run = rules.check_rows(year, form.text.data)
            if request.form.get("act") == "enter":
                return _enter_list(partnership, year, run, form.notice.data or "")
            run.require_clean()
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
    page = render_template("calendar/import.html", partnership=partnership, year=year, form=form, run=run)
    return page, 422 if form.errors else 200


def _enter_list(partnership: Partnership, year: int, run: rules.CheckRun, notice: str) -> ResponseReturnValue:
    actions.import_year(
        session(), partnership.id, year, run, notice=notice.strip(), actor=current_actor(), now=clock.now()
    )
    flash(_("已录入%(year)s年的%(count)s天", year=year, count=len(run.drafts)))
    return redirect(url_for(".year", partnership_id=partnership.id, year=year))


def _pasted(form: ImportForm) -> str:
    """The uploaded file when there is one, else the text on the page."""
    data = form.file.data.read(100_000) if form.file.data else b""
    return rules.read_text(data) if data else (form.text.data or "")


def _partnership(partnership_id: UUID) -> Partnership:
    """404 for everybody who does not belong to it."""
    if partnership_id not in {p.id for p in _partnerships()}:
        raise NotFound
    return next(p for p in _partnerships() if p.id == partnership_id)


def _partnerships() -> list[Partnership]:
    town_id = current_person().town_id
    return list(towns.partnerships_of(session(), town_id)) if town_id else []


def _may_edit() -> bool:
    return current_person().has(*KEEPERS)


@bp.context_processor
def _years() -> dict[str, object]:
    return {"this_year": clock.today().year, "today": clock.today(), "DayKind": DayKind}
