"""/grounds: on what the towns keep residents' data together, and what is missing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files.forms import to_upload
from app.grounds import actions, gateways, queries
from app.grounds.forms import AssessmentForm
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.towns import queries as towns

bp = Blueprint("grounds", __name__, url_prefix="/grounds")
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    """Each partnership of the town: the agreement in force, each town's assessments."""
    town_id, today = current_town_id(), clock.today()
    shown = [
        (p, queries.standings(session(), town_id, p.id, on=today), queries.assessments_of(session(), [p.id]))
        for p in towns.partnerships_of(session(), town_id)
    ]
    names = {t.id: t.name for t in towns.all_towns(session())}
    may_keep = current_person().has(*KEEPERS)
    return render_template(
        "grounds/index.html", shown=shown, names=names, town_id=town_id, may_keep=may_keep, months=gateways.months()
    )


@bp.route("/<uuid:partnership_id>/new", methods=["GET", "POST"])
@allow(*KEEPERS)
def record(partnership_id: UUID) -> ResponseReturnValue:
    partnership = towns.get_partnership(session(), partnership_id, reader_town_id=current_town_id())
    form = AssessmentForm()
    if form.validate_on_submit():
        try:
            actions.record_assessment(
                session(),
                form.to_draft(),
                partnership_id=partnership.id,
                upload=to_upload(form.paper.data),
                actor=current_actor(),
                now=clock.now(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
            partnership = towns.get_partnership(session(), partnership_id, reader_town_id=current_town_id())
        else:
            flash(_("评估已登记，对方镇可以看到"))
            return redirect(url_for(".index"))
    return render_template("grounds/record.html", form=form, partnership=partnership), 422 if form.errors else 200


@bp.post("/assessments/<uuid:assessment_id>/withdraw")
@allow(*KEEPERS)
def withdraw(assessment_id: UUID) -> ResponseReturnValue:
    actions.withdraw_assessment(session(), assessment_id, actor=current_actor(), now=clock.now())
    flash(_("已注明不再有效；记录保留备查"))
    return redirect(url_for(".index"))
