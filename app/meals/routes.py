"""/meals: what the kitchens of both towns serve, and what one's own kitchen says of its week."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.meals import actions, queries, rules
from app.meals.forms import PlanForm, RestForm, filled
from app.meals.models import Meal, MealPlan
from app.services import queries as services
from app.services.models import Service

bp = Blueprint("meals", __name__, url_prefix="/meals")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
KEEPERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """The dining services of both towns with their meals."""
    around = [t.id for t in services.towns_around(session(), work_town_id())]
    found = queries.dining_services(session(), around)
    shown = [(line, _words(line.id)) for line in services.lines_of(session(), found)]
    return render_template("meals/index.html", shown=shown, own_town_id=work_town_id())


def _words(service_id: UUID) -> list[str]:
    return [rules.plan_in_words(plan) for plan in queries.plans_of(session(), service_id) if plan.is_served]


@bp.get("/<uuid:service_id>")
@allow(*PEOPLE)
def show(service_id: UUID) -> ResponseReturnValue:
    """A kitchen's meals, its coming days and when it rests."""
    return _page(_dining(service_id))


def _page(service: Service, rest: RestForm | None = None) -> str:
    now = clock.now()
    plans = queries.plans_of(session(), service.id)
    days = [o for plan in plans for o in queries.occasions_of(session(), plan, since=now)]
    return render_template(
        "meals/show.html",
        service=service,
        line=services.line_of(session(), service),
        plans=[(plan, rules.plan_in_words(plan)) for plan in plans],
        days=sorted(days, key=lambda o: o.starts_at),
        rests=queries.rests_of(session(), service.id, since=clock.today()),
        rest=rest or RestForm(formdata=None),
        may_write=services.is_provider(session(), service, work_actor(), now),
        is_own=service.town_id == work_town_id(),
        now=now,
    )


@bp.route("/<uuid:service_id>/plan", methods=["GET", "POST"])
@allow(*KEEPERS)
def set_plan(service_id: UUID) -> ResponseReturnValue:
    """A meal of the week, new or as it is from the next day on."""
    service = services.get_run(session(), service_id, actor=work_actor(), now=clock.now())
    known = _known(service_id)
    form = PlanForm(data=filled(known) if known else {"meal": request.args.get("meal", Meal.LUNCH.value)})
    if form.validate_on_submit():
        try:
            actions.set_plan(session(), service_id, form.draft(), **_who())
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("供餐安排已保存，接下来几天的餐次可以预订了"))
            return redirect(url_for(".show", service_id=service_id))
    page = render_template("meals/plan.html", form=form, service=service, known=known)
    return page, 422 if form.errors else 200


def _known(service_id: UUID) -> MealPlan | None:
    """The meal that the address names, if it is set already."""
    named = request.args.get("meal", "")
    return queries.find_plan(session(), service_id, Meal(named)) if named in set(Meal) else None


@bp.post("/plans/<uuid:plan_id>/stop")
@allow(*KEEPERS)
def stop_plan(plan_id: UUID) -> ResponseReturnValue:
    plan = actions.stop_plan(session(), plan_id, **_who())
    flash(_("这一餐不再排新的日子；已经可以预订的日子照常供应"))
    return redirect(url_for(".show", service_id=plan.service_id))


@bp.post("/<uuid:service_id>/rest")
@allow(*KEEPERS)
def rest(service_id: UUID) -> ResponseReturnValue:
    """The kitchen rests; who has ordered is told."""
    service, form = _dining(service_id), RestForm()
    if form.validate_on_submit():
        try:
            days = form.first_on.data, form.last_on.data
            called_off = actions.rest(session(), service_id, *days, form.reason.data, **_who())
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
            service = _dining(service_id)
        else:
            flash(_("已登记停餐，取消%(number)s个餐次，已订餐的会收到通知", number=called_off))
            return redirect(url_for(".show", service_id=service_id))
    return _page(service, form), 422


@bp.post("/rests/<uuid:rest_id>/end")
@allow(*KEEPERS)
def end_rest(rest_id: UUID) -> ResponseReturnValue:
    service = actions.end_rest(session(), rest_id, **_who())
    flash(_("停餐已取消；已经取消的餐次不会自动恢复"))
    return redirect(url_for(".show", service_id=service.id))


def _dining(service_id: UUID) -> Service:
    return queries.get_dining(session(), service_id, reader_town_id=work_town_id())


def _who() -> Any:
    return {"actor": work_actor(), "now": clock.now()}
