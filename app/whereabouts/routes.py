"""/secondments/board: the organisation member's page; the calendar of who is where; figures by town."""

from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow, current_person, current_town_id
from app.consents.rules import HANDLERS, Reader
from app.kit import clock, xlsx
from app.kit.web import session
from app.secondments.rules import STATE_NAMES, STATE_TONES, plus_months
from app.whereabouts import queries, rules
from app.whereabouts.forms import CalendarForm, SpanForm

bp = Blueprint("whereabouts", __name__, url_prefix="/secondments/board")


@bp.get("")
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    lines = queries.board(session(), Reader.of(current_person()), clock.now())
    today = clock.today()
    span = SpanForm(request.args)
    is_fine = span.validate()
    first = (span.first.data if is_fine else None) or today.replace(month=1, day=1)
    last = (span.last.data if is_fine else None) or today.replace(month=12, day=31)
    return render_template(
        "whereabouts/index.html",
        lines=lines,
        waiting=[li for li in lines if li.gaps],
        states=STATE_NAMES,
        tones=STATE_TONES,
        span=SpanForm(formdata=None, first=first, last=last),
        first=first,
        last=last,
        figures=queries.figures(session(), current_town_id(), first, last),
    )


@bp.get("/board.xlsx")
@allow(*HANDLERS)
def export() -> ResponseReturnValue:
    lines = queries.board(session(), Reader.of(current_person()), clock.now())
    data = xlsx.to_xlsx("互派挂职", queries.EXPORT_HEAD, queries.export_rows(lines))
    name = quote(f"互派挂职一览{clock.today():%Y%m%d}.xlsx")
    return Response(
        data, mimetype=xlsx.MIMETYPE, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


@bp.get("/calendar")
@allow(*HANDLERS)
def calendar() -> ResponseReturnValue:
    form = CalendarForm(request.args)
    chosen = form.first.data if form.validate() else None
    first = (chosen or plus_months(clock.today().replace(day=1), -1)).replace(day=1)
    months, rows = queries.calendar(session(), Reader.of(current_person()), first, clock.now())
    return render_template(
        "whereabouts/calendar.html",
        form=CalendarForm(formdata=None, first=first),
        months=months,
        rows=rows,
        states=STATE_NAMES,
        earlier=plus_months(first, -rules.MONTHS),
        later=plus_months(first, rules.MONTHS),
    )
