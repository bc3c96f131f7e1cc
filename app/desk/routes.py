"""/desk: 帮老人报名. Somebody stands before the counter: found, signed up again by one tap, given a slip."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.desk import queries, rules
from app.desk.forms import FindForm, MoreForm, NewForm
from app.enrolment import actions as enrolment
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, say_on, session
from app.residents import queries as residents
from app.residents.models import Resident
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.sessions.rules import NoPlaceLeft
from app.signups import queries as signups
from app.signups.models import OPEN, SignUp, SignUpDraft, SignUpState
from app.signups.rules import HANDLERS, STILL_TO_SAY
from app.typeset.gateways import qr_picture

bp = Blueprint("desk", __name__, url_prefix="/desk")
SIZES = ("80", "a5")


@bp.route("/", methods=["GET", "POST"])
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    """The search, and who it finds. What is looked for is posted: names and numbers stay out of addresses."""
    form = FindForm()
    found = None
    if form.validate_on_submit():
        found = queries.find(session(), form.text.data.strip(), town_id=work_town_id(), now=clock.now())
    page = render_template("desk/index.html", form=form, found=found)
    return page, 422 if form.errors else 200


@bp.route("/residents/<uuid:resident_id>", methods=["GET"])
@allow(*HANDLERS)
def choose(resident_id: UUID) -> ResponseReturnValue:
    """What somebody can be signed up for, on either side."""
    card = _card(resident_id)
    lines = queries.sessions_for(session(), card, town_id=work_town_id(), now=clock.now())
    wanted = request.args.get("q", "")[:20].strip()
    if wanted:
        lines = [line for line in lines if wanted in line.title or wanted in line.unit_name or wanted in line.place]
    asking = {line.service_id for line in lines if _asks_more(line.service_id)}
    return render_template("desk/choose.html", card=_masked(card), lines=lines, asking=asking, wanted=wanted)


def _asks_more(service_id: UUID) -> bool:
    service = services.find_service(session(), service_id)
    return bool(service and rules.asks_more(service))


@bp.route("/residents/<uuid:resident_id>/<uuid:occasion_id>", methods=["GET", "POST"])
@allow(*HANDLERS)
def sign_up(resident_id: UUID, occasion_id: UUID) -> ResponseReturnValue:
    """One tap where the service asks nothing more; otherwise the few fields that it asks for, filled in from before."""
    card, (occasion, service) = _card(resident_id), _occasion(occasion_id)
    known = queries.draft_of(session(), card, service)
    form = MoreForm(data=known.declared.model_dump() | {"age_seen": bool(known.age_seen)})
    form.ask_for(service)
    is_tap = request.form.get("tap") == "1"
    if request.method == "POST" and (is_tap or form.validate()):
        draft = known if is_tap else known.model_copy(update=form.more(service))
        answer = _try(form, occasion, draft)
        if isinstance(answer, SignUp):
            return _done(answer)
    return _page(form, card, occasion, service), 422 if request.method == "POST" else 200


def _page(form: MoreForm, card: Resident, occasion: ServiceSession, service: Service) -> str:
    now = clock.now()
    line = sessions.with_room(session(), [sessions.line_of(session(), occasion)], card.home_town_id, now=now)[0]
    return render_template(
        "desk/sign_up.html",
        form=form,
        card=_masked(card),
        line=line,
        service=service,
        chances=queries.chances_for(session(), card, occasion, now=now) if form.is_barred else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(*HANDLERS)
def new() -> ResponseReturnValue:
    """Somebody who was never here: three fields and the session."""
    form = NewForm(request.form if request.method == "POST" else request.args)
    lines = queries.bookable(session(), work_town_id(), now=clock.now())
    form.offer_sessions(lines)
    form.offer_homes(residents.communities(session(), services.towns_around(session(), work_town_id())))
    chosen = next((line for line in lines if str(line.id) == form.occasion.data), None)
    occasion, service = _occasion(chosen.id) if chosen else (None, None)
    form.ask_for(service)
    if request.method == "POST" and form.validate() and occasion and service:
        answer = _try(form, occasion, form.draft(service))
        if isinstance(answer, SignUp):
            return _done(answer)
    return render_template("desk/new.html", form=form, service=service), 422 if request.method == "POST" else 200


def _try(form: Any, occasion: ServiceSession, draft: SignUpDraft) -> SignUp | None:
    """The sign-up, or None with the reason on the form. Full: the person may stand in the queue."""
    wait = request.form.get("wait") == "1"
    try:
        return enrolment.sign_up(session(), occasion.id, draft, actor=work_actor(), now=clock.now(), wait=wait)
    except NotFound:
        raise
    except Refusal as refusal:
        say_on(form, refusal)
        form.is_full = isinstance(refusal, NoPlaceLeft)
        form.is_barred = not isinstance(refusal, STILL_TO_SAY)
        return None


def _done(made: SignUp) -> ResponseReturnValue:
    if made.state is SignUpState.WAITING:
        flash(_("已列入候补，有空出的名额会通知您转告本人"))
    else:
        flash(_("报名成功，请把凭条交给本人"))
    return redirect(url_for(".slip", sign_up_id=made.id))


@bp.get("/slips/<uuid:sign_up_id>")
@allow(*HANDLERS)
def slip(sign_up_id: UUID) -> ResponseReturnValue:
    """Large type for the printer at the counter (80 mm) or on A5, with the code that looks it up."""
    return _slip_page(signups.get_sign_up(session(), sign_up_id, town_id=work_town_id()))


def _slip_page(sign_up: SignUp, refused: str = "") -> str:
    size = request.args.get("size", "80")
    if size not in SIZES:
        raise NotFound
    shown = _slip(sign_up)
    return render_template(
        "desk/slip.html",
        slip=shown,
        sign_up=sign_up,
        size=size,
        picture=qr_picture(shown.address_of_code),
        groups=rules.code_in_groups(shown.code),
        may_cancel=sign_up.state in OPEN and sign_up.starts_at > clock.now(),
        refused=refused,
    )


def _slip(sign_up: SignUp) -> rules.Slip:
    occasion, service = sessions.get_session(session(), sign_up.session_id, reader_town_id=work_town_id())
    line, unit = sessions.line_of(session(), occasion), services.line_of(session(), service)
    (entry,) = signups.entries_of(session(), [sign_up], reader_town_id=work_town_id())
    prices = {p.town_id: p for p in services.prices_of(session(), service)}
    price = prices.get(sign_up.home_town_id)
    said = "，".join(filter(None, [price.price, price.subsidy])) if price else ""
    return rules.Slip(
        title=line.title,
        day=f"{clock.chinese_date(occasion.starts_at)} {clock.weekday_name(occasion.starts_at)}",
        hours=f"{clock.wall_time(occasion.starts_at)}–{clock.wall_time(occasion.ends_at)}",
        place=f"{line.unit_name} {line.place}".strip(),
        address=unit.address,
        bring=service.bring,
        price=said or occasion.note,
        phone=unit.phone,
        name=entry.name,
        digits=entry.phone[-4:],
        code=sign_up.code,
        state=_(entry.state_words),
        note=entry.note,
        starts_at=occasion.starts_at,
        address_of_code=current_app.config["PUBLIC_URL"].rstrip("/") + url_for("rolls.by_code", code=sign_up.code),
    )


@bp.post("/slips/<uuid:sign_up_id>/cancel")
@allow(*HANDLERS)
def cancel(sign_up_id: UUID) -> ResponseReturnValue:
    """They cannot come after all: said at the counter or by telephone."""
    signups.get_sign_up(session(), sign_up_id, town_id=work_town_id())
    try:
        enrolment.cancel(session(), sign_up_id, actor=work_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        sign_up = signups.get_sign_up(session(), sign_up_id, town_id=work_town_id())
        return _slip_page(sign_up, explain(refusal)), 422
    flash(_("已取消，空出的名额会让给候补的人"))
    return redirect(url_for(".slip", sign_up_id=sign_up_id))


def _card(resident_id: UUID) -> Resident:
    card = residents.get_resident(session(), resident_id, town_id=work_town_id())
    if card.erased_at is not None:
        raise NotFound
    return card


def _masked(card: Resident) -> residents.Card:
    return residents.cards_of(session(), [card])[0]


def _occasion(occasion_id: UUID) -> tuple[ServiceSession, Service]:
    return sessions.get_session(session(), occasion_id, reader_town_id=work_town_id())
