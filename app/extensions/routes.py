"""/secondments/<id>/changes: 延期, 提前结束, 召回."""

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.extensions import actions, queries, rules
from app.extensions.forms import ChangeForm, RecallForm, WithdrawForm
from app.extensions.models import PostingChange, RecallReason
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.secondments import queries as postings
from app.secondments.rules import Standing, State

F = TypeVar("F", bound=FlaskForm)
bp = Blueprint("extensions", __name__, url_prefix="/secondments/<uuid:secondment_id>/changes")


@bp.get("")
@allow(*HANDLERS)
def show(secondment_id: UUID) -> ResponseReturnValue:
    return _page(_standing(secondment_id))


@bp.post("")
@allow(*HANDLERS)
def propose(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), ChangeForm()
    if form.validate_on_submit():
        posting = postings.get_locked(session(), secondment_id)
        try:
            actions.propose(session(), posting, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已提请双方确认"))
            return _to(standing)
    return _page(_standing(secondment_id), change=form), 422


@bp.post("/recall")
@allow(*HANDLERS)
def recall(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), RecallForm()
    if form.validate_on_submit():
        posting = postings.get_locked(session(), secondment_id)
        try:
            actions.recall(
                session(),
                posting,
                until_on=form.until_on.data,
                why=RecallReason(form.why.data),
                reason=form.reason.data.strip(),
                at_once=form.at_once.data,
                actor=current_actor(),
                now=clock.now(),
            )
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已召回，对方镇已收到通知；请重新报备"))
            return _to(standing)
    return _page(_standing(secondment_id), recall=form), 422


@bp.post("/withdraw")
@allow(*HANDLERS)
def withdraw(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            reason = form.reason.data.strip()
            actions.withdraw(session(), _open(secondment_id), reason=reason, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已撤回"))
            return _to(standing)
    return _page(_standing(secondment_id), withdraw=form), 422


def _open(secondment_id: UUID) -> PostingChange:
    """The change that waits for keys, held until the transaction ends."""
    found = queries.find_open(session(), secondment_id)
    if found is None:
        raise rules.ChangeIsSettled
    return queries.get_change(session(), found.id, secondment_id=secondment_id, lock=True)


def _page(
    standing: Standing,
    keys: KeyForms | None = None,
    change: ChangeForm | None = None,
    recall: RecallForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> str:
    posting, reader = standing.posting, standing.reader
    open_one = queries.find_open(session(), posting.id)
    consent_id = open_one.consent_id if open_one else None
    person = current_person()
    return render_template(
        "extensions/show.html",
        standing=standing,
        posting=posting,
        facts=postings.facts_of(session(), [posting])[posting.id],
        changes=queries.changes_of(session(), posting.id),
        kinds=rules.KIND_NAMES,
        states=rules.STATE_NAMES,
        recall_names=rules.RECALL_NAMES,
        open_one=open_one,
        consent=consents.view(session(), consent_id, reader=reader, now=clock.now()) if consent_id else None,
        key_forms=keys or KeyForms(),
        change_form=change or _blank(ChangeForm),
        recall_form=recall or _blank(RecallForm),
        withdraw_form=withdraw or _blank(WithdrawForm),
        may_change=standing.state in (State.AGREED, State.ACTIVE) and open_one is None,
        may_recall=standing.is_home_side and person.has(Role.SECRETARY) and person.may_turn_keys,
    )


def _blank(kind: type[F]) -> F:
    """A form that was not the one sent."""
    return cast(F, kind(formdata=None) if request.method == "POST" else kind())


def _standing(secondment_id: UUID) -> Standing:
    reader = Reader.of(current_person())
    standing = postings.get_secondment(session(), secondment_id, reader=reader, now=clock.now())
    if not standing.may_handle:
        raise NotFound
    return standing


def _to(standing: Standing) -> ResponseReturnValue:
    return redirect(url_for("extensions.show", secondment_id=standing.posting.id))


def _on_open(deed: Callable[..., object]) -> Callable[..., object]:
    """The deed on the change that waits for keys."""
    return lambda db, standing, draft, **who: deed(db, _open(standing.posting.id), draft, **who)


key_routes(
    bp,
    "",
    Asking(
        find=_standing,
        check=_on_open(actions.check),
        turn=_on_open(actions.turn_key),
        refuse=_on_open(actions.refuse),
        page=_page,
        back=_to,
    ),
)
