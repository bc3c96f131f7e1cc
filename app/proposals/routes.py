"""/series/…: proposing what takes every town's key, and turning the keys."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.proposals import actions, queries
from app.proposals.forms import JoinForm, SeriesForm, SkipForm, SwapForm, WithdrawForm, fresh, typed
from app.series import queries as series_queries
from app.series import rules
from app.series.models import MeetingSeries, Proposal, SeriesDraft
from app.towns import queries as towns
from app.towns.models import Partnership

bp = Blueprint("proposals", __name__, url_prefix="/series")


class Who(TypedDict):
    """The person who acts, and when."""

    actor: Actor
    now: datetime


@bp.route("/new/<uuid:partnership_id>", methods=["GET", "POST"])
@allow(*HANDLERS)
def found(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _partnership(partnership_id)
    members = [(t.id, t.name) for t in towns.towns_of(session(), partnership_id)]
    first = fresh(_("%(name)s轮值联席会议", name=partnership.short_name), clock.today().replace(day=1))
    form = SeriesForm(data=first).offer(members)
    return _edit(form, partnership, None, lambda draft: actions.found(session(), partnership_id, draft, **_who()))


@bp.route("/<uuid:series_id>/edit", methods=["GET", "POST"])
@allow(*HANDLERS)
def change_terms(series_id: UUID) -> ResponseReturnValue:
    series = series_queries.get_series(session(), series_id)
    now_in_force = series_queries.draft_of(session(), series)
    names = series_queries.names_of(session(), series)
    now_in_force.first_on = _next_month(series)
    form = SeriesForm(data=typed(now_in_force)).offer([(t, names[t]) for t in now_in_force.order])
    partnership = _partnership(series.partnership_id)
    return _edit(form, partnership, series, lambda draft: actions.change_terms(session(), series, draft, **_who()))


@bp.get("/preview/<uuid:partnership_id>")
@allow(*HANDLERS)
def preview(partnership_id: UUID) -> ResponseReturnValue:
    """The live preview beside the form: the same fragment that the 预览 button shows."""
    _partnership(partnership_id)
    series = _series_of(request.args.get("series"))
    form = SeriesForm(request.args, meta={"csrf": False})
    form.offer([(t.id, t.name) for t in towns.towns_of(session(), partnership_id)])
    shown = _previewed(form, partnership_id, series) if form.validate() else {}
    return render_template("proposals/_preview.html", form=form, **shown)


@bp.route("/turns/<uuid:turn_id>/swap", methods=["GET", "POST"])
@allow(*HANDLERS)
def swap(turn_id: UUID) -> ResponseReturnValue:
    turn = series_queries.get_turn(session(), turn_id)
    series = series_queries.get_series(session(), turn.series_id)
    names = series_queries.names_of(session(), series)
    members = [t.town_id for t in series_queries.towns_of(session(), series.id)]
    form = SwapForm()
    form.taker.choices = [SelectChoice(value=str(t), label=names[t]) for t in members if t != turn.host_id]
    text = _("第%(number)s次会议由%(host)s对调给其他镇", number=turn.number, host=names[turn.host_id])
    return _ask(
        form,
        series,
        text,
        lambda: actions.swap(session(), turn, UUID(form.taker.data), reason=form.reason.data, **_who()),
    )


@bp.route("/turns/<uuid:turn_id>/skip", methods=["GET", "POST"])
@allow(*HANDLERS)
def skip(turn_id: UUID) -> ResponseReturnValue:
    turn = series_queries.get_turn(session(), turn_id)
    series = series_queries.get_series(session(), turn.series_id)
    form = SkipForm()
    text = _("第%(number)s次会议因故不承办", number=turn.number)
    return _ask(form, series, text, lambda: actions.skip(session(), turn, reason=form.reason.data, **_who()))


@bp.route("/<uuid:series_id>/join", methods=["GET", "POST"])
@allow(*HANDLERS)
def join(series_id: UUID) -> ResponseReturnValue:
    series = series_queries.get_series(session(), series_id)
    form = JoinForm()
    outside = queries.towns_outside(session(), series)
    if request.method == "POST" and not outside:
        raise rules.NotThatTown
    form.town.choices = [SelectChoice(value=str(town_id), label=name) for town_id, name in outside]
    return _ask(
        form,
        series,
        _("新成员镇加入轮值"),
        lambda: actions.join(session(), series, UUID(form.town.data), reason=form.reason.data or "", **_who()),
    )


@bp.get("/proposals/<uuid:proposal_id>")
@allow_signed_in
def show(proposal_id: UUID) -> ResponseReturnValue:
    return _page(proposal_id)


@bp.post("/proposals/<uuid:proposal_id>/withdraw")
@allow(*HANDLERS)
def withdraw(proposal_id: UUID) -> ResponseReturnValue:
    proposal, form = _proposal(proposal_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(session(), proposal, reason=form.reason.data.strip(), **_who())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已撤回"))
            return redirect(url_for(".show", proposal_id=proposal_id))
    return _page(proposal_id, withdraw=form), 422


@bp.post("/proposals/<uuid:proposal_id>/topic")
@allow(*HANDLERS)
def raise_as_topic(proposal_id: UUID) -> ResponseReturnValue:
    draft_id = actions.raise_as_topic(session(), _proposal(proposal_id), **_who())
    flash(_("已作为议题起草，请补充后送书记审定"))
    return redirect(url_for("topics.show_draft", draft_id=draft_id))


def _edit(
    form: SeriesForm,
    partnership: Partnership,
    series: MeetingSeries | None,
    propose: Callable[[SeriesDraft], Proposal],
) -> ResponseReturnValue:
    """The form of a new and of a changed series; 预览 shows the dates, the other button asks the towns."""
    shown = {} if form.is_submitted() else _previewed(form, partnership.id, series)
    if form.validate_on_submit():
        try:
            if request.form.get("act") != "preview":
                proposal = propose(form.draft())
                flash(_("已提出，等待各镇确认"))
                return redirect(url_for(".show", proposal_id=proposal.id))
            shown = _previewed(form, partnership.id, series)
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
    page = render_template("proposals/edit.html", form=form, partnership=partnership, series=series, **shown)
    return page, 422 if form.errors else 200


def _previewed(form: SeriesForm, partnership_id: UUID, series: MeetingSeries | None) -> dict[str, object]:
    """Dates and words of a valid form; a rule that cannot be followed says why instead."""
    draft = form.draft()
    members = [UUID(choice.value) for choice in form.order[0].choices]
    try:
        rules.check_draft(draft, towns=members, today=clock.today())
        rows = queries.preview(session(), partnership_id, draft, today=clock.today(), series=series)
    except Refusal as refusal:
        form.form_errors.append(explain(refusal))
        return {}
    return {"rows": rows, "words": queries.words_of(draft)}


def _ask(form: FlaskForm, series: MeetingSeries, title: str, propose: Callable[[], Proposal]) -> ResponseReturnValue:
    """A small form about one turn or town."""
    if form.validate_on_submit():
        try:
            proposal = propose()
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已提出，等待各镇确认"))
            return redirect(url_for(".show", proposal_id=proposal.id))
    page = render_template("proposals/ask.html", form=form, series=series, title=title)
    return page, 422 if form.errors else 200


def _page(proposal_id: UUID, keys: KeyForms | None = None, withdraw: WithdrawForm | None = None) -> str:
    view = queries.view(session(), proposal_id, today=clock.today())
    reader = Reader.of(current_person())
    consent_id = view.proposal.consent_id
    panel = consents.view(session(), consent_id, reader=reader, now=clock.now()) if consent_id else None
    return render_template(
        "proposals/show.html",
        view=view,
        consent=panel,
        key_forms=keys or KeyForms(),
        withdraw_form=withdraw or WithdrawForm(),
        may_propose=current_person().has(*HANDLERS),
    )


def _proposal(proposal_id: UUID) -> Proposal:
    return series_queries.get_proposal(session(), proposal_id)


def _partnership(partnership_id: UUID) -> Partnership:
    town_id = current_person().town_id
    if town_id is None:
        raise NotFound
    return towns.get_partnership(session(), partnership_id, reader_town_id=town_id)


def _series_of(series_id: str | None) -> MeetingSeries | None:
    try:
        return series_queries.get_series(session(), UUID(series_id)) if series_id else None
    except ValueError:
        raise NotFound from None


def _next_month(series: MeetingSeries) -> date:
    """From which month a change can hold: that of the first turn nobody has fixed, and not before this month."""
    number = queries.next_free_turn(session(), series)
    turn = next((t for t in series_queries.turns_of(session(), series.id) if t.number == number), None)
    return max(turn.period_on if turn else series.first_on, clock.today().replace(day=1))


def _who() -> Who:
    return {"actor": current_actor(), "now": clock.now()}


key_routes(
    bp,
    "/proposals/<uuid:proposal_id>",
    Asking(
        find=_proposal,
        check=actions.check_content,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=lambda found, keys: _page(found.id, keys),
        back=lambda found: redirect(url_for(".show", proposal_id=found.id)),
    ),
)
