"""/spaces/…: what is done at the counter, by telephone and on the home page: teams, exceptions, several answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.answers import actions as answers
from app.answers.rules import Outcome, tally
from app.availability import queries as availability
from app.bookings import queries as bookings
from app.bookings import rules as booking_rules
from app.bookings.models import Booking, BookingState, Span
from app.counter import queries, rules
from app.counter.forms import AnswerForm, ExemptForm, HandOverForm, ResizeForm
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, local_path, say_on, session
from app.spaces import actions as spaces
from app.spaces import queries as pages
from app.spaces.forms import EditForm, ExceptionForm, QuickForm, ReasonForm, filled
from app.towns import queries as towns
from app.venues import queries as venues

bp = Blueprint("counter", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


class Who(TypedDict):
    """The person who acts, and when."""

    actor: Actor
    now: datetime


@bp.route("/quick", methods=["GET", "POST"])
@allow(*PEOPLE)
def quick() -> ResponseReturnValue:
    """A team's booking in three fields, while it stands at the counter or waits on the telephone."""
    form = QuickForm(request.form if request.method == "POST" else request.args)
    form.venue.choices = _venue_choices()
    offers: tuple[availability.Alternative, ...] = ()
    if request.method == "POST" and form.validate():
        try:
            booking = spaces.book(session(), form.draft(_contact(form)), **_who())
        except Refusal as refusal:
            say_on(form, refusal)
            offers = _offers(UUID(form.venue.data), form.span(), form.heads.data)
        else:
            return _booked(booking)
    if request.method == "GET" and not form.day.data:
        starts, ends = map(clock.to_town, rules.first_span(clock.now()))
        form.day.data, form.starts.data, form.ends.data = starts.date(), starts.time(), ends.time()
    teams = queries.teams_of(session(), work_town_id())
    page = render_template("counter/quick.html", form=form, teams=teams, offers=offers)
    return page, 422 if request.method == "POST" else 200


def _contact(form: QuickForm) -> tuple[str, str]:
    """Who answers for the team; left empty, it is the one of the last time."""
    if (form.contact.data or "").strip():
        return rules.read_contact(form.contact.data)
    before = queries.find_team(session(), work_town_id(), form.team.data.strip())
    if before is None:
        raise rules.ContactUnreadable
    return before.contact_name, before.contact_phone


@bp.route("/<uuid:venue_id>/exception", methods=["GET", "POST"])
@allow(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD)
def exception(venue_id: UUID) -> ResponseReturnValue:
    """例外办理: the owner's staff book for a town outside its terms, with a reason that the town reads."""
    venue = venues.get_own_venue(session(), venue_id, town_id=work_town_id())
    form = ExceptionForm(request.form if request.method == "POST" else request.args)
    form.town.choices = _town_choices(venue.town_id)
    if request.method == "POST" and form.validate():
        said: Any = {"exempt": form.exemptions(), "reason": form.reason.data, "town_id": UUID(form.town.data)}
        try:
            booking = answers.book_exception(session(), form.draft(venue_id), **said, **_who())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已作为例外办理，对方已收到通知"))
            return redirect(url_for("spaces.show_booking", booking_id=booking.id))
    page = render_template("counter/exception.html", form=form, venue=venue)
    return page, 422 if request.method == "POST" else 200


@bp.route("/answers", methods=["GET", "POST"])
@allow(*PEOPLE)
def answer() -> ResponseReturnValue:
    """Several requests at once; each is answered on its own."""
    form, chosen = AnswerForm(), _chosen()
    if request.method == "GET":
        return _answer_page(form, chosen)
    declines = request.form.get("act") == "decline"
    reason = (form.reason.data or "").strip()
    if not form.validate() or not chosen or (declines and not reason):
        form.form_errors.append(_("请先勾选要办理的申请") if not chosen else _("请写明原因，对方会看到"))
        return _answer_page(form, chosen), 422
    outcomes = answers.answer_all(session(), chosen, _decline(reason) if declines else _approve)
    _sum_up(outcomes, declines=declines)
    return redirect(local_path(request.form.get("next"), url_for(".answer")))


def _approve(booking_id: UUID) -> object:
    return answers.approve(session(), booking_id, **_who())


def _decline(reason: str) -> Callable[[UUID], object]:
    return lambda booking_id: answers.decline(session(), booking_id, reason=reason, **_who())


def _sum_up(outcomes: list[Outcome], *, declines: bool) -> None:
    """3件已同意，1件已被他人办理; what a rule refused is named with its reason."""
    done, others, refused = tally(outcomes)
    words = []
    if done:
        said = _("%(number)s件已答复不同意", number=done) if declines else _("%(number)s件已同意", number=done)
        words.append(said)
    if others:
        words.append(_("%(number)s件已被他人办理或已过期", number=others))
    if words:
        flash(_("，").join(words))
    for one_refused in refused:
        title = bookings.titles_of(session(), [one_refused.booking_id]).get(one_refused.booking_id, "")
        flash(_("“%(title)s”未办理：%(why)s", title=title, why=explain(one_refused.refusal or NotFound())), "bad")


def _answer_page(form: AnswerForm, chosen: list[UUID]) -> str:
    requests = bookings.requests_for(session(), work_town_id(), _roles(), now=clock.now())
    return render_template("counter/answers.html", form=form, requests=requests, ticked=chosen)


def _chosen() -> list[UUID]:
    """The ticked requests, or the one whose button was pressed."""
    one = request.form.get("one")
    try:
        return [UUID(text) for text in ([one] if one else request.form.getlist("booking"))]
    except ValueError:
        raise NotFound from None


@bp.route("/bookings/<uuid:booking_id>/exempt", methods=["GET", "POST"])
@allow(*PEOPLE)
def exempt(booking_id: UUID) -> ResponseReturnValue:
    """Approve although a rule has become stricter since the request: an exception with its reason."""
    booking, form = _booking(booking_id), ExemptForm()
    if not pages.page_of(session(), booking, _reader(), now=clock.now()).may_answer:
        raise NotFound
    if form.validate_on_submit():
        said: Any = {"exempt": form.exemptions(), "exempt_reason": form.exempt_reason.data}
        try:
            booking_rules.check_exemption(said["exempt"], said["exempt_reason"])
            answers.approve(session(), booking_id, **said, **_who())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已作为例外同意，对方已收到通知"))
            return redirect(url_for("spaces.show_booking", booking_id=booking_id))
    page = render_template("counter/exempt.html", form=form, booking=booking)
    return page, 422 if form.errors else 200


@bp.route("/bookings/<uuid:booking_id>/edit", methods=["GET", "POST"])
@allow(*PEOPLE)
def edit(booking_id: UUID) -> ResponseReturnValue:
    """Another wording; only a lecture's content has to be looked at again."""
    booking = _booking(booking_id)
    if not pages.page_of(session(), booking, _reader(), now=clock.now()).may_edit:
        raise NotFound
    form = EditForm(data=filled(booking))
    if form.validate_on_submit():
        try:
            booking = spaces.edit(session(), booking_id, form.said(), **_who())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            asked = booking.state is BookingState.REQUESTED
            flash(_("已修改，管理单位答复后会通知您") if asked else _("已修改"))
            return redirect(url_for("spaces.show_booking", booking_id=booking_id))
    page = render_template("counter/edit.html", form=form, booking=booking)
    return page, 422 if form.errors else 200


@bp.post("/bookings/<uuid:booking_id>/resize")
@allow(*PEOPLE)
def resize(booking_id: UUID) -> ResponseReturnValue:
    """延长 or 缩短 in place."""
    booking, form = _booking(booking_id), ResizeForm()
    if not form.validate_on_submit():
        return _page(booking, _("请填写结束时间")), 422
    ends_at = clock.at(booking.span.day, form.ends.data)
    return _do(booking, lambda: spaces.resize(session(), booking_id, ends_at=ends_at, **_who()), _("结束时间已修改"))


@bp.post("/bookings/<uuid:booking_id>/restore")
@allow(*PEOPLE)
def restore(booking_id: UUID) -> ResponseReturnValue:
    """A cancelled booking comes back while its time is still free."""
    return _do(_booking(booking_id), lambda: spaces.restore(session(), booking_id, **_who()), _("预约已恢复"))


@bp.post("/bookings/<uuid:booking_id>/hand-over")
@allow(*PEOPLE)
def hand_over(booking_id: UUID) -> ResponseReturnValue:
    """钥匙已交接, 已清理."""
    booking, form = _booking(booking_id), HandOverForm()
    if not form.validate_on_submit():
        return _page(booking, _("备注不超过120字")), 422
    said: Any = {"deeds": form.deeds(), "remark": form.remark.data or ""}
    return _do(booking, lambda: answers.hand_over(session(), booking_id, **said, **_who()), _("已登记"))


def _do(booking: Booking, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    booking_id = booking.id
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _page(_booking(booking_id), explain(refusal)), 422
    flash(done)
    return redirect(url_for("spaces.show_booking", booking_id=booking_id))


def _page(booking: Booking, refused: str) -> str:
    page = pages.page_of(session(), booking, _reader(), now=clock.now())
    return render_template("spaces/booking.html", **page.shown(), form=ReasonForm(formdata=None), refused=refused)


def _booked(booking: Booking) -> ResponseReturnValue:
    flash(_("已预约") if booking.state is BookingState.CONFIRMED else _("申请已提交，管理单位答复后会通知您"))
    return redirect(url_for("spaces.show_booking", booking_id=booking.id))


def _booking(booking_id: UUID) -> Booking:
    return bookings.get_booking(session(), booking_id, reader_town_id=work_town_id())


def _roles() -> Any:
    return accounts.roles_at(session(), current_person().id, clock.now())


def _reader() -> pages.Reader:
    return pages.Reader(current_person().id, work_town_id(), _roles())


def _venue_choices() -> list[SelectChoice]:
    found = venues.venues_for(session(), work_town_id())
    units = venues.units_by_id(session(), found)
    named = [SelectChoice(value=str(v.id), label=f"{units[v.unit_id].name} {v.name}（{v.seats}座）") for v in found]
    return [SelectChoice(value="", label=_("请选择")), *named]


def _town_choices(owner_id: UUID) -> list[SelectChoice]:
    partners = sorted(venues.partner_ids(session(), owner_id))
    names = towns.names_of(session(), [*partners, owner_id])
    return [SelectChoice(value=str(t), label=names[t]) for t in (*partners, owner_id)]


def _offers(venue_id: UUID, span: Span, heads: int) -> tuple[availability.Alternative, ...]:
    if span.minutes <= 0:
        return ()
    return availability.alternatives(session(), work_town_id(), venue_id, span, now=clock.now(), heads=heads)


def _who() -> Who:
    return {"actor": work_actor(), "now": clock.now()}
