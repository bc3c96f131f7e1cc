"""/spaces/bookings: what waits for my answer, what my town waits for, and what it has booked."""

from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_town_id
from app.accounts.models import Role
from app.availability.rules import span_in_words
from app.booked import queries
from app.booked.forms import ListForm
from app.bookings import queries as bookings
from app.bookings.models import STATES
from app.bookings.queries import Line
from app.kit import clock, xlsx
from app.kit.web import session
from app.waitlists import queries as waitlists

bp = Blueprint("booked", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("/bookings")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    town_id, now, form = work_town_id(), clock.now(), ListForm(request.args)
    roles = accounts.roles_at(session(), current_person().id, now)
    number = request.args.get("page", 1, type=int)
    return render_template(
        "booked/index.html",
        form=form,
        requests=bookings.requests_for(session(), town_id, roles, now=now),
        wishes=waitlists.wishes_of_town(session(), town_id, now=now),
        page=queries.page_of_town(session(), town_id, form.filter(current_person().id), number, now=now),
        is_narrowed=bool(request.query_string),
        states=STATES,
    )


@bp.get("/bookings.xlsx")
@allow(*PEOPLE)
def export() -> ResponseReturnValue:
    """The same list as a file."""
    wanted = ListForm(request.args).filter(current_person().id)
    lines = queries.all_of_town(session(), work_town_id(), wanted, now=clock.now())
    head = [_("时间"), _("单位"), _("场地"), _("用途"), _("人数"), _("预约人"), _("使用团队"), _("状态")]
    name = f"场地预约{clock.today():%Y%m%d}.xlsx"
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(xlsx.to_xlsx(_("场地预约"), head, map(_row, lines)), mimetype=xlsx.MIMETYPE, headers=said)


def _row(line: Line) -> list[str | int]:
    words = [span_in_words(line.span), line.unit_name, line.venue_name, line.title]
    return [*words, line.heads, line.person_name, line.team, _(STATES[line.state])]
