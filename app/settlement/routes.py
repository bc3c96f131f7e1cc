"""/settlement: what the towns gave each other in services in a month, to be checked and signed by both."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_town_id
from app.accounts.models import Role
from app.indicators import rules as periods
from app.indicators.models import Length, Period
from app.kit import clock, xlsx
from app.kit.errors import NotFound
from app.kit.web import session
from app.settlement import gateways, queries
from app.settlement.forms import MonthForm
from app.settlement.models import Sheet
from app.towns import queries as towns
from app.towns.models import Partnership

bp = Blueprint("settlement", __name__, url_prefix="/settlement")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("/")
@allow(*READERS)
def show() -> ResponseReturnValue:
    """The month before this one, if nothing else is asked."""
    form, partnership, month = _asked()
    if partnership is None:
        return render_template("tallies/none.html")
    sheet = queries.sheet_of(session(), partnership, month)
    return render_template("settlement/show.html", form=form, sheet=sheet, **_around(month, partnership))


@bp.get("/sheet.pdf")
@allow(*READERS)
def report() -> ResponseReturnValue:
    sheet = _sheet()
    data = gateways.to_pdf(sheet, is_over=sheet.month.last < clock.today())
    return _download(data, "application/pdf", f"{gateways.title_of(sheet)}.pdf")


@bp.get("/sheet.xlsx")
@allow(*READERS)
def export() -> ResponseReturnValue:
    sheet = _sheet()
    return _download(gateways.to_book(sheet), xlsx.MIMETYPE, f"{gateways.title_of(sheet)}.xlsx")


def _sheet() -> Sheet:
    _form, partnership, month = _asked()
    if partnership is None:
        raise NotFound
    return queries.sheet_of(session(), partnership, month)


def _asked() -> tuple[MonthForm, Partnership | None, Period]:
    form = MonthForm(request.args)
    held = list(towns.partnerships_of(session(), current_town_id()))
    form.partnership.choices = [SelectChoice(value="" if p is held[0] else str(p.id), label=p.name) for p in held]
    chosen = next((p for p in held if str(p.id) == form.partnership.data), held[0] if held else None)
    form.partnership.data = "" if held and chosen is held[0] else form.partnership.data
    last_month = periods.before(periods.around(Length.MONTH, clock.today()))
    asked = form.first.data if form.validate() else None
    return form, chosen, periods.around(Length.MONTH, asked) if asked else last_month


def _around(month: Period, partnership: Partnership) -> dict[str, Any]:
    following = periods.after(month)
    return {
        "period": periods.in_words(month),
        "here": _address(month, partnership),
        "previous": _address(periods.before(month), partnership),
        "following": _address(following, partnership) if following.first <= clock.today() else None,
        "is_over": month.last < clock.today(),
    }


def _address(month: Period, partnership: Partnership) -> dict[str, str]:
    return {"first": month.first.isoformat(), "partnership": str(partnership.id)}


def _download(data: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, mimetype=mimetype, headers=headers)
