"""/sessions/<id>/move, /cancel, /places: what the provider changes of a session that people may be signed up for."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.accounts.models import Role
from app.adjusting.forms import CallOffForm, MoveForm, PlacesForm
from app.announcing import actions
from app.availability import queries as availability
from app.availability.queries import Alternative
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import say_on, session
from app.previews import rules as previews
from app.previews.models import Choice, ChoiceKind
from app.programmes import queries as programmes
from app.programmes.rules import Change
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries
from app.sessions.models import ServiceSession
from app.venues import queries as venues

bp = Blueprint("adjusting", __name__, url_prefix="/sessions")
WRITERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)


@bp.route("/<uuid:occasion_id>/move", methods=["GET", "POST"])
@allow(*WRITERS)
def move(occasion_id: UUID) -> ResponseReturnValue:
    """Another time or place, the venue in the same act; where that is not free, what could be had instead."""
    occasion, _service = _own(occasion_id)
    if _is_over(occasion):
        return redirect(url_for("sessions.show", occasion_id=occasion_id))
    form = _move_form(MoveForm(), occasion)
    if request.method == "GET":
        form.show(occasion)
        return _move_page(form, occasion)
    form.take(previews.read_choice(request.form.get("instead", "")))
    if not form.validate():
        return _move_page(form, occasion), 422
    change = form.change()
    taken = occasion.taken
    if not _done(form, lambda said: actions.move(session(), occasion_id, change, **said)):
        occasion, _service = _own(occasion_id)
        return _move_page(form, occasion, _instead(occasion, change)), 422
    flash(_said(_("已改好"), taken))
    return redirect(url_for("sessions.show", occasion_id=occasion_id))


def _move_form(form: MoveForm, occasion: ServiceSession) -> MoveForm:
    found = venues.venues_for(session(), work_town_id())
    names = services.venue_names(session(), {*(v.id for v in found), *filter(None, [occasion.venue_id])})
    seats = {v.id: v.seats for v in found}
    form.prepare([(i, _("%(name)s（%(seats)s座）", name=name, seats=seats.get(i, 0))) for i, name in names.items()])
    return form


def _move_page(form: MoveForm, occasion: ServiceSession, instead: Sequence[tuple[str, Alternative]] = ()) -> str:
    line = queries.line_of(session(), occasion)
    return render_template("adjusting/move.html", form=form, occasion=occasion, line=line, instead=instead)


def _instead(occasion: ServiceSession, change: Change) -> Sequence[tuple[str, Alternative]]:
    """The nearest free alternatives with what a button sends."""
    if change.venue_id is None:
        return []
    wanted: dict[str, Any] = {"now": clock.now(), "heads": occasion.places}
    try:
        found = availability.alternatives(session(), work_town_id(), change.venue_id, change.span, **wanted)
    except Refusal:  # the venue itself is not there for this town
        return []
    return [(Choice(ChoiceKind.OTHER, a.venue_id, a.span).value, a) for a in found]


@bp.route("/<uuid:occasion_id>/cancel", methods=["GET", "POST"])
@allow(*WRITERS)
def call_off(occasion_id: UUID) -> ResponseReturnValue:
    """One session, or with it all that come after it in its series."""
    occasion, _service = _own(occasion_id)
    if _is_over(occasion):
        return redirect(url_for("sessions.show", occasion_id=occasion_id))
    later = programmes.later_in_series(session(), occasion, now=clock.now())
    form = CallOffForm()
    if not later:
        del form.following
    if request.method == "POST" and form.validate():
        chosen = [occasion, *(later if later and form.following.data else [])]
        told = sum(one.taken for one in chosen)
        if _done(form, lambda said: _call_off(chosen, form.reason.data, said)):
            flash(_said(_("已取消%(count)s场，场地已交还", count=len(chosen)), told))
            return redirect(url_for("sessions.show", occasion_id=occasion_id))
        occasion, _service = _own(occasion_id)
    line = queries.line_of(session(), occasion)
    page = render_template("adjusting/cancel.html", form=form, occasion=occasion, line=line, later=later)
    return page, 422 if form.errors or form.form_errors else 200


def _call_off(chosen: Sequence[ServiceSession], reason: str, said: dict[str, Any]) -> None:
    """All of them, or none; always locked in the order of time."""
    for one in chosen:
        actions.call_off(session(), one.id, reason=reason, **said)


@bp.route("/<uuid:occasion_id>/places", methods=["GET", "POST"])
@allow(*WRITERS)
def set_places(occasion_id: UUID) -> ResponseReturnValue:
    """More or fewer places; what becomes free goes to who waits."""
    occasion, service = _own(occasion_id)
    if _is_over(occasion):
        return redirect(url_for("sessions.show", occasion_id=occasion_id))
    form = PlacesForm()
    form.prepare(queries.counters_of(session(), occasion, service))
    if request.method == "GET":
        form.places.data = occasion.places
    elif form.validate():
        wanted = (form.places.data, form.reserved())
        if _done(form, lambda said: actions.set_places(session(), occasion_id, *wanted, **said)):
            flash(_("名额已调整"))
            return redirect(url_for("sessions.show", occasion_id=occasion_id))
        occasion, service = _own(occasion_id)
    line = queries.line_of(session(), occasion)
    page = render_template("adjusting/places.html", form=form, occasion=occasion, line=line)
    return page, 422 if form.errors or form.form_errors else 200


def _own(occasion_id: UUID) -> tuple[ServiceSession, Service]:
    return queries.get_run(session(), occasion_id, actor=work_actor(), now=clock.now())


def _is_over(occasion: ServiceSession) -> bool:
    """Nothing can be changed any more, and the session's page says why. What is sent nevertheless is refused."""
    return request.method == "GET" and (not occasion.is_open or occasion.starts_at <= clock.now())


def _done(form: Any, deed: Callable[[dict[str, Any]], object]) -> bool:
    """The deed by who is signed in, now; or why not, on its form."""
    try:
        deed({"actor": work_actor(), "now": clock.now()})
    except Refusal as refusal:
        say_on(form, refusal)
        return False
    return True


def _said(done: str, taken: int) -> str:
    return _("%(done)s，已通知%(count)s位报名人一方", done=done, count=taken) if taken else done
