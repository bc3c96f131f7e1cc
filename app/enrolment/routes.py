"""/sessions/…/sign-up and /sign-ups: workers sign residents up, see who comes, give back and accept for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.enrolment import actions, queries, rules
from app.enrolment.forms import CancelForm, RevealForm, WorkerForm
from app.grounds import gateways as ground_period
from app.grounds import queries as grounds
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.paging import Page
from app.kit.web import explain, say_on, session
from app.residents import actions as resident_deeds
from app.residents import queries as residents
from app.residents.queries import Card
from app.residents.rules import Why
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions import rules as session_rules
from app.sessions.models import ServiceSession
from app.signups import queries as signups
from app.signups.models import AGREED, HOWS, SignUp, SignUpState
from app.signups.rules import HANDLERS

bp = Blueprint("enrolment", __name__)
handles = allow(*HANDLERS)
FEW, MANY = 3, 10  # rows for residents who are not on the list


@bp.route("/sessions/<uuid:occasion_id>/sign-up", methods=["GET", "POST"])
@handles
def sign_up(occasion_id: UUID) -> ResponseReturnValue:
    """Several at once: ticked on the list, or typed."""
    occasion, service = sessions.get_session(session(), occasion_id, reader_town_id=work_town_id())
    form = WorkerForm()
    form.make_room(MANY if "many" in request.args else FEW)
    cards = _cards(form)
    form.ask_for(service, _places(service), cards.rows, own=_own_community())
    refused: list[rules.Refused] = []
    if form.validate_on_submit():
        try:
            said = _sign_up(form, occasion, service)
        except NotFound:
            raise
        except rules.SeveralRefused as refusal:
            refused = refusal.refused
            say_on(form, refusal)
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(said)
            return redirect(url_for(".roll", occasion_id=occasion_id))
        occasion, service = sessions.get_session(session(), occasion_id, reader_town_id=work_town_id())
    return _page(form, occasion, service, cards, refused), 422 if form.errors else 200


def _cards(form: WorkerForm) -> Page[Card]:
    """What the search above the list finds; who was ticked stays on the list whatever it says."""
    town_id = work_town_id()
    community = request.args.get("community", "", type=str)
    found = residents.page(
        session(),
        town_id=town_id,
        text=request.args.get("q", ""),
        community_id=UUID(community) if _is_id(community) else None,
        number=request.args.get("page", 1, type=int),
    )
    ticked = [UUID(v) for v in form.known.data or [] if _is_id(v)]
    shown = {c.id for c in found.rows}
    kept = residents.chosen(session(), [i for i in ticked if i not in shown], town_id=town_id)
    return Page([*residents.cards_of(session(), kept), *found.rows], found.number, found.pages, found.total)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _places(service: Service) -> list[tuple[UUID, str, list[tuple[UUID, str]]]]:
    return residents.communities(session(), queries.may_be_signed_up(session(), service, town_id=work_town_id()))


def _own_community() -> str:
    """Whose residents the worker most likely types: their own community's."""
    units = current_person().unit_ids
    known = residents.communities_of(session(), work_town_id())
    return next((f"{work_town_id()}:{unit_id}" for unit_id, _name in known if unit_id in units), "")


def _sign_up(form: WorkerForm, occasion: ServiceSession, service: Service) -> str:
    """All or none; or, if so ticked, all who can, and who could not is named in the message."""
    if form.is_homeless():
        raise rules.NoHome
    chosen = residents.chosen(session(), form.chosen_ids(), town_id=work_town_id())
    drafts = form.drafts(service, chosen)
    rules.check_number(len(drafts), one_by_one=service.asks_guardian or service.asks_contact)
    made = actions.sign_up_each(
        session(), occasion.id, drafts, actor=work_actor(), now=clock.now(), wait=bool(form.wait.data)
    )
    who = form.who(chosen)
    refused = [rules.Refused(n, m, who[n]) for n, m in enumerate(made) if isinstance(m, Refusal)]
    done = [m for m in made if isinstance(m, SignUp)]
    if refused and (not form.each.data or not done):
        raise rules.SeveralRefused(refused)
    waiting = sum(1 for m in done if m.state is SignUpState.WAITING)
    said_of = [_("已为%(number)s人报名", number=len(done) - waiting)] if len(done) > waiting else []
    said_of += [_("%(number)s人加入候补", number=waiting)] if waiting else []
    said_of += [_("%(who)s没有报上：%(why)s", who=names, why=why) for names, why in _by_reason(refused)]
    return "；".join(said_of)


def _page(
    form: WorkerForm, occasion: ServiceSession, service: Service, cards: Page[Card], refused: list[rules.Refused]
) -> str:
    now, town_id = clock.now(), work_town_id()
    room = sessions.room_of(session(), occasion, town_id, now=now)
    is_ahead = occasion.is_open and now < occasion.last_call
    full = any(isinstance(r.refusal, session_rules.NoPlaceLeft) for r in refused) or not room.free
    return render_template(
        "enrolment/sign_up.html",
        form=form,
        occasion=occasion,
        service=service,
        line=sessions.line_of(session(), occasion),
        room=room,
        cards=cards,
        communities=residents.communities_of(session(), town_id),
        refused=_by_reason(refused),
        more="" if len(form.rows) >= MANY else url_for(".sign_up", occasion_id=occasion.id, **_searched(), many=1),
        blocked=_why_blocked(service),
        told=grounds.notice_for(session(), service, [town_id], months=ground_period.months()),
        is_ahead=is_ahead,
        chances=sessions.other_chances(session(), occasion, town_id, now=now) if full or not is_ahead else [],
    )


def _by_reason(refused: list[rules.Refused]) -> list[tuple[str, str]]:
    """Names and what keeps them away, each reason once."""
    grouped: dict[str, list[str]] = {}
    for one in refused:
        grouped.setdefault(explain(one.refusal), []).append(one.who)
    return [(_("、").join(names), why) for why, names in grouped.items()]


def _searched() -> dict[str, Any]:
    """The search above the list, for a link that keeps it."""
    return {name: request.args[name] for name in ("q", "community") if request.args.get(name)}


def _why_blocked(service: Service) -> str:
    """Why residents of the worker's town cannot cross today; "" when they can."""
    try:
        grounds.check(session(), provider_id=service.town_id, home_id=work_town_id(), on=clock.today())
    except Refusal as refusal:
        return explain(refusal)
    return ""


@bp.get("/sessions/<uuid:occasion_id>/people")
@handles
def roll(occasion_id: UUID) -> ResponseReturnValue:
    """Who comes and who waits."""
    occasion, service = sessions.get_session(session(), occasion_id, reader_town_id=work_town_id())
    return render_template(
        "enrolment/roll.html",
        occasion=occasion,
        service=service,
        line=sessions.line_of(session(), occasion),
        roll=queries.roll(session(), occasion, reader_town_id=work_town_id()),
        is_provider=service.town_id == work_town_id(),
        is_ahead=clock.now() < occasion.ends_at and occasion.is_open,
    )


@bp.get("/sign-ups/<uuid:sign_up_id>")
@handles
def show(sign_up_id: UUID) -> ResponseReturnValue:
    return _sign_up_page(_mine(sign_up_id))


@bp.post("/sign-ups/<uuid:sign_up_id>/cancel")
@handles
def cancel(sign_up_id: UUID) -> ResponseReturnValue:
    form = CancelForm()
    reason = form.reason.data or ""
    return _answer(
        sign_up_id,
        lambda: actions.cancel(session(), sign_up_id, reason, actor=work_actor(), now=clock.now()),
        _("已取消，名额让给下一位"),
    )


@bp.post("/sign-ups/<uuid:sign_up_id>/accept")
@handles
def accept(sign_up_id: UUID) -> ResponseReturnValue:
    """The resident said yes on the telephone."""
    return _answer(
        sign_up_id,
        lambda: actions.accept(session(), sign_up_id, actor=work_actor(), now=clock.now()),
        _("已代为接受，报名成功"),
    )


@bp.post("/sign-ups/<uuid:sign_up_id>/reveal")
@handles
def reveal(sign_up_id: UUID) -> ResponseReturnValue:
    """Name, number and what was declared, in full, for a reason that is kept."""
    known = _mine(sign_up_id)
    form = RevealForm()
    card = signups.card_of(session(), known, town_id=work_town_id())
    if card is None or not form.validate_on_submit():
        return _sign_up_page(known), 422
    shown = resident_deeds.reveal(session(), card.id, Why(form.why.data), actor=work_actor())
    declared = signups.declared_of(session(), [known.id]).get(known.id)
    back = url_for(".show", sign_up_id=sign_up_id)
    return render_template("residents/revealed.html", card=shown, declared=declared, back=back)


@bp.get("/residents/<uuid:resident_id>")
@handles
def person(resident_id: UUID) -> ResponseReturnValue:
    """One resident with everything they came to."""
    card = residents.get_resident(session(), resident_id, town_id=work_town_id())
    (shown,) = residents.cards_of(session(), [card])
    visits = queries.history(session(), card)
    return render_template("enrolment/person.html", card=shown, visits=visits, reveal=RevealForm(formdata=None))


def _mine(sign_up_id: UUID) -> SignUp:
    return signups.get_sign_up(session(), sign_up_id, town_id=work_town_id())


def _answer(sign_up_id: UUID, deed: Callable[[], SignUp], said: str) -> ResponseReturnValue:
    _mine(sign_up_id)
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _sign_up_page(_mine(sign_up_id), refused=explain(refusal)), 422
    flash(said)
    return redirect(url_for(".show", sign_up_id=sign_up_id))


def _sign_up_page(known: SignUp, refused: str = "") -> str:
    (visit,) = queries.visits_of(session(), [known], reader_town_id=work_town_id())
    return render_template(
        "enrolment/show.html",
        sign_up=known,
        visit=visit,
        notice=grounds.get_text(session(), known.notice_id),
        told_how=HOWS[known.told_how],
        agreed_by=AGREED[known.agreed_by] if known.agreed_by else "",
        agreed_how=HOWS[known.agreed_how] if known.agreed_how else "",
        refused=refused,
        reveal=RevealForm(formdata=None),
        cancel=CancelForm(formdata=None),
        starts_later=clock.now() < visit.line.starts_at,
    )
