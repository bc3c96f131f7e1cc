"""/spaces/<venue>/wait: waiting for a venue that is taken, answering what was held, and the list of a venue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.bookings.models import Booking, BookingState
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, say_on, session
from app.venues import queries as venues
from app.venues.models import Venue
from app.waitlists import actions, queries, rules
from app.waitlists.forms import WishForm

bp = Blueprint("waitlists", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.route("/<uuid:venue_id>/wait", methods=["GET", "POST"])
@allow(*PEOPLE)
def join(venue_id: UUID) -> ResponseReturnValue:
    """The form, from a taken span of the week; or what a refused booking had already typed."""
    venue = venues.get_venue(session(), venue_id, reader_town_id=work_town_id())
    form = WishForm(request.form if request.method == "POST" else request.args)
    is_free = False
    if request.method == "POST" and form.validate():
        try:
            wish = _join(venue, form)
        except Refusal as refusal:
            say_on(form, refusal)
            is_free = isinstance(refusal, rules.TimeIsFree)
        else:
            flash(_("已加入候补；时段空出时为您保留2小时，并通知您"))
            return redirect(url_for("spaces.show_booking", booking_id=wish.id))
    if request.method == "GET":
        form.contact_name.data = form.contact_name.data or current_person().name
        form.propose_length()
    page = render_template("waitlists/join.html", form=form, venue=venue, is_free=is_free, before=_before(venue, form))
    return page, 422 if request.method == "POST" else 200


@bp.get("/<uuid:venue_id>/waiting")
@allow(*PEOPLE)
def show_list(venue_id: UUID) -> ResponseReturnValue:
    """Who waits for a venue of one's own town: how many of which town, for when, in which order."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    waiters = queries.list_of(session(), venue, now=clock.now())
    return render_template(
        "waitlists/list.html", venue=venue, waiters=waiters, by_town=queries.names_of_towns(session(), waiters)
    )


@bp.post("/bookings/<uuid:booking_id>/accept")
@allow(*PEOPLE)
def accept(booking_id: UUID) -> ResponseReturnValue:
    """Confirmed at once, or asked of the owner's unit, as for any booking."""
    said = {
        BookingState.CONFIRMED: _("已接受，预约已确认"),
        BookingState.REQUESTED: _("已接受，申请已提交，管理单位答复后会通知您"),
    }
    return _answer(booking_id, actions.accept, lambda wish: said[wish.state])


@bp.post("/bookings/<uuid:booking_id>/leave")
@allow(*PEOPLE)
def leave(booking_id: UUID) -> ResponseReturnValue:
    return _answer(booking_id, actions.leave, lambda _wish: _("已退出候补"))


def _answer(booking_id: UUID, deed: Callable[..., Booking], said: Callable[[Booking], str]) -> ResponseReturnValue:
    try:
        wish = deed(session(), booking_id, actor=work_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        wish = queries.get_wish(session(), booking_id, town_id=work_town_id())
        return render_template("waitlists/refused.html", wish=wish, refused=explain(refusal)), 422
    flash(said(wish))
    return redirect(url_for("spaces.show_booking", booking_id=booking_id))


def _join(venue: Venue, form: WishForm) -> Booking:
    minutes = int(form.minutes.data)
    return actions.join(session(), form.draft(venue.id), minutes=minutes, actor=work_actor(), now=clock.now())


def _before(venue: Venue, form: WishForm) -> Any:
    """How many wait already for the time that the form names, None while it names none."""
    if not (form.day.data and form.starts.data and form.ends.data and form.starts.data < form.ends.data):
        return None
    return queries.waiting_before(session(), venue, form.span())
