"""/spaces/<venue>/close, /exceptions: the owning unit says when a venue is not open as usual."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.bookings import queries as bookings
from app.bookings.models import STATES, Booking
from app.claims.models import Closure, ClosureDraft, ClosureKind
from app.closures import actions, queries
from app.closures.forms import ClosureForm, Confirmed, HoursForm, ManyHoursForm
from app.kit import clock
from app.kit.errors import NotAllowed, NotFound, Refusal
from app.kit.web import say_on, session
from app.venues import queries as venues
from app.venues.models import Venue

bp = Blueprint("closures", __name__, url_prefix="/spaces")
STAFF = (Role.WORKER, Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY, Role.SECONDEE)


@bp.route("/<uuid:venue_id>/close", methods=["GET", "POST"])
@allow(*STAFF)
def close_venue(venue_id: UUID) -> ResponseReturnValue:
    """Whoever has the venue in that time is shown first; closing it tells each of them."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    form, met = ClosureForm(), ()  # type: tuple[ClosureForm, Sequence[Booking]]
    if form.validate_on_submit():
        met = queries.met_by_closing(session(), venue, form.span(), now=clock.now())
        try:
            if _has_seen(form, met):
                closure = actions.close_venue(session(), _draft(form, venue_id), actor=work_actor(), now=clock.now())
                flash(_told(closure))
                return redirect(url_for("spaces.show_venue", venue_id=venue_id))
        except Refusal as refusal:
            met = ()
            say_on(form, refusal)
    page = render_template("closures/close.html", form=form, venue=venue, met=_lines(form, met), states=STATES)
    return page, 422 if form.errors else 200


@bp.post("/closures/<uuid:closure_id>/lift")
@allow(*STAFF)
def lift_closure(closure_id: UUID) -> ResponseReturnValue:
    closure = session().get(Closure, closure_id)
    if closure is None or closure.town_id != work_town_id():
        raise NotFound
    actions.lift_closure(session(), closure_id, actor=work_actor(), now=clock.now())
    flash(_("场地已恢复开放"))
    return redirect(url_for("spaces.show_venue", venue_id=closure.venue_id))


@bp.route("/<uuid:venue_id>/exceptions", methods=["GET", "POST"])
@allow(*STAFF)
def exceptions(venue_id: UUID) -> ResponseReturnValue:
    """The dates on which one venue has hours of its own."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    if not _runs(venue):
        raise NotAllowed
    form = HoursForm(formdata=request.form if request.method == "POST" else request.args)
    met, answer = _entered(form, [venue], url_for(".exceptions", venue_id=venue_id))
    known = queries.exceptions_from(session(), venue_id, clock.today())
    page = {"venue": venue, "known": known, "holidays": _holidays()}
    return answer or _hours_page("closures/exceptions.html", form, met, **page)


@bp.post("/<uuid:venue_id>/exceptions/drop")
@allow(*STAFF)
def drop_exception(venue_id: UUID) -> ResponseReturnValue:
    venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    try:
        on = date.fromisoformat(request.form.get("on", ""))
    except ValueError as error:
        raise NotFound from error
    actions.drop_hours(session(), venue_id, on, actor=work_actor(), now=clock.now())
    flash(_("已恢复平日的开放时间"))
    return redirect(url_for(".exceptions", venue_id=venue_id))


@bp.route("/exceptions", methods=["GET", "POST"])
@allow(*STAFF)
def many_exceptions() -> ResponseReturnValue:
    """The same dates for several venues at once: 春节."""
    mine = [v for v in venues.all_of_town(session(), work_town_id()) if not v.is_retired and _runs(v)]
    units = venues.units_by_id(session(), mine)
    form = ManyHoursForm(formdata=request.form if request.method == "POST" else request.args)
    form.venues.choices = [SelectChoice(value=str(v.id), label=f"{units[v.unit_id].name} {v.name}") for v in mine]
    if request.method == "GET":
        form.venues.data = [str(v.id) for v in mine]
    chosen = [v for v in mine if str(v.id) in (form.venues.data or [])]
    met, answer = _entered(form, chosen, url_for("venues.index"))
    return answer or _hours_page("closures/many.html", form, met, holidays=_holidays())


def _entered(
    form: HoursForm, chosen: Sequence[Venue], back: str
) -> tuple[Sequence[Booking], ResponseReturnValue | None]:
    """Whom it concerns, and the way on when it is done; the form's errors say why it is not."""
    if request.method != "POST" or not form.validate():
        return (), None
    draft, now = form.draft(), clock.now()
    met = queries.met_by_hours(session(), chosen, draft, now=now) if draft.first <= draft.last else ()
    try:
        if _has_seen(form, met):
            actions.set_hours(session(), [v.id for v in chosen], draft, actor=work_actor(), now=now)
            flash(_("已登记%(count)s个场地的开放时间", count=len(chosen)))
            return (), redirect(back)
    except Refusal as refusal:
        say_on(form, refusal)
        return (), None
    return met, None


def _hours_page(template: str, form: HoursForm, met: Sequence[Booking], **page: Any) -> ResponseReturnValue:
    status = 422 if request.method == "POST" and form.errors else 200
    return render_template(template, form=form, met=_lines(form, met), states=STATES, **page), status


def _has_seen(form: Confirmed, met: Sequence[Booking]) -> bool:
    """Nobody is concerned, or the person was shown exactly these bookings."""
    return not met or form.seen.data == _mark(met)


def _mark(met: Sequence[Booking]) -> str:
    return " ".join(str(b.id) for b in met)


def _lines(form: Confirmed, met: Sequence[Booking]) -> list[bookings.Line]:
    """Whom it concerns, for the page; and the form remembers that they were shown."""
    form.seen.data = _mark(met)
    return bookings.lines_of(session(), met)


def _holidays() -> list[queries.Holiday]:
    return queries.holidays_ahead(session(), work_town_id(), clock.today())


def _runs(venue: Venue) -> bool:
    roles = accounts.roles_at(session(), current_person().id, clock.now())
    return venues.runs_unit(roles, venue.unit_id, venue.town_id)


def _draft(form: ClosureForm, venue_id: UUID) -> ClosureDraft:
    span = form.span()
    kind = ClosureKind(form.kind.data)
    return ClosureDraft(
        venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, kind=kind, reason=form.reason.data.strip()
    )


def _told(closure: Closure) -> str:
    if closure.kind is ClosureKind.EMERGENCY:
        return str(_("已征用；原有预约已取消，并已告知预约人可改用的场地"))
    return str(_("已关闭；这段时间的预约人已收到通知，请与他们商定改期或换场地"))
