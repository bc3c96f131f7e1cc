"""/spaces/series/<id>/…: changing and cancelling from one occurrence on, and the owner's answer to all at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.amending import actions, queries, rules
from app.amending.forms import CancelForm, ChangeForm
from app.amending.models import Change
from app.amending.queries import Reach
from app.answers.rules import tally
from app.availability.rules import span_in_words
from app.bookings.models import Booking
from app.claims.rules import Taken
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import apart, explain, say_on, session
from app.previews import actions as passing
from app.previews import rules as previews
from app.previews.models import Choice, Plan
from app.recurring import queries as recurring
from app.recurring.models import SCOPES
from app.venues import queries as venues

bp = Blueprint("amending", __name__, url_prefix="/spaces/series")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
PRESETS = {"skip_all": "skip", "swap_all": "swap"}


@bp.route("/<uuid:series_id>/change", methods=["GET", "POST"])
@allow(*PEOPLE)
def change(series_id: UUID) -> ResponseReturnValue:
    """The difference, the preview of who is affected, and the one act."""
    form = ChangeForm(request.form if request.method == "POST" else request.args)
    reach, anchor = _reach(series_id, form)
    if anchor.person_id != current_person().id:
        raise NotFound
    if request.method == "GET":
        _fill(form, anchor)
    _offer_venues(form, anchor)
    if request.method == "GET" or request.form.get("step") == "edit":
        return _form_page(series_id, form, anchor)
    if not form.validate():
        return _form_page(series_id, form, anchor), 422
    said = rules.difference(anchor, form.after())
    try:
        if not said.moves and not said.says:
            raise rules.NothingToChange
        return _preview(series_id, form, reach, said)
    except Refusal as refusal:
        say_on(form, refusal)
        return _form_page(series_id, form, anchor), 422


def _preview(series_id: UUID, form: ChangeForm, reach: Reach, said: Change) -> ResponseReturnValue:
    affected = reach.with_the_series(_ticked("also"))
    choices = _choices()
    plan = _plan(affected, said, choices)
    step = request.form.get("step", "")
    if step in PRESETS:
        choices = {row.name: row.choice for row in previews.preset(plan.rows, PRESETS[step])}
        plan = _plan(affected, said, choices)
    if step != "confirm":
        return _preview_page(series_id, form, reach, said, plan)
    try:
        deed: dict[str, Any] = {"scope": form.reach()[1], "actor": current_actor(), "now": clock.now()}
        count = actions.change(session(), series_id, said, plan, **deed)
    except Refusal as refusal:
        session().rollback()
        wanted, town = plan.wanted, current_town_id()
        apart(lambda other: passing.pass_on(other, wanted, town_id=town, actor=current_actor(), now=clock.now()))
        lost = previews.TakenMeanwhile() if isinstance(refusal, Taken) else refusal
        plan = _plan(affected, said, choices)
        return _preview_page(series_id, form, reach, said, plan, refused=explain(lost)), 422
    flash(_("已修改%(count)s次", count=count))
    return redirect(url_for("recurring.show_series", series_id=series_id))


def _plan(affected: tuple[Booking, ...], said: Change, choices: Mapping[str, Choice]) -> Plan:
    if not affected:
        raise rules.NobodyConcerned
    return queries.preview(session(), affected, said, choices, town_id=current_town_id(), now=clock.now())


def _preview_page(series_id: UUID, form: ChangeForm, reach: Reach, said: Change, plan: Plan, refused: str = "") -> str:
    place = venues.get_venue(session(), said.venue_id, reader_town_id=current_town_id()) if said.venue_id else None
    return render_template(
        "amending/preview.html",
        series_id=series_id,
        form=form,
        plan=plan,
        words=rules.in_words(said, place.name if place else ""),
        scope=SCOPES[form.reach()[1]],
        alone=reach.alone,
        also=_ticked("also"),
        refused=refused,
        carried=[(f.name, v) for f in form if f.name != "csrf_token" for v in request.form.getlist(f.name)],
        explain=explain,
        span_in_words=span_in_words,
    )


@bp.route("/<uuid:series_id>/cancel", methods=["GET", "POST"])
@allow(*PEOPLE)
def cancel(series_id: UUID) -> ResponseReturnValue:
    """Which occurrences, with the reason; what was changed alone is ticked only by hand."""
    form = CancelForm(request.form if request.method == "POST" else request.args)
    reach, anchor = _reach(series_id, form)
    if anchor.town_id != current_town_id():
        raise NotFound
    ticked = _ticked("ids") if request.method == "POST" else {b.id for b in reach.with_the_series(frozenset())}
    if request.method == "POST" and form.validate():
        try:
            said: dict[str, Any] = {"reason": form.reason.data, "actor": current_actor(), "now": clock.now()}
            count = actions.cancel(session(), series_id, ticked, **said)
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已取消%(count)s次，时段已放开", count=count))
            return redirect(url_for("recurring.show_series", series_id=series_id))
    page = render_template(
        "amending/cancel.html",
        series_id=series_id,
        form=form,
        title=anchor.title,
        reached=reach.all,
        alone={b.id for b in reach.alone},
        ticked=ticked,
        span_in_words=span_in_words,
    )
    return page, 422 if form.errors else 200


@bp.post("/<uuid:series_id>/answer")
@allow(*PEOPLE)
def answer(series_id: UUID) -> ResponseReturnValue:
    """The owner's unit answers the requests of a series, all or the ticked ones; each counts for itself."""
    recurring.bookings_of(session(), series_id, reader_town_id=current_town_id())
    ids: set[UUID] = _ticked("of")
    said: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    reason = request.form.get("reason", "")[:200]
    try:
        if request.form.get("deed") == "approve":
            outcomes, done = actions.approve(session(), series_id, ids, **said), _("已同意")
        else:
            outcomes, done = actions.decline(session(), series_id, ids, reason=reason, **said), _("已答复不同意")
    except Refusal as refusal:
        session().rollback()
        return _answer_page(series_id, ids, reason, explain(refusal)), 422
    count, faster, refused = tally(outcomes)
    flash(_("%(done)s%(count)s次", done=done, count=count))
    if faster:
        flash(_("%(count)s次此前已有结果，未再办理", count=faster))
    for outcome in refused:
        flash(explain(outcome.refusal or Refusal()))
    return redirect(url_for("recurring.show_series", series_id=series_id))


def _answer_page(series_id: UUID, ticked: set[UUID], reason: str, refused: str) -> str:
    town_id, now = current_town_id(), clock.now()
    found = recurring.bookings_of(session(), series_id, reader_town_id=town_id)
    roles = accounts.roles_at(session(), current_person().id, now)
    return render_template(
        "amending/answer.html",
        series_id=series_id,
        lines=recurring.occurrences(session(), found),
        waiting={b.id for b in recurring.waiting_for(session(), found, roles, town_id=town_id, now=now)},
        ticked=ticked,
        reason=reason,
        refused=refused,
        span_in_words=span_in_words,
    )


def _reach(series_id: UUID, form: ChangeForm | CancelForm) -> tuple[Reach, Booking]:
    try:
        of, scope = form.reach()
    except ValueError as error:
        raise NotFound from error
    town_id = current_town_id()
    reach = queries.reach(session(), series_id, of=of, scope=scope, reader_town_id=town_id, now=clock.now())
    first = reach.anchor or next((b for b in reach.all if b not in reach.alone), next(iter(reach.all), None))
    if first is None:
        raise NotFound
    return reach, first


def _fill(form: ChangeForm, anchor: Booking) -> None:
    form.starts.data = clock.to_town(anchor.starts_at).time()
    form.ends.data = clock.to_town(anchor.ends_at).time()
    form.venue.data = str(anchor.venue_id)
    for name in ("title", "heads", "contact_name", "contact_phone"):
        form[name].data = getattr(anchor, name)


def _offer_venues(form: ChangeForm, anchor: Booking) -> None:
    found = venues.venues_for(session(), current_town_id())
    units = venues.units_by_id(session(), found)
    form.venue.choices = [(str(v.id), f"{units[v.unit_id].name} {v.name}（{v.seats}座）") for v in found]


def _form_page(series_id: UUID, form: ChangeForm, anchor: Booking) -> str:
    since = span_in_words(anchor.span) if form.of.data else ""
    return render_template("amending/change.html", series_id=series_id, form=form, since=since)


def _choices() -> Mapping[str, Choice]:
    sent = {k: v for k, v in request.form.items() if k.startswith("choice-")}
    return {name: previews.read_choice(value) for name, value in sent.items() if value}


def _ticked(name: str) -> set[UUID]:
    found = set()
    for text in request.form.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
