"""/spaces/common: when several venues, or a venue and some people, are free together."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_town_id
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.slots import queries
from app.slots.forms import SlotsForm
from app.slots.models import Somebody, Wish
from app.venues import queries as venues

bp = Blueprint("slots", __name__, url_prefix="/spaces/common")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """The form; below it the common times, once a venue is ticked."""
    form = SlotsForm(request.args)
    is_asked = bool(request.args.getlist("venues"))
    wish = form.wish(clock.today()) if form.validate() else None
    listed = queries.people(session(), current_town_id(), form.who.data or "", chosen=wish.person_ids if wish else ())
    _offer(form, listed)
    found = _found(form, wish) if wish and is_asked else {}
    return render_template("slots/index.html", form=form, wish=wish, is_asked=is_asked, listed=listed, **found)


def _found(form: SlotsForm, wish: Wish) -> dict[str, Any]:
    """The slots and the venues they are for; a refusal or a venue that is not there stands above the form."""
    try:
        slots = queries.common_slots(session(), current_town_id(), wish, now=clock.now())
        longest = queries.longest_of(session(), current_town_id(), wish.venue_ids, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        form.form_errors.append(explain(refusal))
        return {}
    chosen = [venues.get_venue(session(), i, reader_town_id=current_town_id()) for i in wish.venue_ids]
    return {"slots": slots, "chosen": chosen, "is_too_long": longest < wish.minutes, "longest": longest}


def _offer(form: SlotsForm, listed: list[Somebody]) -> None:
    found = venues.venues_for(session(), current_town_id())
    units = venues.units_by_id(session(), found)
    form.venues.choices = [
        SelectChoice(value=str(v.id), label=f"{units[v.unit_id].name} {v.name}（{v.seats}座）") for v in found
    ]
    form.people.choices = [SelectChoice(value=str(p.id), label=p.words) for p in listed]
