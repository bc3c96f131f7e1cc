"""/secondments/exchanges: two towns fill in, agree and sign who goes where."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Person
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.exchanges import actions, queries
from app.exchanges.forms import BeginForm, DaysForm, HomeForm, HostForm, WithdrawForm
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, say_on, session
from app.pacts import queries as pacts
from app.secondments import rules as posting_rules
from app.secondments.models import Exchange, Stage
from app.towns import queries as towns
from app.typeset import gateways as typesetting

bp = Blueprint("exchanges", __name__, url_prefix="/secondments/exchanges")


@bp.route("/new", methods=["GET", "POST"])
@allow(*HANDLERS)
def begin() -> ResponseReturnValue:
    form = BeginForm()
    partners = queries.partners_of(session(), current_town_id())
    form.partner.choices = [SelectChoice(value=str(t.id), label=t.name) for t in partners]
    first = clock.today().replace(day=1)
    from_on = posting_rules.plus_months(first, 1)
    form.suggest(from_on, posting_rules.default_until(from_on), _("%(year)s年互派挂职", year=from_on.year))
    if form.validate_on_submit():
        try:
            exchange = actions.begin(session(), form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已发起，请填写本镇派出的同志；对方镇已收到通知"))
            return _to(exchange)
    page = render_template("exchanges/begin.html", form=form, partners=partners)
    return page, 422 if form.errors else 200


@bp.get("/<uuid:exchange_id>")
@allow(*HANDLERS)
def show(exchange_id: UUID) -> ResponseReturnValue:
    return _page(_exchange(exchange_id))


@bp.route("/<uuid:exchange_id>/home", methods=["GET", "POST"])
@allow(*HANDLERS)
def fill_home(exchange_id: UUID) -> ResponseReturnValue:
    """派出方: the own person."""
    exchange = _exchange(exchange_id)
    town_id = current_town_id()
    people = queries.candidates(session(), town_id, clock.now())
    form = HomeForm().offer(_named(people), _units(town_id), _named(accounts.people_of(session(), town_id)))
    form.show(queries.posting_from(session(), exchange, town_id))
    return _fill(
        exchange,
        form,
        lambda: actions.fill_home(session(), exchange, form.part(), actor=current_actor(), now=clock.now()),
    )


@bp.route("/<uuid:exchange_id>/host", methods=["GET", "POST"])
@allow(*HANDLERS)
def fill_host(exchange_id: UUID) -> ResponseReturnValue:
    """挂职方: unit, post and mentor for the other town's person."""
    exchange = _exchange(exchange_id)
    posting = queries.posting_to(session(), exchange, current_town_id())
    if posting is None:
        raise NotFound
    town_id = current_town_id()
    form = HostForm().offer(_units(town_id), _named(accounts.people_of(session(), town_id))).show(posting)
    return _fill(
        exchange,
        form,
        lambda: actions.fill_host(session(), exchange, form.part(), actor=current_actor(), now=clock.now()),
    )


@bp.route("/<uuid:exchange_id>/days", methods=["GET", "POST"])
@allow(*HANDLERS)
def change_days(exchange_id: UUID) -> ResponseReturnValue:
    exchange = _exchange(exchange_id)
    form = DaysForm(from_on=exchange.from_on, until_on=exchange.until_on)

    def change() -> None:
        days = form.from_on.data, form.until_on.data
        actions.change_days(session(), exchange, *days, actor=current_actor(), now=clock.now())

    return _fill(exchange, form, change)


@bp.post("/<uuid:exchange_id>/ask")
@allow(*HANDLERS)
def ask(exchange_id: UUID) -> ResponseReturnValue:
    exchange = _exchange(exchange_id, lock=True)
    try:
        actions.ask(session(), exchange, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        return _page(_exchange(exchange_id), refusal=explain(refusal)), 422
    flash(_("已提请双方商定，请按核稿、签发办理"))
    return _to(exchange)


@bp.post("/<uuid:exchange_id>/topic")
@allow(*HANDLERS)
def raise_as_topic(exchange_id: UUID) -> ResponseReturnValue:
    draft_id = actions.raise_as_topic(session(), _exchange(exchange_id), actor=current_actor(), now=clock.now())
    flash(_("已作为议题起草，请补充后送书记审定"))
    return redirect(url_for("topics.show_draft", draft_id=draft_id))


@bp.post("/<uuid:exchange_id>/withdraw")
@allow(*HANDLERS)
def withdraw(exchange_id: UUID) -> ResponseReturnValue:
    exchange, form = _exchange(exchange_id, lock=True), WithdrawForm()
    if form.validate_on_submit():
        try:
            reason = form.reason.data.strip()
            actions.withdraw(session(), exchange, reason=reason, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已撤回"))
            return _to(exchange)
    return _page(_exchange(exchange_id), withdraw=form), 422


def _fill(exchange: Exchange, form: FlaskForm, deed: Callable[[], object]) -> ResponseReturnValue:
    """One side's form."""
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已保存"))
            return _to(exchange)
    facts = queries.view(session(), exchange, Reader.of(current_person()))
    page = render_template("exchanges/fill.html", form=form, exchange=exchange, view=facts)
    return page, 422 if form.errors else 200


def _page(
    exchange: Exchange, keys: KeyForms | None = None, withdraw: WithdrawForm | None = None, refusal: str = ""
) -> str:
    reader = Reader.of(current_person())
    consent = (
        consents.view(session(), exchange.consent_id, reader=reader, now=clock.now()) if exchange.consent_id else None
    )
    view = queries.view(session(), exchange, reader)
    is_whole = not view.missing and exchange.stage is Stage.PROPOSED
    return render_template(
        "exchanges/show.html",
        exchange=exchange,
        view=view,
        document=pacts.document_of(session(), exchange),
        preview=typesetting.preview(pacts.content_of(session(), exchange)) if is_whole else "",
        consent=consent,
        key_forms=keys or KeyForms(),
        withdraw_form=withdraw or WithdrawForm(),
        is_open=exchange.stage is Stage.PROPOSED,
        refusal=refusal,
    )


def _exchange(exchange_id: UUID, *, lock: bool = False) -> Exchange:
    return queries.get_exchange(session(), exchange_id, reader=Reader.of(current_person()), lock=lock)


def _named(people: Sequence[Person]) -> list[tuple[UUID, str]]:
    return [(p.id, f"{p.name}（{p.post}）" if p.post else p.name) for p in people]


def _units(town_id: UUID) -> list[tuple[UUID, str]]:
    return [(u.id, u.name) for u in towns.units_of(session(), town_id)]


def _to(exchange: Exchange) -> ResponseReturnValue:
    return redirect(url_for("exchanges.show", exchange_id=exchange.id))


key_routes(
    bp,
    "/<uuid:exchange_id>",
    Asking(
        find=partial(_exchange, lock=True),
        check=actions.check,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_page,
        back=_to,
    ),
)
