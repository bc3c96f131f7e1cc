"""/f: marks without an account, by a link or at the counter's screen. /feedback: what the town's units read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_anyone, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.audit.actions import keyed_hash
from app.feedback import actions, queries, rules
from app.feedback.forms import AnswerForm, DigitsForm, FilterForm, OpinionForm, TapForm
from app.feedback.models import SCORES, STATES, WAYS, Opinion, OpinionState, Way
from app.feedback.rules import Published
from app.kit import clock, knocking, web
from app.kit.db import transaction, widen
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach
from app.kit.web import explain, say_on, session
from app.residents.rules import check_no_identity
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.signups.models import SignUp

bp = Blueprint("feedback", __name__)
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
LEADING = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.ORGANISER, Role.CLERK})
WINDOW = timedelta(minutes=10)
LINK, SCREEN, TURN = "link", "screen", "turn"
Visit = tuple[SignUp, ServiceSession, Service]


@bp.app_template_global("feedback_url")
def feedback_url(sign_up_id: UUID) -> str:
    """The one-time link of a sign-up, for slips and the page behind the slip's code."""
    address = url_for("feedback.ask", token=rules.token(LINK, sign_up_id, keyed_hash))
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + address


@bp.app_template_global("feedback_screen_url")
def feedback_screen_url(session_id: UUID) -> str:
    """Where a session's screen for marks is; opened on a tablet, it needs no account."""
    return url_for("feedback.screen", token=rules.token(SCREEN, session_id, keyed_hash))


@bp.app_template_global("service_score")
def service_score(service_id: UUID) -> Published | None:
    """What is published of a service's marks; None with fewer than five."""
    return queries.scores_of(session(), [service_id]).get(service_id)


@bp.get("/f/<token>")
@allow_anyone
def ask(token: str) -> ResponseReturnValue:
    return _asking(token, OpinionForm(formdata=None))


@bp.post("/f/<token>")
@allow_anyone
def give(token: str) -> ResponseReturnValue:
    _knock("feedback")
    visit = _visit(rules.opened(LINK, token, keyed_hash))
    form = OpinionForm()
    if not form.validate_on_submit():
        return _asking(token, form), 422
    try:
        rules.check_call(form.wants_call.data, form.call_name.data or "", form.call_phone.data or "")
        _give(visit, form, Way.LINK)
    except Refusal as refusal:
        say_on(form, refusal)
        return _asking(token, form), 422
    flash(_("谢谢您的评价"))
    return redirect(url_for(".ask", token=token))


def _asking(token: str, form: OpinionForm) -> str:
    """The form, or why there is none; after a mark what was said of it."""
    sign_up, occasion, service = visit = _visit(rules.opened(LINK, token, keyed_hash))
    said = queries.opinion_of(session(), sign_up.id)
    shown: dict[str, Any] = {"form": form, "said": said, "scores": SCORES, "closed": "" if said else _closed(visit)}
    return render_template("feedback/ask.html", service=service, occasion=occasion, **shown)


def _closed(visit: Visit) -> str:
    try:
        rules.check_visit(visit[0].state, visit[1].ends_at, clock.now())
    except Refusal as refusal:
        return explain(refusal)
    return ""


def _visit(sign_up_id: UUID) -> Visit:
    """The visit behind a link. From here the request sees what its two towns may see, as far as these views show it."""
    widen(session(), town_id=queries.door_of(session(), sign_up_id))
    visit = queries.get_visit(session(), sign_up_id)
    widen(session(), town_id=visit[1].town_id)
    return visit


def _give(visit: Visit, form: OpinionForm | TapForm, way: Way) -> None:
    draft = form.draft()
    check_no_identity(draft.words)
    actions.give(session(), *visit, draft, way=way, now=clock.now())


def _knock(door: str) -> None:
    """Count the try in a transaction of its own: it counts whatever becomes of the request."""
    key, address = str(current_app.config["SECRET_KEY"]), request.remote_addr or ""
    with transaction(web.engine(), Reach.nothing(), now=clock.now()) as counting:
        is_calm = knocking.knock(counting, door, address, most=60, window=WINDOW, key=key, now=clock.now())
    if not is_calm:
        abort(429)


@bp.get("/f/screen/<token>")
@allow_anyone
def screen(token: str) -> ResponseReturnValue:
    """Big digits on a tablet at the counter."""
    return _digits(token, DigitsForm(formdata=None))


@bp.post("/f/screen/<token>")
@allow_anyone
def find(token: str) -> ResponseReturnValue:
    _knock("feedback-screen")
    form = DigitsForm()
    if not form.validate_on_submit():
        return _digits(token, form), 422
    try:
        visit = _find(_occasion(token), form.digits.data)
    except Refusal as refusal:
        say_on(form, refusal)
        return _digits(token, form), 422
    return redirect(url_for(".faces", token=token, visit=rules.token(TURN, visit.id, keyed_hash)))


def _digits(token: str, form: DigitsForm) -> str:
    occasion, service = queries.get_occasion(session(), rules.opened(SCREEN, token, keyed_hash))
    closed = ""
    try:
        rules.check_screen(occasion.starts_at, occasion.ends_at, clock.now())
    except Refusal as refusal:
        closed = explain(refusal)
    return render_template("feedback/screen.html", form=form, service=service, occasion=occasion, closed=closed)


def _occasion(token: str) -> ServiceSession:
    occasion, _service = queries.get_occasion(session(), rules.opened(SCREEN, token, keyed_hash))
    rules.check_screen(occasion.starts_at, occasion.ends_at, clock.now())
    widen(session(), town_id=occasion.town_id)
    return occasion


def _find(occasion: ServiceSession, digits: str) -> SignUp:
    """The first of those with these digits who has not given a mark yet."""
    visits = queries.visits_by_digits(session(), occasion, digits)
    if not visits:
        raise rules.NobodyFound(digits=digits)
    done = queries.given(session(), [v.id for v in visits])
    left = [v for v in visits if v.id not in done]
    if not left:
        raise rules.AlreadyGiven
    return left[0]


@bp.get("/f/screen/<token>/<visit>")
@allow_anyone
def faces(token: str, visit: str) -> ResponseReturnValue:
    return _faces(token, visit, TapForm(formdata=None))


@bp.post("/f/screen/<token>/<visit>")
@allow_anyone
def tap(token: str, visit: str) -> ResponseReturnValue:
    _knock("feedback-screen")
    found, form = _turn(token, visit), TapForm()
    if not form.validate_on_submit():
        return _faces(token, visit, form), 422
    try:
        _give(found, form, Way.SCREEN)
    except Refusal as refusal:
        say_on(form, refusal)
        return _faces(token, visit, form), 422
    flash(_("谢谢您的评价"))
    return redirect(url_for(".screen", token=token))


def _turn(token: str, visit: str) -> Visit:
    occasion = _occasion(token)
    found = _visit(rules.opened(TURN, visit, keyed_hash))
    if found[1].id != occasion.id:
        raise NotFound
    return found


def _faces(token: str, visit: str, form: TapForm) -> str:
    _sign_up, occasion, service = _turn(token, visit)
    shown: dict[str, Any] = {"service": service, "occasion": occasion, "scores": SCORES, "token": token}
    return render_template("feedback/faces.html", form=form, **shown)


@bp.get("/feedback/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Marks of the town's services, what waits for an answer first."""
    town_id = current_town_id()
    listed = queries.services_of(session(), town_id)
    form = FilterForm(request.args)
    form.offer({str(service_id): name for service_id, name in listed.items()})
    page = queries.opinions_of(session(), town_id, page=request.args.get("page", 1, type=int), **_wanted(form))
    scores = queries.scores_of(session(), listed)
    named = [(name, scores[service_id]) for service_id, name in listed.items() if service_id in scores]
    return render_template("feedback/index.html", form=form, page=page, named=named, **_words())


def _wanted(form: FilterForm) -> dict[str, Any]:
    if not form.validate():
        return {}
    state, service = form.state.data, form.service.data
    return {"state": OpinionState(state) if state else None, "service_id": UUID(service) if service else None}


@bp.get("/feedback/<uuid:opinion_id>")
@allow(*READERS)
def show(opinion_id: UUID) -> ResponseReturnValue:
    return _page(_get(opinion_id), AnswerForm(formdata=None))


@bp.post("/feedback/<uuid:opinion_id>")
@allow(*READERS)
def answer(opinion_id: UUID) -> ResponseReturnValue:
    opinion, form = _get(opinion_id), AnswerForm()
    if not _may_answer(opinion):
        abort(403)
    if not form.validate_on_submit():
        return _page(opinion, form), 422
    try:
        actions.answer(session(), opinion, form.answer.data, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        say_on(form, refusal)
        return _page(_get(opinion_id), form), 422
    flash(_("已答复，评价人可凭原链接查看"))
    return redirect(url_for(".show", opinion_id=opinion_id))


def _get(opinion_id: UUID) -> Opinion:
    return queries.get_opinion(session(), opinion_id, town_id=current_town_id())


def _may_answer(opinion: Opinion) -> bool:
    """The unit's own people, and those who lead the town's services."""
    person = current_person()
    return person.has(*LEADING) or opinion.unit_id in person.unit_ids


def _page(opinion: Opinion, form: AnswerForm) -> str:
    line = queries.lines_of(session(), [opinion])[0]
    may = _may_answer(opinion) and opinion.state is OpinionState.WAITING
    return render_template("feedback/show.html", line=line, form=form, may_answer=may, **_words())


def _words() -> dict[str, Any]:
    return {"scores": SCORES, "states": STATES, "ways": WAYS, "today": clock.today()}


@bp.get("/feedback/screens")
@allow(*READERS)
def screens() -> ResponseReturnValue:
    """Today's sessions of the town with the address of each one's screen."""
    today = clock.today()
    asked = sessions.Search(
        since=clock.at(today, "00:00"), until=clock.at(today + timedelta(days=1), "00:00"), town_ids=[current_town_id()]
    )
    return render_template("feedback/screens.html", listed=sessions.lines(session(), asked))
