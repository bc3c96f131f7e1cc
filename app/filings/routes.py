"""/secondments/<id>/filings: what has been reported, and what is missing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.consents.rules import HANDLERS, Reader
from app.filings import actions, queries, rules
from app.filings.forms import FilingForm
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.secondments import queries as postings
from app.secondments.models import Stage
from app.secondments.rules import Standing

bp = Blueprint("filings", __name__, url_prefix="/secondments/<uuid:secondment_id>/filings")


@bp.get("")
@allow(*HANDLERS)
def show(secondment_id: UUID) -> ResponseReturnValue:
    return _page(_standing(secondment_id), FilingForm(formdata=None))


@bp.post("")
@allow(*HANDLERS)
def note(secondment_id: UUID) -> ResponseReturnValue:
    posting, form = _standing(secondment_id).posting, FilingForm()
    if form.validate_on_submit():
        try:
            draft, occasion = form.draft(), form.occasion.data or ""
            actions.note(session(), posting, occasion, draft, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已登记报备"))
            return redirect(url_for("filings.show", secondment_id=secondment_id))
    return _page(_standing(secondment_id), form), 422


def _page(standing: Standing, form: FilingForm) -> str:
    posting = standing.posting
    occasions = queries.occasions_of(session(), [posting])[posting.id]
    missing = next((o for o in occasions if o.is_missing), None)
    if missing and not form.occasion.data:
        form.occasion.data = missing.key
    return render_template(
        "filings/show.html",
        posting=posting,
        facts=postings.facts_of(session(), [posting])[posting.id],
        occasions=occasions,
        missing=missing,
        form=form,
        authorities=rules.AUTHORITY_NAMES,
        may_note=standing.is_home_side,
    )


def _standing(secondment_id: UUID) -> Standing:
    reader = Reader.of(current_person())
    standing = postings.get_secondment(session(), secondment_id, reader=reader, now=clock.now())
    if not standing.may_handle or standing.posting.stage is not Stage.AGREED:
        raise NotFound
    return standing
