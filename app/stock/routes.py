"""/venues/table: a town's units and venues as a spreadsheet, out and in again; the clerks' and office heads' own."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files.forms import to_upload
from app.kit import clock, xlsx
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, say_on, session
from app.stock import actions, queries, rules
from app.stock.forms import ConfirmForm, FileForm
from app.stock.models import Change

bp = Blueprint("stock", __name__, url_prefix="/venues/table")
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.route("/", methods=["GET", "POST"])
@allow(*KEEPERS)
def index() -> ResponseReturnValue:
    """Download, fill in, send: the check follows before anything is written."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            upload = to_upload(form.sheet.data)
            if upload is None:
                raise rules.NothingInIt
            kept = actions.keep_file(session(), upload, town_id=current_town_id(), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return redirect(url_for(".check", file_id=kept.id))
    return render_template("stock/index.html", form=form), 422 if form.errors else 200


@bp.get("/template.xlsx")
@allow(*KEEPERS)
def pattern() -> ResponseReturnValue:
    return _file(queries.to_file(session(), current_town_id(), is_empty=True), "单位和场地导入模板.xlsx")


@bp.get("/export.xlsx")
@allow(*KEEPERS)
def export() -> ResponseReturnValue:
    name = f"{current_person().town_name}单位和场地{clock.today():%Y%m%d}.xlsx"
    return _file(queries.to_file(session(), current_town_id(), is_empty=False), name)


@bp.route("/<uuid:file_id>", methods=["GET", "POST"])
@allow(*KEEPERS)
def check(file_id: UUID) -> ResponseReturnValue:
    """Every bad cell by row, column and reason; what would be added, changed, left alone; then all of it or nothing."""
    data = queries.get_data(session(), file_id, town_id=current_town_id())
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            run = actions.import_file(session(), file_id, form.seen.data or "", actor=current_actor(), now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(
                _(
                    "已写入：新增%(new)s行，修改%(changed)s行",
                    new=run.count(Change.NEW),
                    changed=run.count(Change.CHANGED),
                )
            )
            return redirect(url_for("venues.index"))
    run = queries.check(session(), current_town_id(), data)
    form.seen.data = rules.mark_of(run)
    page = render_template("stock/check.html", form=form, run=run, explain=explain)
    return page, 422 if form.errors else 200


def _file(data: bytes, name: str) -> Response:
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, mimetype=xlsx.MIMETYPE, headers=said)
