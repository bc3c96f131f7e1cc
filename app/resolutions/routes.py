"""The list of resolutions, with how far each one is, and the same as an Excel file."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow_signed_in, current_town_id
from app.kit import clock
from app.kit.paging import page_of
from app.kit.web import session
from app.kit.xlsx import MIMETYPE, to_xlsx
from app.resolutions import queries
from app.resolutions.forms import SearchForm

bp = Blueprint("resolutions", __name__, url_prefix="/resolutions")


@bp.get("/")
@allow_signed_in
def index() -> ResponseReturnValue:
    current_town_id()
    form = _search_form()
    page = page_of(session(), queries.select_of(_asked(form)), request.args.get("page", 1, type=int))
    lines = queries.lines(session(), page.rows, today=clock.today())
    return render_template("resolutions/index.html", form=form, page=page, lines=lines)


@bp.get("/export.xlsx")
@allow_signed_in
def export() -> ResponseReturnValue:
    current_town_id()
    found = session().scalars(queries.select_of(_asked(_search_form()))).all()
    head = [_("编号"), _("议题"), _("议定事项"), _("责任镇"), _("责任单位"), _("责任人"), _("完成时限"), _("进展")]
    rows = [
        [r.label, r.topic, r.text, r.towns, r.unit, r.person, r.due_on, r.progress.state_words if r.progress else ""]
        for r in queries.lines(session(), found, today=clock.today())
    ]
    answer = Response(to_xlsx(_("议定事项"), head, rows), mimetype=MIMETYPE)
    answer.headers.set("Content-Disposition", "attachment", filename="resolutions.xlsx")
    return answer


def _search_form() -> SearchForm:
    form = SearchForm(request.args)
    form.year.choices = [
        SelectChoice(value="", label=_("全部年份")),
        *(SelectChoice(value=str(y), label=f"{y}年") for y in queries.years(session())),
    ]
    return form


def _asked(form: SearchForm) -> queries.Search:
    year = form.year.data or ""
    return queries.Search(words=(form.words.data or "").strip()[:40], year=int(year) if year.isdigit() else None)
