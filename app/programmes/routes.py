"""/services/<id>/sessions, /series: planning sessions with their venues, one at a time or a previewed series."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.accounts.models import Role
from app.availability import queries as availability
from app.availability.queries import Alternative
from app.claims.rules import Taken
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import explain, say_on, session
from app.previews import rules as previews
from app.previews.models import Choice, ChoiceKind, Plan
from app.programmes import actions, queries, rules
from app.programmes.forms import ParticularsForm, PlanForm, SeriesForm
from app.recurrence import rules as recurrence
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.venues import queries as venues

bp = Blueprint("programmes", __name__, url_prefix="/services")
WRITERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)
PRESETS = {"skip_all": "skip", "swap_all": "swap"}


def _own(service_id: UUID) -> Service:
    return services.get_run(session(), service_id, actor=work_actor(), now=clock.now())


def _prepare(form: ParticularsForm, service: Service) -> None:
    found = venues.venues_for(session(), work_town_id())
    names = services.venue_names(session(), [v.id for v in found])
    words = [(v.id, _("%(name)s（%(seats)s座）", name=names[v.id], seats=v.seats)) for v in found]
    homes = services.admitted_towns(session(), service)
    form.prepare(words, homes, by_sign_up=service.by_sign_up)
    if request.method == "GET":
        form.venue_id.data = str(service.venue_id or "")
        if (before := queries.last_planned(session(), service.id)) is not None:
            form.begin_like(before, sessions.shares_of(session(), [before.id]).get(before.id, ()))


@bp.route("/<uuid:service_id>/sessions/new", methods=["GET", "POST"])
@allow(*WRITERS)
def plan(service_id: UUID) -> ResponseReturnValue:
    """One session; where its venue is not free, up to three things to do instead, taken by one button."""
    service, form = _own(service_id), PlanForm()
    _prepare(form, service)
    if request.method == "GET":
        return _plan_page(form, service)
    form.take(previews.read_choice(request.form.get("instead", "")))
    if not form.validate():
        return _plan_page(form, service), 422
    try:
        draft = form.particulars().occasion(form.span(), form.chosen_venue())
        said = form.particulars()
        kept: dict[str, Any] = {"reserved": said.reserved, "reserve_days": said.reserve_days}
        made = actions.plan(session(), service.id, draft, **kept, actor=work_actor(), now=clock.now())
    except Refusal as refusal:
        say_on(form, refusal)
        return _plan_page(form, service, _instead(form)), 422
    flash(_("场次已排好，场地已一并约好") if made.venue_id else _("场次已排好"))
    return redirect(url_for("sessions.show", occasion_id=made.id))


def _instead(form: PlanForm) -> Sequence[tuple[str, Alternative]]:
    """The nearest free alternatives with what a button sends."""
    venue_id = form.chosen_venue()
    if venue_id is None:
        return []
    wanted: dict[str, Any] = {"now": clock.now(), "heads": form.places.data}
    try:
        found = availability.alternatives(session(), work_town_id(), venue_id, form.span(), **wanted)
    except Refusal:  # the venue itself is not there for this town
        return []
    return [(Choice(ChoiceKind.OTHER, a.venue_id, a.span).value, a) for a in found]


def _plan_page(form: PlanForm, service: Service, instead: Sequence[tuple[str, Alternative]] = ()) -> str:
    return render_template("programmes/plan.html", form=form, service=service, instead=instead)


@bp.route("/<uuid:service_id>/series", methods=["GET", "POST"])
@allow(*WRITERS)
def plan_series(service_id: UUID) -> ResponseReturnValue:
    """The form, the preview of every session, and the one act; nothing is kept in between but the form itself."""
    service, form = _own(service_id), SeriesForm()
    _prepare(form, service)
    if request.method == "GET":
        form.suggest(clock.today() + timedelta(days=1))
        return _series_page(form, service)
    if request.form.get("step") == "edit":
        return _series_page(form, service)
    if not form.validate():
        return _series_page(form, service), 422
    try:
        return _preview(form, service)
    except Refusal as refusal:
        say_on(form, refusal)
        return _series_page(form, service), 422


def _series_page(form: SeriesForm, service: Service) -> str:
    return render_template("programmes/series.html", form=form, service=service)


def _preview(form: SeriesForm, service: Service) -> ResponseReturnValue:
    """What was typed and chosen; on confirmation all sessions, or the preview again with what is lost."""
    wish, choices, step = form.wish(), _choices(), request.form.get("step", "")
    seen = _seen(service, wish, choices)
    if step in PRESETS or step == "skip_holidays":
        seen = _seen(service, wish, _preset(seen, step))
    if step != "confirm":
        return _preview_page(form, service, wish, seen)
    try:
        made = actions.plan_series(session(), service.id, wish, seen, actor=work_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        lost = previews.TakenMeanwhile() if isinstance(refusal, Taken) else refusal
        return _preview_page(form, _own(service.id), wish, _seen(service, wish, choices), explain(lost)), 422
    flash(_("已排好%(count)s场", count=len(made)))
    return redirect(url_for("sessions.show_service", service_id=service.id, _anchor="ahead"))


def _seen(service: Service, wish: rules.Wish, choices: Mapping[str, Choice]) -> Plan:
    return queries.preview(session(), service, wish, choices, town_id=work_town_id(), now=clock.now())


def _preset(seen: Plan, step: str) -> dict[str, Choice]:
    """Many rows decided by one button."""
    if step == "skip_holidays":
        free = queries.holidays(session(), work_town_id(), [row.on for row in seen.rows])
        return rules.without_holidays(seen.rows, free)
    return {row.name: row.choice for row in previews.preset(seen.rows, PRESETS[step])}


def _choices() -> Mapping[str, Choice]:
    sent = {k: v for k, v in request.form.items() if k.startswith("choice-")}
    return {name: previews.read_choice(value) for name, value in sent.items() if value}


def _preview_page(form: SeriesForm, service: Service, wish: rules.Wish, seen: Plan, refused: str = "") -> str:
    fields = [*form, *(field for _town, part in form.homes for field in part)]
    return render_template(
        "programmes/preview.html",
        form=form,
        service=service,
        plan=seen,
        refused=refused,
        words=recurrence.in_words(wish.rule),
        times=f"{wish.rule.starts}–{wish.rule.ends}",
        venue=services.venue_names(session(), [wish.venue_id]).get(wish.venue_id, "") if wish.venue_id else "",
        has_holidays=bool(queries.holidays(session(), work_town_id(), [r.on for r in seen.rows if r.wanted])),
        carried=[(f.name, v) for f in fields if f.name != "csrf_token" for v in request.form.getlist(f.name)],
        explain=explain,
    )
