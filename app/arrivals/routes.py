"""/spaces/<venue>/here: what the code at the door opens, and checking in."""

from uuid import UUID

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.arrivals import actions, queries
from app.bookings import queries as bookings
from app.bookings import rules as booking_rules
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.towns import queries as towns
from app.venues import queries as venues
from app.weeks import queries as weeks

bp = Blueprint("arrivals", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
STAFF = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/<uuid:venue_id>/here")
@allow(*PEOPLE)
def here(venue_id: UUID) -> ResponseReturnValue:
    """A plain page, so that a scan from any phone works; the button on it checks in."""
    return _page(venue_id)


@bp.get("/today")
@allow(*STAFF)
def today() -> ResponseReturnValue:
    """The day at the counter: who is expected in one's own units, and checking them in."""
    return _counter()


@bp.get("/<uuid:venue_id>/door-code")
@allow(*PEOPLE)
def door_code(venue_id: UUID) -> ResponseReturnValue:
    """The sheet for the door: the venue's name and its code."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    unit = towns.get_unit(session(), venue.unit_id)
    address = current_app.config["PUBLIC_URL"] + url_for(".here", venue_id=venue_id)
    picture = segno.make(address, error="m").svg_data_uri(scale=8, border=2)
    return render_template("arrivals/door_code.html", venue=venue, unit=unit, picture=picture)


@bp.get("/<uuid:venue_id>/door-sheet")
@allow(*PEOPLE)
def door_sheet(venue_id: UUID) -> ResponseReturnValue:
    """The week or one day (`day`) for the door: what is on and when; titles only, no names and no phones."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    day = request.args.get("day", "")
    first = booking_rules.monday_of(day or request.args.get("week", ""), today=clock.today())
    week = weeks.week_of(session(), venue, first, reader_town_id=work_town_id(), now=clock.now())
    only = [one for one in week if one.on.isoformat() == day]
    unit = towns.get_unit(session(), venue.unit_id)
    said = {"week": only or week, "is_day": bool(only), "first": only[0].on if only else first}
    return render_template("arrivals/door_sheet.html", venue=venue, unit=unit, **said)


@bp.post("/bookings/<uuid:booking_id>/check-in")
@allow(*PEOPLE)
def check_in(booking_id: UUID) -> ResponseReturnValue:
    booking = bookings.get_booking(session(), booking_id, reader_town_id=work_town_id())
    venue_id, is_at_counter = booking.venue_id, "counter" in request.form
    try:
        actions.check_in(session(), booking_id, actor=work_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        said = explain(refusal)
        return (_counter(said) if is_at_counter else _page(venue_id, refused=said)), 422
    flash(_("已签到"))
    back = url_for(".today") if is_at_counter else url_for("spaces.show_booking", booking_id=booking_id)
    return redirect(back)


def _page(venue_id: UUID, refused: str = "") -> str:
    venue = venues.get_venue(session(), venue_id, reader_town_id=work_town_id())
    lines = bookings.lines_of(session(), queries.here_now(session(), venue_id, now=clock.now()))
    return render_template("arrivals/here.html", venue=venue, lines=lines, refused=refused)


def _counter(refused: str = "") -> str:
    now = clock.now()
    roles = accounts.roles_at(session(), current_person().id, now)
    counters = queries.counters_of(session(), work_town_id(), roles, now=now)
    return render_template("arrivals/today.html", counters=counters, today=clock.today(), refused=refused)
