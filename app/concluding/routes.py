"""/agreements/<id>/keys: the page on which an agreement is signed and numbered."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.agreements import actions as agreement_actions
from app.agreements import queries as agreements
from app.agreements.models import STATES, Agreement
from app.concluding import actions, queries
from app.concluding.forms import NumberForm
from app.concluding.rules import Slot
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.typeset import gateways as typesetting

bp = Blueprint("concluding", __name__, url_prefix="/agreements")
NUMBERERS = (Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY)


@bp.get("/<uuid:agreement_id>/keys")
@allow(*HANDLERS)
def keys(agreement_id: UUID) -> ResponseReturnValue:
    return _page(_agreement(agreement_id))


@bp.post("/<uuid:agreement_id>/keys/number")
@allow(*NUMBERERS)
def give_number(agreement_id: UUID) -> ResponseReturnValue:
    agreement, form = _agreement(agreement_id), NumberForm()
    if form.validate_on_submit():
        try:
            typed = (form.number.data or "").strip()
            actions.give_number(session(), agreement, typed, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            issued = queries.document_of(session(), agreement)
            flash(_("编号已登记，协议正在印发") if issued else _("编号已登记"))
            return _back(agreement)
    return _page(_agreement(agreement_id), number_form=form), 422


def _agreement(agreement_id: UUID) -> Agreement:
    """One that is being signed or was signed; before that there is nothing to turn a key on."""
    agreement = agreements.get_agreement(session(), agreement_id, reader_town_id=current_town_id())
    if agreement.consent_id is None:
        raise NotFound
    return agreement


def _page(agreement: Agreement, key_forms: KeyForms | None = None, number_form: NumberForm | None = None) -> str:
    content = agreements.content_of(session(), agreement)
    document = queries.document_of(session(), agreement)
    slots = queries.slots_of(session(), agreement, content)
    own = next((slot for slot in slots if slot.town_id == current_town_id()), None)
    reader = Reader.of(current_person())
    consent_id = agreement_actions.consent_of(agreement)
    return render_template(
        "concluding/keys.html",
        agreement=agreement,
        state=STATES[agreement.state],
        consent=consents.view(session(), consent_id, reader=reader, now=clock.now()),
        key_forms=key_forms or KeyForms(),
        number_form=number_form or _number_form(own.given if own else ""),
        slots=slots,
        may_number=_may_number(own, bool(document)),
        document=document,
        is_joint=bool(content.mark),
        preview=typesetting.preview(content),
    )


def _may_number(own: Slot | None, is_issued: bool) -> bool:
    if own is None or own.is_counted or not current_person().has(*NUMBERERS):
        return False
    return not is_issued or not (own.is_needed or own.given)


def _number_form(given: str) -> NumberForm:
    form = NumberForm()
    form.number.data = given
    return form


def _back(agreement: Agreement) -> ResponseReturnValue:
    return redirect(url_for(".keys", agreement_id=agreement.id))


key_routes(
    bp,
    "/<uuid:agreement_id>/keys",
    Asking(
        find=_agreement,
        check=agreement_actions.check,
        turn=actions.turn_key,
        refuse=agreement_actions.refuse,
        page=_page,
        back=_back,
    ),
)
