"""/spaces/<venue>/series: many bookings in one act, previewed first; and the page of a series."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.availability import rules as availability
from app.bookings.models import STATES
from app.claims.rules import Taken
from app.kit import clock, ics
from app.kit.errors import Refusal
from app.kit.web import apart, explain, say_on, session
from app.previews import actions as passing
from app.previews import rules as previews
from app.previews.models import Choice, Plan
from app.recurrence import rules as recurrence
from app.recurring import actions, gateways, queries, rules
from app.recurring.forms import SeriesForm
from app.recurring.models import DEEDS
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

bp = Blueprint("recurring", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
PRESETS = {"skip_all": "skip", "swap_all": "swap"}


@bp.route("/<uuid:venue_id>/series", methods=["GET", "POST"])
@allow(*PEOPLE)
def book_series(venue_id: UUID) -> ResponseReturnValue:
    """The form, the preview of every occurrence, and the one act; nothing is kept in between but the form itself."""
    venue = venues.get_venue(session(), venue_id, reader_town_id=work_town_id())
    form = SeriesForm(request.form if request.method == "POST" else request.args)
    if request.method == "GET":
        form.contact_name.data = form.contact_name.data or current_person().name
        form.suggest()
        return _form_page(form, venue)
    if request.form.get("step") == "edit":
        return _form_page(form, venue)
    if not form.validate():
        return _form_page(form, venue), 422
    try:
        return _preview(form, venue)
    except Refusal as refusal:
        say_on(form, refusal)
        return _form_page(form, venue), 422


def _form_page(form: SeriesForm, venue: Venue) -> str:
    return render_template("recurring/book.html", form=form, venue=venue)


def _preview(form: SeriesForm, venue: Venue) -> ResponseReturnValue:
    """A preview of what was typed and chosen; on confirmation the booking, or the preview again with what is lost."""
    draft, choices = form.draft(venue.id), _choices()
    plan = queries.plan(session(), draft, choices, town_id=work_town_id(), now=clock.now())
    step = request.form.get("step", "")
    if step in PRESETS:
        rows = previews.preset(plan.rows, PRESETS[step])
        choices = {row.name: row.choice for row in rows}
        plan = queries.plan(session(), draft, choices, town_id=work_town_id(), now=clock.now())
    if step != "confirm":
        return _preview_page(form, venue, plan)
    try:
        series = actions.book(session(), draft, plan, actor=work_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        _pass_on(plan)
        lost = previews.TakenMeanwhile() if isinstance(refusal, Taken) else refusal
        plan = queries.plan(session(), draft, choices, town_id=work_town_id(), now=clock.now())
        return _preview_page(form, venue, plan, refused=explain(lost)), 422
    flash(_("已预约%(count)s次", count=len(plan.wanted)))
    return redirect(url_for(".show_series", series_id=series.id))


def _pass_on(plan: Plan) -> None:
    said: dict[str, Any] = {"town_id": work_town_id(), "actor": work_actor(), "now": clock.now()}
    apart(lambda other: passing.pass_on(other, plan.wanted, **said))


def _choices() -> Mapping[str, Choice]:
    sent = {k: v for k, v in request.form.items() if k.startswith("choice-")}
    return {name: previews.read_choice(value) for name, value in sent.items() if value}


def _preview_page(form: SeriesForm, venue: Venue, plan: Plan, refused: str = "") -> str:
    draft = form.draft(venue.id)
    return render_template(
        "recurring/preview.html",
        form=form,
        venue=venue,
        plan=plan,
        refused=refused,
        words=recurrence.in_words(draft),
        times=f"{draft.starts}–{draft.ends}",
        carried=[(f.name, v) for f in form if f.name != "csrf_token" for v in request.form.getlist(f.name)],
        explain=explain,
    )


@bp.get("/series/")
@allow(*PEOPLE)
def list_series() -> ResponseReturnValue:
    """The town's series that still have something ahead."""
    lines = queries.series_of_town(session(), work_town_id(), now=clock.now())
    words = {line.series.id: recurrence.in_words(line.series) for line in lines}
    return render_template("recurring/index.html", lines=lines, words=words)


@bp.get("/series/<uuid:series_id>")
@allow(*PEOPLE)
def show_series(series_id: UUID) -> ResponseReturnValue:
    """The rule in words, every occurrence with its state, what was done; for the owner's unit the open requests."""
    town_id, now = work_town_id(), clock.now()
    found = queries.bookings_of(session(), series_id, reader_town_id=town_id)
    series = queries.find_series(session(), series_id)
    roles = accounts.roles_at(session(), current_person().id, now)
    reached = rules.reached(found, None, now=now)
    is_mine = found[0].person_id == current_person().id
    is_clerk = any(r.town_id == found[0].town_id and r.role in venues.KEEPERS for r in roles)
    return render_template(
        "recurring/series.html",
        series_id=series_id,
        series=series,
        title=series.title if series else found[0].title,
        words=queries.rule_in_words(series) if series else [],
        town=towns.get_town(session(), found[0].town_id),
        lines=queries.occurrences(session(), found),
        states=STATES,
        waiting={b.id for b in queries.waiting_for(session(), found, roles, town_id=town_id, now=now)},
        history=queries.history_of(session(), series_id),
        deeds=DEEDS,
        may_change=is_mine and bool(reached),
        may_cancel=(is_mine or is_clerk) and bool(reached),
        ahead={b.id for b in reached},
        span_in_words=availability.span_in_words,
    )


@bp.get("/series/<uuid:series_id>.ics")
@allow(*PEOPLE)
def calendar_of(series_id: UUID) -> ResponseReturnValue:
    """All occurrences to open in a calendar; those that were given back are taken out again."""
    found = queries.bookings_of(session(), series_id, reader_town_id=work_town_id())
    entries = gateways.events_of(session(), found, public_url=current_app.config["PUBLIC_URL"])
    headers = {"Content-Disposition": "attachment; filename=series.ics; filename*=UTF-8''series.ics"}
    return Response(ics.to_ics(entries, gateways.PRODUCT), mimetype="text/calendar", headers=headers)
