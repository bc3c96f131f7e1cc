"""/spaces: what is free, as a list and as the day table of all venues of all towns."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, current_town_id
from app.accounts.models import Role
from app.availability import queries as availability
from app.availability.rules import first_day_to_offer
from app.bookings import queries as bookings
from app.finding import queries
from app.finding.forms import SearchForm
from app.kit import clock
from app.kit.web import session
from app.towns import queries as towns
from app.venues import queries as venues

bp = Blueprint("finding", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """With a span: what is free for it. Without: every venue with its free times of the day."""
    form = _search()
    valid, span = form.validate(), form.span()
    found = availability.free_venues(session(), current_town_id(), span, **_wanted(form)) if span and valid else ()
    listed = [] if span or not valid else _listed(form)
    return render_template(
        "finding/index.html",
        form=form,
        day=form.day.data,
        span=span,
        found=found,
        listed=listed,
        is_valid=valid,
        waiting=_waiting(),
        may_keep=current_person().has(Role.CLERK, Role.OFFICE_HEAD, Role.WORKER),
    )


@bp.get("/day")
@allow(*PEOPLE)
def day_table() -> ResponseReturnValue:
    """One table of all venues, hour by hour."""
    form = _search()
    if not form.validate():
        return render_template("finding/day.html", form=form, table=None), 200
    table = queries.day_table(session(), current_town_id(), form.day.data, **_wanted(form))
    step = timedelta(days=1)
    around = {"previous": form.day.data - step, "following": form.day.data + step}
    return render_template("finding/day.html", form=form, table=table, **around)


def _listed(form: SearchForm) -> Any:
    return availability.free_on(session(), current_town_id(), form.day.data, **_wanted(form))


def _wanted(form: SearchForm) -> dict[str, Any]:
    known = {value for value, _label in form.town.choices}
    chosen = [UUID(form.town.data)] if form.town.data and form.town.data in known else []
    return {"now": clock.now(), "seats": form.seats.data or 0, "towns_wanted": chosen}


def _waiting() -> int:
    """How many requests wait for the reader's answer."""
    roles = accounts.roles_at(session(), current_person().id, clock.now())
    return len(bookings.requests_for(session(), current_town_id(), roles, now=clock.now()))


def _search() -> SearchForm:
    form = SearchForm(request.args)
    own = towns.get_town(session(), current_town_id())
    partners = [towns.get_town(session(), t) for t in sorted(venues.partner_ids(session(), own.id))]
    form.town.choices = [("", _("全部")), *((str(t.id), t.name) for t in (own, *partners))]
    form.day.data = form.day.data or first_day_to_offer(clock.now())
    return form
