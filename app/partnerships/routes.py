"""The pages of partnerships: mine, one of them, proposing a change, and the page where its keys are turned."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.kit import clock, web
from app.kit.errors import Refusal
from app.kit.web import session
from app.partnerships import actions, queries, rules
from app.partnerships.forms import FoundingForm, MemberForm, NameForm, TermsForm, WithdrawForm, choices
from app.partnerships.models import PartnershipChange
from app.towns import queries as towns
from app.towns.models import Partnership

bp = Blueprint("partnerships", __name__, url_prefix="/partnerships")


@bp.get("/")
@allow_signed_in
def list_partnerships() -> ResponseReturnValue:
    mine = queries.list_mine(session(), current_town_id())
    changes = queries.open_changes(session())
    return render_template("partnerships/list.html", partnerships=mine, changes=changes)


@bp.get("/<uuid:partnership_id>")
@allow_signed_in
def show(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _get(partnership_id)
    return render_template(
        "partnerships/show.html",
        partnership=partnership,
        members=queries.members_of(session(), partnership.id),
        terms=rules.words_of(queries.terms_of(session(), partnership.id)),
        changes=queries.changes_of(session(), partnership.id),
        may_propose=current_person().has(*HANDLERS),
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(*HANDLERS)
def found() -> ResponseReturnValue:
    form = FoundingForm()
    form.town_ids.choices = choices(t for t in towns.all_towns(session()) if t.id != current_town_id())
    return _propose(
        form,
        "partnerships/new.html",
        lambda: actions.propose_founding(session(), form.draft(), actor=current_actor(), now=clock.now()),
    )


@bp.route("/<uuid:partnership_id>/rename", methods=["GET", "POST"])
@allow(*HANDLERS)
def rename(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _get(partnership_id)
    form = NameForm(obj=partnership)
    return _propose(
        form,
        "partnerships/rename.html",
        lambda: actions.propose_rename(session(), partnership, form.draft(), actor=current_actor(), now=clock.now()),
        partnership,
    )


@bp.route("/<uuid:partnership_id>/settings", methods=["GET", "POST"])
@allow(*HANDLERS)
def settings(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _get(partnership_id)
    form = TermsForm(obj=queries.terms_of(session(), partnership.id))
    return _propose(
        form,
        "partnerships/settings.html",
        lambda: actions.propose_terms(session(), partnership, form.draft(), actor=current_actor(), now=clock.now()),
        partnership,
    )


@bp.route("/<uuid:partnership_id>/join", methods=["GET", "POST"])
@allow(*HANDLERS)
def join(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _get(partnership_id)
    inside = {t.id for t in towns.towns_of(session(), partnership.id)}
    form = MemberForm()
    form.town_id.choices = choices(t for t in towns.all_towns(session()) if t.id not in inside)
    deed = actions.propose_join
    return _propose(
        form,
        "partnerships/join.html",
        lambda: deed(session(), partnership, UUID(form.town_id.data), actor=current_actor(), now=clock.now()),
        partnership,
    )


@bp.route("/<uuid:partnership_id>/leave", methods=["GET", "POST"])
@allow(*HANDLERS)
def leave(partnership_id: UUID) -> ResponseReturnValue:
    partnership = _get(partnership_id)
    form = MemberForm()
    form.town_id.choices = choices(towns.towns_of(session(), partnership.id))
    deed = actions.propose_leave
    return _propose(
        form,
        "partnerships/leave.html",
        lambda: deed(session(), partnership, UUID(form.town_id.data), actor=current_actor(), now=clock.now()),
        partnership,
    )


@bp.get("/changes/<uuid:change_id>")
@allow_signed_in
def show_change(change_id: UUID) -> ResponseReturnValue:
    return _change_page(queries.get_change(session(), change_id))


@bp.post("/changes/<uuid:change_id>/withdraw")
@allow(*HANDLERS)
def withdraw(change_id: UUID) -> ResponseReturnValue:
    change, form = queries.get_change(session(), change_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(session(), change, reason=form.reason.data, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _back(change, _("已撤回"))
    return _change_page(change, withdrawal=form), 422


def _get(partnership_id: UUID) -> Partnership:
    return queries.get_partnership(session(), partnership_id, reader_town_id=current_town_id())


def _propose(
    form: FlaskForm, template: str, deed: Callable[[], PartnershipChange], partnership: Partnership | None = None
) -> ResponseReturnValue:
    """Show the form; when it is valid put the change to the towns, and lead to the page where keys are turned."""
    if form.validate_on_submit():
        try:
            change = deed()
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _back(change, _("已提出，等待各方确认"))
    return render_template(template, form=form, partnership=partnership), 422 if form.errors else 200


def _change_page(
    change: PartnershipChange, keys: KeyForms | None = None, withdrawal: WithdrawForm | None = None
) -> str:
    asked = queries.consent_of(session(), change)
    consent = consents.view(session(), asked.id, reader=Reader.of(current_person()), now=clock.now())
    return render_template(
        "partnerships/change.html",
        change=change,
        deed_name=rules.DEED_NAMES[change.deed],
        lines=rules.lines_of(change.deed, change.content),
        consent=consent,
        keys=keys or KeyForms(),
        withdrawal=withdrawal or WithdrawForm(),
    )


def _back(change: PartnershipChange, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".show_change", change_id=change.id))


key_routes(
    bp,
    "/changes/<uuid:change_id>",
    Asking(
        find=lambda change_id: queries.get_change(session(), change_id),
        check=actions.check,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_change_page,
        back=lambda change: redirect(url_for(".show_change", change_id=change.id)),
    ),
)
