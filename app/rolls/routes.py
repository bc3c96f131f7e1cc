"""/rolls: who came. A session's list on a phone at the door, on paper, by a slip's code; walk-ins; closing."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.guards import allow, allow_anyone, work_actor, work_town_id
from app.desk import queries as desk
from app.desk.forms import FindForm, PersonForm
from app.desk.rules import asks_more
from app.enrolment import actions as enrolment
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, may_open, say_on, session
from app.residents import queries as residents
from app.rolls import queries, rules
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.signups import queries as signups
from app.signups.models import SignUpDraft
from app.signups.rules import HANDLERS

bp = Blueprint("rolls", __name__, url_prefix="/rolls")
WAYS = {"attend": enrolment.attend, "absent": enrolment.mark_absent, "untick": enrolment.untick}


@bp.get("/")
@allow(*HANDLERS)
def day() -> ResponseReturnValue:
    """The town's sessions of a day, today's if nothing else is asked."""
    try:
        on = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        on = clock.today()
    lines = queries.day_of(session(), work_town_id(), on)
    return render_template("rolls/day.html", lines=lines, on=on, today=clock.today())


@bp.get("/<uuid:occasion_id>")
@allow(*HANDLERS)
def show(occasion_id: UUID) -> ResponseReturnValue:
    """One session's list, for the thumb; `?all=1` with boxes, to enter a list that was ticked on paper."""
    return _page(occasion_id)


@bp.get("/<uuid:occasion_id>/print")
@allow(*HANDLERS)
def print_list(occasion_id: UUID) -> ResponseReturnValue:
    occasion, _service = _own(occasion_id)
    line = sessions.line_of(session(), occasion)
    return render_template("rolls/print.html", line=line, roll=_roll(occasion_id), now=clock.now())


@bp.post("/<uuid:occasion_id>/tick")
@allow(*HANDLERS)
def tick(occasion_id: UUID) -> ResponseReturnValue:
    """One person is there, is not, or the tick was a mistake."""
    _own(occasion_id)
    way = WAYS.get(request.form.get("way", ""))
    sign_up_id = _sign_up_id(occasion_id)
    if way is None or sign_up_id is None:
        raise NotFound
    return _do(occasion_id, lambda: way(session(), sign_up_id, actor=work_actor(), now=clock.now()), _("已登记"))


def _sign_up_id(occasion_id: UUID) -> UUID | None:
    """The person whose button was pressed, if they stand on this list."""
    known = {str(s.id): s.id for s in signups.of_session(session(), occasion_id, town_id=work_town_id())}
    return known.get(request.form.get("sign_up", ""))


@bp.post("/<uuid:occasion_id>/enter")
@allow(*HANDLERS)
def enter(occasion_id: UUID) -> ResponseReturnValue:
    """The whole list at once: whoever is ticked was there; the others stay open until the list is closed."""
    _own(occasion_id)
    try:
        came = [UUID(text) for text in request.form.getlist("came")]
    except ValueError:
        raise NotFound from None
    said: Any = {"actor": work_actor(), "now": clock.now()}
    return _do(occasion_id, lambda: enrolment.tick_all(session(), occasion_id, came, **said), _("到场情况已保存"))


@bp.post("/<uuid:occasion_id>/close")
@allow(*HANDLERS)
def close(occasion_id: UUID) -> ResponseReturnValue:
    """Whoever is not ticked did not come."""
    _own(occasion_id)
    said: Any = {"actor": work_actor(), "now": clock.now()}
    return _do(occasion_id, lambda: enrolment.close_list(session(), occasion_id, **said), _("名单已结清"))


@bp.route("/<uuid:occasion_id>/walk-in", methods=["GET", "POST"])
@allow(*HANDLERS)
def walk_in(occasion_id: UUID) -> ResponseReturnValue:
    """Somebody who came without a sign-up: found by four digits, or three fields; a place if there is any."""
    occasion, service = _own(occasion_id)
    part = request.form.get("part", "")
    find, form = FindForm(formdata=_sent("find")), _person_form(service, _sent("person"))
    if part == "find" and find.validate():
        found = desk.find(session(), find.text.data.strip(), town_id=work_town_id(), now=clock.now())
        return _walk_in_page(occasion, service, find, form, found)
    draft = form.draft(service) if part == "person" and form.validate() else None
    draft = _known_draft(form, service) if part == "known" else draft
    if draft and (answer := _walks_in(form, occasion_id, draft)):
        return answer
    occasion, service = _own(occasion_id)
    return _walk_in_page(occasion, service, find, form, None), 422 if request.method == "POST" else 200


def _sent(part: str) -> Any:
    return request.form if request.form.get("part") == part else None


def _person_form(service: Service, sent: Any) -> PersonForm:
    form = PersonForm(formdata=sent)
    form.ask_for(service)
    form.offer_homes(residents.communities(session(), services.towns_around(session(), work_town_id())))
    return form


def _known_draft(form: PersonForm, service: Service) -> SignUpDraft | None:
    """The person who was found; what the service asks besides was asked at the door, and that is ticked."""
    try:
        card = residents.get_resident(session(), UUID(request.form.get("resident", "")), town_id=work_town_id())
    except ValueError:
        raise NotFound from None
    if asks_more(service) and request.form.get("asked") != "1":
        form.form_errors.append(_("请先当面核对、征得同意，并勾选“已核对并征得同意”"))
        return None
    return desk.draft_at_door(session(), card, service)


def _walks_in(form: PersonForm, occasion_id: UUID, draft: SignUpDraft) -> ResponseReturnValue | None:
    try:
        enrolment.walk_in(session(), occasion_id, draft, actor=work_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        say_on(form, refusal)
        return None
    flash(_("已登记到场"))
    return redirect(url_for(".show", occasion_id=occasion_id))


def _walk_in_page(occasion: ServiceSession, service: Service, find: FindForm, form: PersonForm, found: Any) -> str:
    line = sessions.line_of(session(), occasion)
    asks = asks_more(service)
    return render_template("rolls/walk_in.html", line=line, asks=asks, find=find, form=form, found=found)


@bp.get("/code/<code>")
@allow_anyone
def by_code(code: str) -> ResponseReturnValue:
    """What a slip's QR code opens: to the staff of the service the person's tick, to anybody else the look-up."""
    if not may_open("rolls.day", current_user):
        return redirect(url_for("online.find_slip", code=code[:12]))
    sign_up = queries.find_by_code(session(), code, town_id=work_town_id())
    if sign_up is None:
        raise rules.NoSuchCode
    if sign_up.provider_town_id != work_town_id():
        return redirect(url_for("desk.slip", sign_up_id=sign_up.id))
    occasion, _service = _own(sign_up.session_id)
    (entry,) = signups.entries_of(session(), [sign_up], reader_town_id=work_town_id())
    return render_template("rolls/code.html", entry=entry, line=sessions.line_of(session(), occasion))


def _own(occasion_id: UUID) -> tuple[ServiceSession, Service]:
    return queries.get_own_session(session(), occasion_id, town_id=work_town_id())


def _roll(occasion_id: UUID) -> rules.Roll:
    return rules.roll_of(signups.list_of_session(session(), occasion_id, reader_town_id=work_town_id()))


def _do(occasion_id: UUID, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _page(occasion_id, explain(refusal)), 422
    flash(done)
    return redirect(url_for(".show", occasion_id=occasion_id, all=request.form.get("all") and 1))


def _page(occasion_id: UUID, refused: str = "") -> str:
    occasion, service = _own(occasion_id)
    return render_template(
        "rolls/show.html",
        line=sessions.line_of(session(), occasion),
        roll=_roll(occasion_id),
        on=occasion.span.day,
        has_begun=occasion.starts_at <= clock.now(),
        many=request.args.get("all") == "1" or request.form.get("all") == "1",
        refused=refused,
        is_dining=service.kind.value == "dining",
    )
