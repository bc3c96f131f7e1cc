"""/secondments/<id>/handover: both checklists and the stand-in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.consents.rules import HANDLERS, Reader
from app.handovers import actions, queries, rules
from app.handovers.forms import StandInForm, TickForm
from app.handovers.models import Item
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.secondments import queries as postings
from app.secondments.models import Stage
from app.secondments.rules import Standing

bp = Blueprint("handovers", __name__, url_prefix="/secondments/<uuid:secondment_id>/handover")
PEOPLE = (*HANDLERS, Role.WORKER, Role.SECONDEE, Role.MENTOR)


@bp.get("")
@allow(*PEOPLE)
def show(secondment_id: UUID) -> ResponseReturnValue:
    return _page(_standing(secondment_id))


@bp.post("/tick")
@allow(*PEOPLE)
def tick(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), TickForm()
    if form.item.data not in set(Item):
        raise NotFound
    if form.validate_on_submit():
        try:
            actions.tick(session(), standing, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已办结"))
            return _to(secondment_id)
    return _page(_standing(secondment_id), ticked=form), 422


@bp.post("/untick")
@allow(*PEOPLE)
def untick(secondment_id: UUID) -> ResponseReturnValue:
    standing, item = _standing(secondment_id), request.form.get("item", "")
    if item not in set(Item):
        raise NotFound
    actions.untick(session(), standing, Item(item), actor=current_actor())
    flash(_("已改为未办结"))
    return _to(secondment_id)


@bp.post("/stand-in")
@allow(*HANDLERS)
def name_stand_in(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), StandInForm()
    form.person.choices = _colleagues(standing)
    if form.validate_on_submit():
        try:
            duties = (form.duties.data or "").strip()
            person_id, actor = UUID(form.person.data), current_actor()
            actions.name_stand_in(session(), standing.posting, person_id, duties, actor=actor, now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已确定代岗人员，其权限与挂职起止同步"))
            return _to(secondment_id)
    return _page(_standing(secondment_id), stand_in=form), 422


def _page(standing: Standing, ticked: TickForm | None = None, stand_in: StandInForm | None = None) -> str:
    posting = standing.posting
    ticks = queries.ticks_of(session(), posting.id)
    kept = queries.find_stand_in(session(), posting.id) if standing.is_home_side else None
    names = queries.stand_ins_of(session(), [posting.id]) if kept else {}
    form = stand_in or StandInForm(formdata=None, duties=kept.duties if kept else "")
    if standing.is_home_side:
        form.person.choices = _colleagues(standing)
    return render_template(
        "handovers/show.html",
        posting=posting,
        facts=postings.facts_of(session(), [posting])[posting.id],
        phases=[
            ("start", _("到岗交接"), rules.lines(rules.START, ticks, standing)),
            ("end", _("离岗交接"), rules.lines(rules.END, ticks, standing)),
        ],
        sides=rules.SIDE_NAMES,
        today=clock.today(),
        ticked=ticked,
        stand_in=names.get(posting.id, ""),
        kept=kept,
        stand_in_form=form,
        may_name=standing.may_handle and standing.is_home_side,
    )


def _colleagues(standing: Standing) -> list[SelectChoice]:
    people = queries.colleagues(session(), standing.posting, clock.now()) if standing.is_home_side else []
    return [SelectChoice(value="", label=_("请选择")), *(SelectChoice(value=str(p.id), label=p.name) for p in people)]


def _standing(secondment_id: UUID) -> Standing:
    reader = Reader.of(current_person())
    standing = postings.get_secondment(session(), secondment_id, reader=reader, now=clock.now())
    if standing.posting.stage is not Stage.AGREED:
        raise NotFound
    return standing


def _to(secondment_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("handovers.show", secondment_id=secondment_id))
