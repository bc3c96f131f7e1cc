"""/sharing: the rules by which the towns lend each other venues, changing one, and asking what it would allow."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, work_town_id
from app.accounts.models import Role
from app.availability.rules import span_in_words
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotAllowed, Refusal
from app.kit.web import explain, say_on, session
from app.policies.rules import Rule
from app.sharing import actions, queries
from app.sharing.forms import RuleForm, WithdrawForm, WouldForm, filled
from app.sharing.models import STATES, ChangeState, PolicyChange
from app.towns import queries as towns
from app.venues.models import Venue

bp = Blueprint("sharing", __name__, url_prefix="/sharing")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
OFFICE = (Role.CLERK, Role.OFFICE_HEAD)


class Who(TypedDict):
    """The person who acts, and when."""

    actor: Actor
    now: datetime


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """What we lend and what we borrow, side by side."""
    words = request.args.get("q", "").strip()[:40]
    lent = queries.lent(session(), work_town_id(), words=words)
    borrowed = queries.borrowed(session(), work_town_id(), words=words)
    may_edit = current_person().has(*OFFICE)
    return render_template("sharing/index.html", lent=lent, borrowed=borrowed, words=words, may_edit=may_edit)


@bp.get("/<uuid:venue_id>/<uuid:town_id>")
@allow(*PEOPLE)
def show(venue_id: UUID, town_id: UUID) -> ResponseReturnValue:
    """One rule in words, the calculator, the change that waits for keys, and what was changed before."""
    venue, rule = _pair(venue_id, town_id)
    form = WouldForm(request.args)
    answer = None
    if "day" in request.args and form.validate():
        answer = queries.would_it(session(), venue, town_id, form.span(), heads=form.heads.data or 1, now=clock.now())
    return render_template(
        "sharing/show.html",
        venue=venue,
        rule=rule,
        form=form,
        answer=answer,
        why=[explain(refusal) for refusal in answer.against] if answer else [],
        span=span_in_words(answer.span) if answer and answer.span.minutes > 0 else "",
        history=queries.history(session(), venue.id, town_id),
        states=STATES,
        may_edit=venue.town_id == work_town_id() and current_person().has(*OFFICE),
        **_names(venue, town_id),
    )


@bp.route("/<uuid:venue_id>/<uuid:town_id>/edit", methods=["GET", "POST"])
@allow(*OFFICE)
def edit(venue_id: UUID, town_id: UUID) -> ResponseReturnValue:
    """More for the other town holds at once; less is put to both."""
    venue, rule = _pair(venue_id, town_id)
    if venue.town_id != work_town_id():
        raise NotAllowed
    pending = queries.find_open(session(), venue.id, town_id)
    form = RuleForm(data=filled(rule))
    if form.validate_on_submit():
        try:
            change = actions.change_rule(session(), venue, town_id, form.rule(), reason=form.reason.data, **_who())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return _changed(change)
    page = render_template(
        "sharing/edit.html", form=form, venue=venue, rule=rule, pending=pending, **_names(venue, town_id)
    )
    return page, 422 if form.errors else 200


def _changed(change: PolicyChange) -> ResponseReturnValue:
    if change.state is ChangeState.OPEN:
        flash(_("收紧的规则须双方确认，已提交两镇办理；确认前仍按原规则"))
        return redirect(url_for(".show_change", change_id=change.id))
    flash(_("已生效，对方已收到通知"))
    return redirect(url_for(".show", venue_id=change.venue_id, town_id=change.town_id))


@bp.get("/changes/<uuid:change_id>")
@allow(*PEOPLE)
def show_change(change_id: UUID) -> ResponseReturnValue:
    return _page(_change(change_id))


@bp.post("/changes/<uuid:change_id>/withdraw")
@allow(*HANDLERS)
def withdraw(change_id: UUID) -> ResponseReturnValue:
    change, form = _change(change_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(session(), change, reason=form.reason.data.strip(), **_who())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已撤回，仍按原规则"))
            return redirect(url_for(".show_change", change_id=change_id))
    return _page(_change(change_id), withdraw=form), 422


@bp.post("/changes/<uuid:change_id>/topic")
@allow(*HANDLERS)
def raise_as_topic(change_id: UUID) -> ResponseReturnValue:
    draft_id = actions.raise_as_topic(session(), _change(change_id), **_who())
    flash(_("已作为议题起草，请补充后送书记审定"))
    return redirect(url_for("topics.show_draft", draft_id=draft_id))


def _page(change: PolicyChange, keys: KeyForms | None = None, withdraw: WithdrawForm | None = None) -> str:
    venue = queries.get_pair(session(), change.venue_id, change.town_id, reader_town_id=work_town_id())[0]
    reader, now = Reader.of(current_person()), clock.now()
    panel = consents.view(session(), change.consent_id, reader=reader, now=now) if change.consent_id else None
    mine = change.owner_town_id == work_town_id() and current_person().has(*OFFICE)
    return render_template(
        "sharing/change.html",
        change=change,
        venue=venue,
        state=STATES[change.state],
        differences=queries.differences_of(change),
        consent=panel,
        key_forms=keys or KeyForms(),
        withdraw_form=withdraw or WithdrawForm(formdata=None),
        may_withdraw=mine and change.state is ChangeState.OPEN,
        may_raise=current_person().has(*HANDLERS) and change.state is ChangeState.REFUSED,
        **_names(venue, change.town_id),
    )


def _pair(venue_id: UUID, town_id: UUID) -> tuple[Venue, Rule]:
    return queries.get_pair(session(), venue_id, town_id, reader_town_id=work_town_id())


def _change(change_id: UUID) -> PolicyChange:
    return queries.get_change(session(), change_id, reader_town_id=work_town_id(), lock=request.method == "POST")


def _names(venue: Venue, town_id: UUID) -> dict[str, object]:
    names = towns.names_of(session(), [venue.town_id, town_id])
    unit = towns.get_unit(session(), venue.unit_id)
    return {"owner": names[venue.town_id], "borrower": names[town_id], "town_id": town_id, "unit": unit}


def _who() -> Who:
    return {"actor": current_actor(), "now": clock.now()}


key_routes(
    bp,
    "/changes/<uuid:change_id>",
    Asking(
        find=_change,
        check=actions.check_step,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_page,
        back=lambda change: redirect(url_for(".show_change", change_id=change.id)),
    ),
)
