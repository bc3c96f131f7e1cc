"""/residents: the town's own list of residents, masked; each reading in full is for a reason and is noted."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.residents import actions, queries
from app.residents.forms import ResidentForm, RevealForm
from app.residents.rules import Why

bp = Blueprint("residents", __name__, url_prefix="/residents")
handles = allow(Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@handles
def index() -> ResponseReturnValue:
    """My community first; by four digits, pinyin, initials or name."""
    communities = queries.communities_of(session(), work_town_id())
    known = {str(unit_id): unit_id for unit_id, _name in communities}
    mine = next((str(i) for i in known.values() if i in current_person().unit_ids), "")
    chosen = request.args.get("community", mine if not request.args else "")
    text = request.args.get("q", "")
    page = queries.page(
        session(),
        town_id=work_town_id(),
        text=text,
        community_id=known.get(chosen),
        number=request.args.get("page", 1, type=int),
    )
    return render_template("residents/index.html", page=page, text=text, chosen=chosen, communities=communities)


@bp.route("/new", methods=["GET", "POST"])
@handles
def add() -> ResponseReturnValue:
    form = ResidentForm()
    form.offer(queries.communities_of(session(), work_town_id()))
    if form.validate_on_submit():
        try:
            card = actions.add(session(), form.to_draft(work_town_id()), actor=work_actor(), now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已加入居民名册"))
            return redirect(url_for("enrolment.person", resident_id=card.id))
    return render_template("residents/add.html", form=form), 422 if form.errors else 200


@bp.post("/<uuid:resident_id>/reveal")
@handles
def reveal(resident_id: UUID) -> ResponseReturnValue:
    """Name and number in full, once, on a page that is not kept anywhere."""
    card = queries.get_resident(session(), resident_id, town_id=work_town_id())
    form = RevealForm()
    if not form.validate_on_submit():
        return redirect(url_for("enrolment.person", resident_id=card.id))
    shown = actions.reveal(session(), card.id, Why(form.why.data), actor=work_actor())
    back = url_for("enrolment.person", resident_id=card.id)
    return render_template("residents/revealed.html", card=shown, declared=None, back=back)
