"""/join and /slip: a resident on a phone, without an account. Shows nobody else's data; each try is counted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow_anyone
from app.enrolment import actions
from app.grounds import actions as grounds
from app.grounds import gateways as ground_period
from app.grounds import queries as ground_queries
from app.kit import clock, knocking, web
from app.kit.db import transaction, widen
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach
from app.kit.text import content_hash
from app.kit.web import explain, session
from app.online import queries, rules
from app.online.forms import FindForm, PublicForm
from app.residents import queries as residents
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions import rules as session_rules
from app.sessions.models import ServiceSession
from app.signups.models import SignUp, SignUpState
from app.standby.rules import PlaceIsFree
from app.towns import queries as towns

bp = Blueprint("online", __name__)


@bp.route("/join/<uuid:occasion_id>", methods=["GET", "POST"])
@allow_anyone
def sign_up(occasion_id: UUID) -> ResponseReturnValue:
    """The form; a full session offers its waiting list in the same form."""
    if request.method == "POST":
        _knock("join", rules.MOST_SIGN_UPS)
    occasion, service = _enter(occasion_id)
    where = queries.homes(session(), service, now=clock.now())
    form = PublicForm()
    form.ask_for(service, residents.communities(session(), where.open))
    said = ground_queries.notice_for(
        session(), service, [t.id for t in where.open], months=ground_period.months()
    ).content()
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            made = _sign_up(form, occasion, service, [t.id for t in where.open], said)
        except NotFound:
            raise
        except Refusal as no:
            refusal = no
            web.say_on(form, no)
            occasion, service = _enter(occasion_id)
        else:
            return _done(made)
    form.notice.data = content_hash(said)
    if isinstance(refusal, session_rules.NoPlaceLeft):
        form.wait.data = "1"
    return _page(form, occasion, service, where, said, refusal), 422 if form.errors else 200


def _enter(occasion_id: UUID) -> tuple[ServiceSession, Service]:
    """A session that everybody may read; from here the request sees what its towns have agreed on, no residents."""
    occasion, service = sessions.get_public(session(), occasion_id)
    for partnership_id in towns.partnership_ids_of(session(), frozenset({service.town_id})):
        widen(session(), partnership_id=partnership_id)
    return occasion, service


def _sign_up(
    form: PublicForm, occasion: ServiceSession, service: Service, towns_told: list[UUID], said: dict[str, object]
) -> SignUp:
    """In the name of the person's home town, which is one of those on the form. Who would wait and need not, has it."""
    if form.notice.data != content_hash(said):
        raise rules.NoticeChanged
    widen(session(), town_id=form.town_id)
    notice = grounds.keep_notice(session(), service, towns_told, now=clock.now())
    draft = form.to_draft(service, notice.id)
    said_of: dict[str, Any] = {"actor": None, "now": clock.now()}
    try:
        return actions.sign_up(session(), occasion.id, draft, wait=form.wait.data == "1", **said_of)
    except PlaceIsFree:
        return actions.sign_up(session(), occasion.id, draft, **said_of)


def _done(made: SignUp) -> ResponseReturnValue:
    _remember(rules.Held(str(made.id), str(made.home_town_id)))
    if made.state is SignUpState.WAITING:
        flash(_("已加入候补，请记下取号码"))
    else:
        flash(_("报名成功，请记下取号码"))
    return redirect(url_for(".show_slip"))


def _page(
    form: PublicForm,
    occasion: ServiceSession,
    service: Service,
    where: queries.Homes,
    said: dict[str, object],
    refusal: Refusal | None,
) -> str:
    now = clock.now()
    home = form.chosen_town_id
    free = queries.free(session(), occasion, [t for t in where.open if home in (None, t.id)], now=now)
    full, closed = not any(town.number for town in free), _why_closed(occasion, service)
    return render_template(
        "online/sign_up.html",
        form=form,
        occasion=occasion,
        service=service,
        line=sessions.line_of(session(), occasion),
        unit=towns.get_unit(session(), service.unit_id),
        free=free,
        full=full,
        shut=[(name, explain(no)) for name, no in where.shut],
        notice=said,
        closed=closed,
        chances=sessions.other_chances(session(), occasion, home or service.town_id, now=now)
        if refusal or full or closed
        else [],
    )


def _why_closed(occasion: ServiceSession, service: Service) -> str:
    """Why nobody can sign up now; "" when they can."""
    try:
        session_rules.check_offered(service)
        session_rules.check_open(occasion, clock.now(), phone=service.phone)
    except Refusal as refusal:
        return explain(refusal)
    return ""


@bp.get("/slip")
@allow_anyone
def show_slip() -> ResponseReturnValue:
    """What this browser was shown in the last half hour."""
    found = queries.slips(session(), _held(), now=clock.now())
    if not found:
        return redirect(url_for(".find_slip"))
    return render_template("online/slip.html", slips=found, refused="")


@bp.route("/slip/find", methods=["GET", "POST"])
@allow_anyone
def find_slip() -> ResponseReturnValue:
    """By code and last four digits; the address may carry the code (a QR on the slip), never the digits."""
    form = FindForm(code=request.args.get("code", "")[:12]) if request.method == "GET" else FindForm()
    if form.validate_on_submit():
        _knock("slip", rules.MOST_LOOKS)
        try:
            _remember(queries.find(session(), form.code.data or "", form.last4.data or ""))
        except Refusal as refusal:
            web.say_on(form, refusal)
        else:
            return redirect(url_for(".show_slip"))
    return render_template("online/find.html", form=form), 422 if form.errors else 200


@bp.post("/slip/cancel")
@allow_anyone
def cancel() -> ResponseReturnValue:
    return _answer(lambda sign_up_id: actions.cancel(session(), sign_up_id, actor=None, now=clock.now()), _("已取消"))


@bp.post("/slip/accept")
@allow_anyone
def accept() -> ResponseReturnValue:
    return _answer(
        lambda sign_up_id: actions.accept(session(), sign_up_id, actor=None, now=clock.now()), _("已接受，报名成功")
    )


@bp.post("/slip/forget")
@allow_anyone
def forget() -> ResponseReturnValue:
    """A borrowed phone: nothing of this visit stays on it."""
    cookie.pop("slips", None)
    cookie.pop("slips_at", None)
    flash(_("本机上的报名凭证已清除"))
    return redirect(url_for(".find_slip"))


def _answer(deed: Callable[[UUID], SignUp], said: str) -> ResponseReturnValue:
    """Only for a slip that this browser was shown."""
    held = next((h for h in _held() if h.sign_up_id == request.form.get("sign_up")), None)
    if held is None:
        raise NotFound
    widen(session(), town_id=UUID(held.town_id))
    try:
        deed(UUID(held.sign_up_id))
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        found = queries.slips(session(), _held(), now=clock.now())
        return render_template("online/slip.html", slips=found, refused=explain(refusal)), 422
    flash(said)
    return redirect(url_for(".show_slip"))


def _held() -> list[rules.Held]:
    return rules.still_held(cookie.get("slips"), cookie.get("slips_at"), clock.now())


def _remember(one: rules.Held) -> None:
    kept = [[h.sign_up_id, h.town_id] for h in _held() if h != one]
    cookie["slips"] = [*kept, [one.sign_up_id, one.town_id]][-rules.MOST_SLIPS :]
    cookie["slips_at"] = clock.now().isoformat()


def _knock(door: str, most: int) -> None:
    """Counted in a transaction of its own: it counts whatever becomes of the request."""
    with transaction(web.engine(), Reach.nothing(), now=clock.now()) as counting:
        allowed = knocking.knock(
            counting,
            door,
            request.remote_addr or "",
            most=most,
            window=rules.WINDOW,
            key=current_app.config["SECRET_KEY"],
            now=clock.now(),
        )
    if not allowed:
        abort(429)
