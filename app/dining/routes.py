"""/dining: 长期订餐 of the residents, and what the kitchen has to cook."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.dining import actions, queries, rules
from app.dining.forms import ChangeForm, OrderForm, PauseForm, filled
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.paging import Page, page_of
from app.kit.web import explain, say_on, session
from app.meals import queries as meals
from app.meals.rules import plan_in_words
from app.orders import queries as orders
from app.orders.models import StandingOrder
from app.residents import queries as residents
from app.residents.models import Resident
from app.services import queries as services
from app.sessions import queries as sessions
from app.signups.rules import HANDLERS

bp = Blueprint("dining", __name__, url_prefix="/dining")


@bp.get("/<uuid:service_id>/orders")
@allow(*HANDLERS)
def list_orders(service_id: UUID) -> ResponseReturnValue:
    """The standing orders of a kitchen that the reader's town may see, the latest first."""
    service = meals.get_dining(session(), service_id, reader_town_id=work_town_id())
    ended = request.args.get("ended") == "1"
    wanted = orders.select_orders([p.id for p in meals.plans_of(session(), service_id)], ended=ended)
    page = page_of(session(), wanted, request.args.get("page", 1, type=int))
    lines = orders.lines_of(session(), page.rows, reader_town_id=work_town_id(), today=clock.today())
    shown = Page(lines, page.number, page.pages, page.total)
    return render_template("dining/orders.html", service=service, page=shown, ended=ended)


@bp.get("/residents/<uuid:resident_id>")
@allow(*HANDLERS)
def choose(resident_id: UUID) -> ResponseReturnValue:
    """Which meal somebody wants: those of both towns; the orders they have already."""
    card = _card(resident_id)
    around = [t.id for t in services.towns_around(session(), work_town_id())]
    found = meals.dining_services(session(), around)
    offered = [
        (line, plan, plan_in_words(plan))
        for line in services.lines_of(session(), found)
        for plan in meals.plans_of(session(), line.id)
        if plan.is_served
    ]
    known = [o for o in orders.orders_of_person(session(), card.person_key) if o.ended_at is None]
    lines = orders.lines_of(session(), known, reader_town_id=work_town_id(), today=clock.today())
    return render_template("dining/choose.html", card=_masked(card), offered=offered, lines=lines)


@bp.route("/residents/<uuid:resident_id>/<uuid:plan_id>", methods=["GET", "POST"])
@allow(*HANDLERS)
def order(resident_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """A new standing order."""
    card, plan = _card(resident_id), meals.get_plan(session(), plan_id)
    service = meals.get_dining(session(), plan.service_id, reader_town_id=work_town_id())
    form = OrderForm(data={"weekdays": list(plan.weekdays), "from_on": clock.today()})
    form.offer_days(plan)
    if not service.min_age:
        del form.age_seen
    if form.validate_on_submit():
        age = service.min_age if "age_seen" in form and form.age_seen.data else 0
        try:
            made = actions.order(session(), plan_id, resident_id, form.draft(age_seen=age), **_who())
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("长期订餐已办好，接下来的餐次会自动报名"))
            return redirect(url_for(".show_order", order_id=made.id))
    card, words = _card(resident_id), plan_in_words(meals.get_plan(session(), plan_id))
    page = render_template(
        "dining/order.html", form=form, card=_masked(card), service=service, words=words, notes=rules.NOTES
    )
    return page, 422 if form.errors else 200


@bp.get("/orders/<uuid:order_id>")
@allow(*HANDLERS)
def show_order(order_id: UUID) -> ResponseReturnValue:
    """One order: its coming days, each to be stopped and taken back."""
    return _page(_order(order_id))


def _page(known: StandingOrder, refused: str = "", change: Any = None, pause: Any = None) -> str:
    plan = meals.get_plan(session(), known.plan_id)
    (line,) = orders.lines_of(session(), [known], reader_town_id=work_town_id(), today=clock.today())
    change = change or ChangeForm(formdata=None, data=filled(known))
    change.offer_days(plan)
    return render_template(
        "dining/show_order.html",
        order=known,
        line=line,
        words=plan_in_words(plan),
        service=services.find_service(session(), plan.service_id),
        days=orders.days_ahead(session(), known, now=clock.now()),
        change=change,
        pause=pause or PauseForm(formdata=None),
        refused=refused,
        notes=rules.NOTES,
    )


@bp.post("/orders/<uuid:order_id>/change")
@allow(*HANDLERS)
def change_order(order_id: UUID) -> ResponseReturnValue:
    known, form = _order(order_id), ChangeForm()
    form.offer_days(meals.get_plan(session(), known.plan_id))
    deed = lambda: actions.change(session(), order_id, form.draft(), **_who())  # noqa: E731 - one line, used once
    return _filled_in(order_id, form, deed, _("已修改，之后的餐次照此报名"), "change")


@bp.post("/orders/<uuid:order_id>/pause")
@allow(*HANDLERS)
def pause_order(order_id: UUID) -> ResponseReturnValue:
    """停餐 for some days."""
    _order(order_id)
    form = PauseForm()
    deed = lambda: actions.pause(session(), order_id, form.first_on.data, form.last_on.data, **_who())  # noqa: E731
    return _filled_in(order_id, form, deed, _("已停餐，到期自动恢复"), "pause")


@bp.post("/orders/<uuid:order_id>/<way>")
@allow(*HANDLERS)
def turn_order(order_id: UUID, way: str) -> ResponseReturnValue:
    """stop or resume one day, or end the order."""
    _order(order_id)
    day, who = _day(), _who()
    deeds: dict[str, tuple[Callable[[], object], str]] = {
        "stop": (lambda: actions.pause(session(), order_id, day, day, **who), _("这一天已停餐")),
        "resume": (lambda: actions.resume(session(), order_id, day, **who), _("这一天已恢复订餐")),
        "end": (lambda: actions.end(session(), order_id, **who), _("长期订餐已结束")),
    }
    if way not in deeds:
        raise NotFound
    deed, said = deeds[way]
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        session().rollback()
        return _page(_order(order_id), explain(refusal)), 422
    flash(said)
    return redirect(url_for(".show_order", order_id=order_id))


def _filled_in(order_id: UUID, form: Any, deed: Callable[[], object], said: str, name: str) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            deed()
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(said)
            return redirect(url_for(".show_order", order_id=order_id))
    return _page(_order(order_id), **{name: form}), 422


@bp.get("/kitchen")
@allow(*HANDLERS)
def kitchen() -> ResponseReturnValue:
    """What the town's kitchens cook on a day, today if nothing else is asked."""
    on = _day()
    found = queries.kitchen_day(session(), work_town_id(), on, now=clock.now())
    shown = [(m, sessions.line_of(session(), m.occasion), rules.count_in_words(m.count)) for m in found]
    return render_template("dining/kitchen.html", meals=shown, on=on)


@bp.get("/kitchen/<uuid:occasion_id>")
@allow(*HANDLERS)
def kitchen_sheet(occasion_id: UUID) -> ResponseReturnValue:
    """One meal's sheet for the kitchen's wall: how many, for whom, with which wishes."""
    occasion, service = sessions.get_session(session(), occasion_id, reader_town_id=work_town_id())
    if occasion.town_id != work_town_id() or service.kind.value != "dining":
        raise NotFound
    meal = queries.kitchen_meal(session(), occasion, work_town_id(), now=clock.now())
    line = sessions.line_of(session(), occasion)
    return render_template("dining/kitchen_sheet.html", meal=meal, line=line, now=clock.now())


def _day() -> date:
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return clock.today()


def _order(order_id: UUID) -> StandingOrder:
    return orders.get_order(session(), order_id, reader_town_id=work_town_id())


def _card(resident_id: UUID) -> Resident:
    card = residents.get_resident(session(), resident_id, town_id=work_town_id())
    if card.erased_at is not None:
        raise NotFound
    return card


def _masked(card: Resident) -> residents.Card:
    return residents.cards_of(session(), [card])[0]


def _who() -> Any:
    return {"actor": work_actor(), "now": clock.now()}
