"""/balance: who gave whom what, how full the venues are, and what could not be had."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.balance import gateways, queries, rules
from app.balance.forms import CorrectionForm, PeriodForm
from app.balance.models import Balance
from app.indicators import rules as periods
from app.indicators.models import Grid, Length, Period
from app.kit import clock, xlsx
from app.kit.errors import NotFound, Refusal
from app.kit.i18n import N_
from app.kit.paging import Page
from app.kit.web import explain, say_on, session
from app.ledger import actions as ledger
from app.ledger import queries as entries
from app.ledger import rules as ledger_rules
from app.ledger.models import KINDS, Kind
from app.ledger.queries import Line
from app.misses.rules import PARTS
from app.towns import queries as towns
from app.towns.models import Partnership
from app.venues.models import KINDS as VENUE_KINDS

bp = Blueprint("balance", __name__, url_prefix="/balance")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
CORRECTORS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The picture first: how full each town's venues are; then giving and taking, proposals, rates, demand."""
    form, partnership, period = _asked()
    if partnership is None:
        return render_template("balance/none.html")
    if period is None:
        return render_template("balance/index.html", form=form, balance=None)
    balance = _balance(partnership, period)
    return render_template("balance/index.html", form=form, balance=balance, **_view(balance, period, partnership))


@bp.get("/export.xlsx")
@allow(*READERS)
def export() -> ResponseReturnValue:
    """Every table as a sheet, and the entries behind them."""
    partnership, period = _wanted()
    balance = _balance(partnership, period)
    book = gateways.to_book(balance, _entries_grid(partnership, balance.period))
    return _download(book, xlsx.MIMETYPE, f"资源共享台账{periods.in_words(period)}.xlsx")


@bp.get("/report.pdf")
@allow(*READERS)
def report() -> ResponseReturnValue:
    partnership, period = _wanted()
    data = gateways.to_pdf(_balance(partnership, period), partnership.name)
    return _download(data, "application/pdf", f"资源共享情况{periods.in_words(period)}.pdf")


@bp.get("/entries")
@allow(*READERS)
def statement() -> ResponseReturnValue:
    """The ledger entry by entry, the newest first."""
    form, partnership, period = _asked()
    if partnership is None:
        return render_template("balance/none.html")
    page = _statement_page(partnership, period) if period else Page([], 1, 1, 0)
    mine = current_town_id() if current_person().has(*CORRECTORS) else None
    shown = {"form": form, "page": page, "mine": mine, "partnership": partnership}
    return render_template("balance/statement.html", **shown, **_around(period, partnership), **_words())


def _statement_page(partnership: Partnership, period: Period) -> Page[Line]:
    number = request.args.get("page", 1, type=int)
    return entries.statement_page(session(), partnership.id, first=period.first, last=period.last, number=number)


@bp.get("/entries/<uuid:entry_id>")
@allow(*CORRECTORS)
def correct_entry(entry_id: UUID) -> ResponseReturnValue:
    return _correction_page(entry_id, CorrectionForm(formdata=None))


@bp.post("/entries/<uuid:entry_id>")
@allow(*CORRECTORS)
def correct(entry_id: UUID) -> ResponseReturnValue:
    """The giver takes back what was not given after all."""
    form = CorrectionForm()
    entries.get_entry(session(), entry_id)
    if not form.validate_on_submit():
        return _correction_page(entry_id, form), 422
    said: dict[str, Any] = {"amount": form.minutes, "reason": form.reason.data}
    try:
        ledger.correct(session(), entry_id, **said, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        say_on(form, refusal)
        return _correction_page(entry_id, form), 422
    flash(_("已更正，双方都已收到通知"))
    return redirect(url_for(".statement"))


def _correction_page(entry_id: UUID, form: CorrectionForm) -> str:
    entry = entries.get_entry(session(), entry_id)
    if entry.giver_id != current_town_id() or entry.amount < 0 or entry.kind is not Kind.VENUE_MINUTES:
        raise NotFound
    names = towns.names_of(session(), [entry.giver_id, entry.taker_id])
    given = ledger_rules.in_words(entry.kind, entry.amount)
    return render_template("balance/correct.html", entry=entry, form=form, names=names, given=given)


def _asked() -> tuple[PeriodForm, Partnership | None, Period | None]:
    """The period and partnership of the address; None for a period that cannot be (the form says why)."""
    form = PeriodForm(request.args)
    held = list(towns.partnerships_of(session(), current_town_id()))
    form.partnership.choices = [SelectChoice(value="" if p is held[0] else str(p.id), label=p.name) for p in held]
    chosen = next((p for p in held if str(p.id) == form.partnership.data), held[0] if held else None)
    form.partnership.data = "" if held and chosen is held[0] else form.partnership.data
    if not form.validate():
        return form, chosen, None
    try:
        return form, chosen, form.period(clock.today())
    except Refusal as refusal:
        form.form_errors.append(explain(refusal))
        return form, chosen, None


def _wanted() -> tuple[Partnership, Period]:
    _form, partnership, period = _asked()
    if partnership is None or period is None:
        raise NotFound
    return partnership, period


def _balance(partnership: Partnership, period: Period) -> Balance:
    return queries.balance_of(session(), partnership.id, period, reader_town_id=current_town_id(), today=clock.today())


def _view(balance: Balance, period: Period, partnership: Partnership) -> dict[str, Any]:
    """Tables and pictures for the page, in the reader's language where the words are ours."""
    by_month, use, bars = rules.lent_by_month(balance), rules.use_by_month(balance), rules.tier_bars(balance)
    return {
        "picture": _told(rules.grid_of(bars, N_("层级"))),
        "picture_chart": gateways.to_svg(bars),
        "tiers": _told(rules.use_by_tier(balance)),
        "use": _told(use),
        "use_chart": gateways.to_svg(rules.month_bars(use)),
        "months": _told(by_month),
        "months_chart": gateways.to_svg(rules.month_bars(by_month)),
        "total": _told(rules.lent_total(balance)),
        "by_tier": _told(rules.lent_by_tier(balance)),
        "by_use": _told(rules.lent_by_use(balance)),
        "rates": _told(rules.outcome_rates(balance)),
        "needs": _told(rules.needs_grid(balance)),
        "rooms": _told(rules.venue_grid(balance)),
        "shares": rules.shares_by_town(balance),
        "proposals": queries.proposals_of(session(), balance, now=clock.now()),
        **_around(period, partnership),
        **_words(),
    }


def _words() -> dict[str, Any]:
    return {"amount_words": ledger_rules.in_words, "kinds": KINDS, "parts": PARTS, "venue_kinds": VENUE_KINDS}


def _told(grid: Grid) -> Grid:
    """A table in the reader's language; names and figures stay as they are."""
    rows = tuple(tuple(_(cell) if cell else "" for cell in row) for row in grid.rows)
    return Grid(_(grid.caption), tuple(_(h) for h in grid.head), rows)


def _around(period: Period | None, partnership: Partnership) -> dict[str, Any]:
    """The period in words, and the addresses of the one before and after."""
    if period is None:
        return {"period": None}
    return {
        "period": periods.in_words(period),
        "here": _address(period, partnership),
        "previous": _address(periods.before(period), partnership),
        "following": _address(periods.after(period), partnership) if period.last < clock.today() else None,
    }


def _address(period: Period, partnership: Partnership) -> dict[str, str]:
    said = {"length": period.length.value, "first": period.first.isoformat(), "partnership": str(partnership.id)}
    return said | ({"last": period.last.isoformat()} if period.length is Length.CUSTOM else {})


def _entries_grid(partnership: Partnership, period: Period) -> Grid:
    lines = entries.statement(session(), partnership.id, first=period.first, last=period.last)
    head = ("日期", "提供方", "使用方", "项目", "数量", "单位", "事由", "更正原因", "登记人")
    rows = [
        (
            line.on.isoformat(),
            line.giver,
            line.taker,
            KINDS[line.kind],
            ledger_rules.number_of(line.kind, line.amount),
            ledger_rules.UNITS[line.kind],
            line.detail,
            line.reason,
            line.who,
        )
        for line in lines
    ]
    return Grid("台账明细", head, tuple(rows))


def _download(data: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, mimetype=mimetype, headers=headers)
