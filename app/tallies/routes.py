"""/tallies: who was served where, how full the places were, what could not be had."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_town_id
from app.accounts.models import Role
from app.balance.gateways import to_svg
from app.indicators import rules as periods
from app.indicators.models import Grid, Period
from app.kit import clock, xlsx
from app.kit.errors import NotFound
from app.kit.web import session
from app.suppression.rules import FEWEST
from app.tallies import gateways, queries, rules
from app.tallies.forms import PeriodForm
from app.tallies.rules import Figures
from app.towns import queries as towns
from app.towns.models import Partnership

bp = Blueprint("tallies", __name__, url_prefix="/tallies")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The matrix first; then by kind, by month, and how the places were used."""
    form, partnership, period = _asked()
    if partnership is None:
        return render_template("tallies/none.html")
    if period is None:
        return render_template("tallies/index.html", form=form, period=None)
    figures = _figures(partnership, period)
    return render_template("tallies/index.html", form=form, **_view(figures), **_around(period, partnership))


@bp.get("/export.xlsx")
@allow(*READERS)
def export() -> ResponseReturnValue:
    partnership, period = _wanted()
    book = gateways.to_book(_figures(partnership, period))
    return _download(book, xlsx.MIMETYPE, f"共享服务统计{periods.in_words(period)}.xlsx")


@bp.get("/report.pdf")
@allow(*READERS)
def report() -> ResponseReturnValue:
    partnership, period = _wanted()
    data = gateways.to_pdf(_figures(partnership, period), partnership.name)
    return _download(data, "application/pdf", f"共享服务统计{periods.in_words(period)}.pdf")


def _asked() -> tuple[PeriodForm, Partnership | None, Period | None]:
    """The period and partnership of the address; None for what cannot be (the form says why)."""
    form = PeriodForm(request.args)
    held = list(towns.partnerships_of(session(), current_town_id()))
    form.partnership.choices = [SelectChoice(value="" if p is held[0] else str(p.id), label=p.name) for p in held]
    chosen = next((p for p in held if str(p.id) == form.partnership.data), held[0] if held else None)
    form.partnership.data = "" if held and chosen is held[0] else form.partnership.data
    return form, chosen, form.period(clock.today()) if form.validate() else None


def _wanted() -> tuple[Partnership, Period]:
    _form, partnership, period = _asked()
    if partnership is None or period is None:
        raise NotFound
    return partnership, period


def _figures(partnership: Partnership, period: Period) -> Figures:
    return queries.figures_of(session(), partnership.id, period, today=clock.today())


def _view(figures: Figures) -> dict[str, Any]:
    whole, crossing = rules.matrix(figures), rules.by_month(figures)
    tables = {"matrix": whole, "kinds": rules.by_kind(figures), "months": crossing, "use": rules.use(figures)}
    each = [rules.matrix(figures, kind) for kind in rules.kinds_of(figures)]
    return {
        **{name: _told(grid) for name, grid in tables.items()},
        "each": [_told(grid) for grid in each],
        "matrix_chart": to_svg(rules.bars(rules.without_totals(whole))),
        "months_chart": to_svg(rules.bars(crossing)),
        "said": rules.sentence(figures),
        "is_empty": not figures.counts,
        "is_hidden": rules.is_anything_hidden([*tables.values(), *each]),
        "fewest": FEWEST,
    }


def _told(grid: Grid) -> Grid:
    """A table in the reader's language; names and figures stay as they are."""
    rows = tuple(tuple(_(cell) if cell else "" for cell in row) for row in grid.rows)
    return Grid(_(grid.caption), tuple(_(h) for h in grid.head), rows)


def _around(period: Period, partnership: Partnership) -> dict[str, Any]:
    """The period in words, and the addresses of the one before and after."""
    return {
        "period": periods.in_words(period),
        "here": _address(period, partnership),
        "previous": _address(periods.before(period), partnership),
        "following": _address(periods.after(period), partnership) if period.last < clock.today() else None,
    }


def _address(period: Period, partnership: Partnership) -> dict[str, str]:
    return {"length": period.length.value, "first": period.first.isoformat(), "partnership": str(partnership.id)}


def _download(data: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, mimetype=mimetype, headers=headers)
