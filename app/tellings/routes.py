"""/tellings: whom to ring up, what to say, and whether it was said."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.residents import actions as residents
from app.residents.models import Resident
from app.residents.rules import Why
from app.signups import queries as signups
from app.signups.rules import HANDLERS
from app.tellings import actions, queries
from app.tellings.forms import DoneForm
from app.tellings.models import Telling

bp = Blueprint("tellings", __name__, url_prefix="/tellings")
handles = allow(*HANDLERS)


@bp.get("")
@handles
def index() -> ResponseReturnValue:
    lines = queries.open_ones(session(), work_town_id(), now=clock.now())
    return render_template("tellings/index.html", lines=lines)


@bp.post("/<uuid:telling_id>/call")
@handles
def call(telling_id: UUID) -> ResponseReturnValue:
    """The number, for this call; that it was read is noted."""
    telling = queries.get_telling(session(), telling_id, town_id=work_town_id())
    return _page(telling, _card(telling), DoneForm(formdata=None))


@bp.post("/<uuid:telling_id>/done")
@handles
def done(telling_id: UUID) -> ResponseReturnValue:
    telling = queries.get_telling(session(), telling_id, town_id=work_town_id())
    form = DoneForm()
    if not form.validate_on_submit():
        return _page(telling, _card(telling), form), 422
    try:
        actions.done(session(), telling, reached=form.reached.data == "yes", actor=work_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        say_on(form, refusal)
        return _page(queries.get_telling(session(), telling_id, town_id=work_town_id()), None, form), 422
    flash(_("已登记告知") if form.reached.data == "yes" else _("已记下没有接通，仍在要打的电话中"))
    return redirect(url_for(".index"))


def _card(telling: Telling) -> Resident | None:
    """The person's card in full; None when they were erased meanwhile."""
    sign_up = signups.get_sign_up(session(), telling.sign_up_id, town_id=work_town_id())
    card = signups.card_of(session(), sign_up, town_id=work_town_id())
    if card is None or card.erased_at is not None:
        return None
    return residents.reveal(session(), card.id, Why.TELL, actor=work_actor())


def _page(telling: Telling, card: Resident | None, form: DoneForm) -> str:
    lines = queries.lines_of(session(), [telling], town_id=work_town_id())
    line = lines[0] if lines else None
    return render_template("tellings/call.html", telling=telling, line=line, card=card, form=form)
