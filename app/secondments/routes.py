"""/secondments: the postings a person may see, one posting's page, and the person's own pledge."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.consents.rules import HANDLERS
from app.kit import clock
from app.kit.web import session
from app.secondments import actions, queries, rules
from app.secondments.rules import Reader, Standing, State

bp = Blueprint("secondments", __name__, url_prefix="/secondments")
PEOPLE = (*HANDLERS, Role.WORKER, Role.SECONDEE, Role.MENTOR)


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """The postings that the reader may open, chosen by state."""
    reader = Reader.of(current_person())
    standings = queries.readable(session(), reader, clock.now())
    state = request.args.get("state", "")
    shown = [s for s in standings if s.state == state] if state in set(State) else standings
    return render_template(
        "secondments/index.html",
        standings=shown,
        facts=queries.facts_of(session(), [s.posting for s in shown]),
        states=[(s, rules.STATE_NAMES[s]) for s in State if any(one.state is s for one in standings)],
        state=state,
        names=rules.STATE_NAMES,
        tones=rules.STATE_TONES,
        open_exchanges=queries.open_exchanges(session(), reader),
        is_handler=current_person().has(*HANDLERS),
    )


@bp.get("/<uuid:secondment_id>")
@allow(*PEOPLE)
def show(secondment_id: UUID) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    posting = standing.posting
    return render_template(
        "secondments/show.html",
        standing=standing,
        posting=posting,
        facts=queries.facts_of(session(), [posting])[posting.id],
        state=rules.STATE_NAMES[standing.state],
        tone=rules.STATE_TONES[standing.state],
        end=rules.END_NAMES[posting.end_kind] if posting.end_kind else "",
        days=rules.days_of(posting),
        half_term=rules.half_term(posting),
        is_extended=posting.end_kind is None and posting.until_on > posting.agreed_until_on,
    )


@bp.post("/<uuid:secondment_id>/pledge")
@allow(*PEOPLE)
def pledge(secondment_id: UUID) -> ResponseReturnValue:
    posting = _standing(secondment_id).posting
    actions.pledge(session(), posting, actor=current_actor(), now=clock.now())
    flash(_("已作出保密与廉洁承诺"))
    return redirect(url_for("secondments.show", secondment_id=posting.id))


def _standing(secondment_id: UUID) -> Standing:
    return queries.get_secondment(session(), secondment_id, reader=Reader.of(current_person()), now=clock.now())
