"""/spaces/<venue>: a venue of any town, booking it, and answering for one's own."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.answers import actions as answers
from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings import queries, rules
from app.bookings.models import Booking, BookingState, Span
from app.claims import queries as claims
from app.claims.rules import Taken
from app.halls import actions as halls
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound, Refusal
from app.kit.web import apart, explain, say_on, session
from app.photos import queries as photos
from app.spaces import actions
from app.spaces import queries as pages
from app.spaces.forms import BookForm, DivideForm, MoveForm, ReasonForm
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues import rules as venue_rules
from app.venues.models import HOLIDAYS, KINDS, Venue
from app.waitlists import actions as passing
from app.waitlists import queries as waitlists
from app.weeks import queries as weeks

bp = Blueprint("spaces", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
bp.app_template_filter("minute")(venue_rules.write_minute)
bp.app_template_filter("offered_end")(availability_rules.offered_end)
bp.app_template_filter("span_words")(availability_rules.span_in_words)
LIVE = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED})


@bp.get("/<uuid:venue_id>")
@allow(*PEOPLE)
def show_venue(venue_id: UUID) -> ResponseReturnValue:
    """A venue: what it offers, its rules in words, its week."""
    venue = _venue(venue_id)
    first = rules.monday_of(request.args.get("week", ""), today=clock.today())
    town_id, now = work_town_id(), clock.now()
    is_own = venue.town_id == town_id
    terms = availability.terms_of(session(), town_id, [venue])[venue.id]
    closures = claims.closures_of(session(), venue.id, since=now)
    unit, town = towns.get_unit(session(), venue.unit_id), towns.get_town(session(), venue.town_id)
    return render_template(
        "spaces/venue.html",
        venue=venue,
        unit=unit,
        town=town,
        kind=KINDS[venue.kind],
        lent=pages.lent_in_words(session(), venue) if is_own else [],
        holidays=HOLIDAYS[venue.holidays],
        hours=venue_rules.hours_in_words(venues.timetables(session(), [venue])[venue.id].by_weekday),
        parts=venues.parts_of(session(), venue.id),
        photos=photos.of_venue(session(), venue.id),
        where=venue_rules.way_in_words(venue, unit, town.name),
        is_own=is_own,
        terms=terms.words(),
        quota=pages.quota_words(session(), venue, town_id, now=now),
        suspended=pages.suspended(session(), venue, _reader(), now=now),
        week=weeks.week_of(session(), venue, first, reader_town_id=town_id, now=now),
        first=first,
        this_week=rules.monday_of("", today=clock.today()),
        previous=first - timedelta(days=7),
        following=first + timedelta(days=7),
        closures=[(c, availability_rules.period_in_words(c.span)) for c in closures],
        is_keeper=_keeps(venue),
    )


@bp.route("/<uuid:venue_id>/book", methods=["GET", "POST"])
@allow(*PEOPLE)
def book(venue_id: UUID) -> ResponseReturnValue:
    """The form; after a refusal the sentence and what can be had instead."""
    venue = _venue(venue_id)
    form = BookForm(request.form if request.method == "POST" else request.args)
    offers: tuple[availability.Alternative, ...] = ()
    actor, may_wait, held = work_actor(), False, None
    if request.method == "POST" and form.validate():
        try:
            booking = actions.book(session(), form.draft(venue_id), actor=actor, now=clock.now())
        except Refusal as refusal:
            session().rollback()
            _pass_on(venue_id, form.span(), actor)
            form.form_errors.append(explain(refusal))
            if may_wait := isinstance(refusal, Taken):
                held = _held(venue_id, form.span())
            offers = _offers(venue_id, form)
        else:
            flash(_("已预约") if booking.state is BookingState.CONFIRMED else _("申请已提交，管理单位答复后会通知您"))
            return redirect(url_for(".show_booking", booking_id=booking.id))
    if request.method == "GET":
        mine = accounts.find_contact(session(), current_person().id)
        form.contact_name.data = form.contact_name.data or current_person().name
        form.contact_phone.data = form.contact_phone.data or (mine.phone if mine else "")
    said = {"offers": offers, "terms": _terms(venue), "may_wait": may_wait, "held": held}
    suspended = pages.suspended(session(), venue, _reader(), now=clock.now())
    page = render_template("spaces/book.html", form=form, venue=venue, suspended=suspended, **said)
    return page, 422 if request.method == "POST" else 200


@bp.get("/bookings/<uuid:booking_id>")
@allow(*PEOPLE)
def show_booking(booking_id: UUID) -> ResponseReturnValue:
    return _booking_page(_booking(booking_id))


@bp.post("/bookings/<uuid:booking_id>/approve")
@allow(*PEOPLE)
def approve(booking_id: UUID) -> ResponseReturnValue:
    return _do(
        booking_id, lambda: answers.approve(session(), booking_id, actor=work_actor(), now=clock.now()), _("已同意")
    )


@bp.post("/bookings/<uuid:booking_id>/decline")
@allow(*PEOPLE)
def decline(booking_id: UUID) -> ResponseReturnValue:
    return _with_reason(booking_id, answers.decline, _("已答复，预约人会看到原因"))


@bp.post("/bookings/<uuid:booking_id>/cancel")
@allow(*PEOPLE)
def cancel(booking_id: UUID) -> ResponseReturnValue:
    return _with_reason(booking_id, actions.cancel, _("预约已取消，时段已放开"))


@bp.route("/bookings/<uuid:booking_id>/move", methods=["GET", "POST"])
@allow(*PEOPLE)
def move(booking_id: UUID) -> ResponseReturnValue:
    """Another time or another venue; where the owner has to agree, it is asked again."""
    booking = _booking(booking_id)
    form = _move_form(booking)
    offers: tuple[availability.Alternative, ...] = ()
    if form.validate_on_submit():
        chosen: Any = {"venue_id": UUID(form.venue.data), "span": form.span()}
        try:
            actions.move(session(), booking_id, **chosen, actor=work_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
            offers = _offers(chosen["venue_id"], form)
        else:
            flash(_("已改期"))
            return redirect(url_for(".show_booking", booking_id=booking_id))
    page = render_template("spaces/move.html", form=form, booking=booking, offers=offers)
    return page, 422 if form.errors else 200


@bp.route("/<uuid:venue_id>/divide", methods=["GET", "POST"])
@allow(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD)
def divide(venue_id: UUID) -> ResponseReturnValue:
    """A hall that can be used in halves: booking it takes them, and the other way round."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    form = DivideForm()
    if form.validate_on_submit():
        try:
            if not _keeps(venue):
                raise rules.NotYourUnit
            parts = venue_rules.read_parts(form.parts.data)
            halls.divide(session(), venue, parts, actor=work_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已分隔；预约整厅会同时占用各部分"))
            return redirect(url_for(".show_venue", venue_id=venue_id))
    return render_template("spaces/divide.html", form=form, venue=venue), 422 if form.errors else 200


def _do(booking_id: UUID, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    booking = _booking(booking_id)
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _booking_page(booking, refused=explain(refusal)), 422
    flash(done)
    return redirect(url_for(".show_booking", booking_id=booking_id))


def _with_reason(booking_id: UUID, deed: Callable[..., object], done: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _booking_page(_booking(booking_id), form=form), 422
    said = {"reason": form.reason.data, "actor": work_actor(), "now": clock.now()}
    return _do(booking_id, lambda: deed(session(), booking_id, **said), done)


def _booking_page(booking: Booking, refused: str = "", form: ReasonForm | None = None) -> str:
    page = pages.page_of(session(), booking, _reader(), now=clock.now())
    return render_template(
        "spaces/booking.html", **page.shown(), form=form or ReasonForm(formdata=None), refused=refused
    )


def _reader() -> pages.Reader:
    return pages.Reader(current_person().id, work_town_id(), _roles())


def _pass_on(venue_id: UUID, span: Span, actor: Actor) -> None:
    """What lapsed goes to who waits for it, although this booking was refused."""
    town_id = work_town_id()

    def pass_on(other: Session) -> None:
        venue = venues.get_venue(other, venue_id, reader_town_id=town_id)
        passing.give_way(other, [(venue, span)], actor=actor, now=clock.now())

    apart(pass_on)


def _held(venue_id: UUID, span: Span) -> waitlists.Wish | None:
    """What stands in the reader's own way: the same time, held for their wish."""
    mine = waitlists.offers_for(session(), work_town_id(), current_person().id, now=clock.now())
    return next((w for w in mine if w.venue_id == venue_id and w.held and rules.overlap(w.held, span)), None)


def _venue(venue_id: UUID) -> Venue:
    return venues.get_venue(session(), venue_id, reader_town_id=work_town_id())


def _booking(booking_id: UUID) -> Booking:
    return queries.get_booking(session(), booking_id, reader_town_id=work_town_id())


def _roles() -> Any:
    return accounts.roles_at(session(), current_person().id, clock.now())


def _keeps(venue: Venue) -> bool:
    return venues.runs_unit(_roles(), venue.unit_id, venue.town_id)


def _terms(venue: Venue) -> Sequence[str]:
    return availability.terms_of(session(), work_town_id(), [venue])[venue.id].words()


def _offers(venue_id: UUID, form: Any) -> tuple[availability.Alternative, ...]:
    heads = form.heads.data if "heads" in form else 0
    span = form.span()
    if span.minutes <= 0:
        return ()
    return availability.alternatives(session(), work_town_id(), venue_id, span, now=clock.now(), heads=heads or 0)


def _move_form(booking: Booking) -> MoveForm:
    first, last = clock.to_town(booking.starts_at), clock.to_town(booking.ends_at)
    form = MoveForm(venue=str(booking.venue_id), day=first.date(), starts=first.time(), ends=last.time())
    found = venues.venues_for(session(), booking.town_id, seats=booking.heads)
    units = venues.units_by_id(session(), found)
    form.venue.choices = [(str(v.id), f"{units[v.unit_id].name} {v.name}（{v.seats}座）") for v in found]
    return form
