"""/venues: a town's own venues, kept by the staff of their units. What others see of them is on /spaces."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotAllowed, Refusal
from app.kit.web import say_on, session
from app.towns import queries as towns
from app.towns.models import Unit
from app.venues import actions, queries, rules
from app.venues.forms import VenueForm
from app.venues.models import KINDS, SHARINGS, Venue

bp = Blueprint("venues", __name__, url_prefix="/venues")
STAFF = (Role.WORKER, Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    """All venues of the town, retired ones too."""
    found = queries.all_of_town(session(), current_town_id())
    units = queries.units_by_id(session(), found)
    words = request.args.get("q", "").strip()[:40]
    shown = [v for v in found if words in f"{v.name} {units[v.unit_id].name} {_(KINDS[v.kind])} {v.equipment}"]
    mine = {u.id for u in _units()}
    return render_template(
        "venues/index.html", venues=shown, units=units, kinds=KINDS, sharings=SHARINGS, mine=mine, words=words
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(*STAFF)
def add() -> ResponseReturnValue:
    form = _form(VenueForm())
    if form.validate_on_submit():
        draft = form.draft()
        unit = towns.get_unit(session(), draft.unit_id)
        try:
            venue = actions.add_venue(session(), draft, unit=unit, hours=form.hours(), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("场地已录入，可以预约"))
            return redirect(url_for("spaces.show_venue", venue_id=venue.id))
    return render_template("venues/edit.html", form=form, venue=None, tags=_tags()), 422 if form.errors else 200


@bp.route("/<uuid:venue_id>/edit", methods=["GET", "POST"])
@allow(*STAFF)
def edit(venue_id: UUID) -> ResponseReturnValue:
    venue = _own(venue_id)
    form = _form(VenueForm(obj=venue))
    del form.sharing
    if request.method == "GET":
        form.unit_id.data = str(venue.unit_id)
        form.show_hours(queries.timetables(session(), [venue])[venue.id])
    if form.validate_on_submit():
        try:
            actions.edit_venue(session(), venue, form.draft(), form.hours(), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已保存；此前的预约不受影响"))
            return redirect(url_for("spaces.show_venue", venue_id=venue_id))
    page = render_template("venues/edit.html", form=form, venue=venue, tags=_tags())
    return page, 422 if form.errors else 200


@bp.post("/<uuid:venue_id>/retire")
@allow(*STAFF)
def retire(venue_id: UUID) -> ResponseReturnValue:
    """Out of use, or back in use."""
    venue = _own(venue_id)
    is_retired = request.form.get("retired") == "yes"
    actions.retire_venue(session(), venue, is_retired=is_retired, actor=current_actor())
    flash(_("已停用，不再接受新预约") if is_retired else _("已恢复使用"))
    return redirect(url_for(".index"))


def _own(venue_id: UUID) -> Venue:
    """A venue of a unit that the person answers for; another town's is not there, another unit's not theirs."""
    venue = queries.get_own_venue(session(), venue_id, town_id=current_town_id())
    if not queries.runs_unit(_roles(), venue.unit_id, venue.town_id):
        raise NotAllowed
    return venue


def _units() -> list[Unit]:
    """The units for which the person may enter venues."""
    roles, town_id = _roles(), current_town_id()
    return [u for u in towns.units_of(session(), town_id) if queries.runs_unit(roles, u.id, town_id)]


def _roles() -> Any:
    return accounts.roles_at(session(), current_person().id, clock.now())


def _tags() -> list[str]:
    """What equipment is called here already, before what it is usually called."""
    used = [tag for venue in queries.all_of_town(session(), current_town_id()) for tag in rules.tags(venue.equipment)]
    return list(dict.fromkeys([*used, *rules.COMMON_EQUIPMENT]))


def _form(form: VenueForm) -> VenueForm:
    form.unit_id.choices = [(str(u.id), u.name) for u in _units()]
    return form
