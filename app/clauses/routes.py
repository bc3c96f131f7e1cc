"""/agreements/<id>/text, parties, annexes: the editor; versions and their differences. Every save is a version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_town_id
from app.agreements import actions, queries
from app.agreements.models import Agreement, AgreementVersion
from app.agreements.rules import WRITERS, check_open
from app.clauses import rules
from app.clauses.forms import AnnexesForm, CompareForm, PartiesForm, TextForm, VersionForm, fresh_article
from app.consents.rules import HANDLERS
from app.enclosures import queries as enclosures
from app.enclosures.rules import SOURCES
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import say_on, session
from app.precedents.models import AgreementText, AnnexText, PartyText
from app.precedents.rules import wording
from app.typeset import gateways as typesetting

bp = Blueprint("clauses", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.route("/text", methods=["GET", "POST"])
@allow(*WRITERS)
def edit(agreement_id: UUID) -> ResponseReturnValue:
    """Terms and articles."""
    agreement = _open(agreement_id)
    onto, carried = _screen(agreement)
    form = TextForm() if request.method == "POST" else TextForm.filled(onto, carried)
    if request.method == "GET" or not form.validate():
        return _page("clauses/edit.html", agreement, form)
    typed = form.typed(onto)
    articles = rules.moved(typed.articles, request.form.get("then", ""), fresh_article)
    if articles is not None:
        again = typed.model_copy(update={"articles": tuple(articles[: rules.MOST_ARTICLES])})
        return _page("clauses/edit.html", agreement, TextForm.filled(again, _carried(form)))
    return _keep(agreement, form, lambda: typed, "clauses/edit.html")


@bp.route("/parties", methods=["GET", "POST"])
@allow(*WRITERS)
def parties(agreement_id: UUID) -> ResponseReturnValue:
    """Who signs, by which organ, in which order."""
    agreement = _open(agreement_id)
    onto, carried = _screen(agreement)
    organs = queries.organs_to_choose(session(), agreement.partnership_id)
    form = (PartiesForm() if request.method == "POST" else PartiesForm.filled(onto.parties, carried)).offer(organs)
    if request.method == "GET" or not form.validate():
        return _page("clauses/parties.html", agreement, form)
    typed = form.typed(organs)
    rows = rules.moved(typed, request.form.get("then", ""), PartyText)
    if rows is not None:
        return _page("clauses/parties.html", agreement, PartiesForm.filled(rows, _carried(form)).offer(organs))
    return _keep(agreement, form, lambda: onto.model_copy(update={"parties": typed}), "clauses/parties.html")


@bp.route("/annexes", methods=["GET", "POST"])
@allow(*WRITERS)
def annexes(agreement_id: UUID) -> ResponseReturnValue:
    """Annexes: typed, pasted, or filled from what the product knows today."""
    agreement = _open(agreement_id)
    onto, carried = _screen(agreement)
    form = AnnexesForm() if request.method == "POST" else AnnexesForm.filled(onto.annexes, carried)
    if request.method == "GET" or not form.validate():
        return _page("clauses/annexes.html", agreement, form)
    try:
        typed = form.typed(onto)
    except Refusal as refusal:
        say_on(form, refusal)
        return _page("clauses/annexes.html", agreement, form)
    then = request.form.get("then", "")
    rows = _from_source(agreement, typed, then) or rules.moved(typed, then, AnnexText)
    if rows is not None:
        return _page("clauses/annexes.html", agreement, AnnexesForm.filled(rows, _carried(form)))
    return _keep(agreement, form, lambda: onto.model_copy(update={"annexes": typed}), "clauses/annexes.html")


@bp.get("/versions")
@allow(*HANDLERS)
def versions(agreement_id: UUID) -> ResponseReturnValue:
    """Every saved text, and the differences between any two."""
    agreement = _found(agreement_id)
    saved = queries.versions_of(session(), agreement)
    numbered = [v for v in saved if v.number]
    newest, before = numbered[0].number, numbered[min(1, len(numbered) - 1)].number
    form = CompareForm(request.args, data={"old": before, "new": newest})
    form.old.choices = form.new.choices = [SelectChoice(value=v.number, label=_name_of(v)) for v in numbered]
    chosen = {v.number for v in numbered}
    old = form.old.data if form.old.data in chosen else before
    new = form.new.data if form.new.data in chosen else newest
    changes = queries.differences(session(), agreement, old or 0, new or 0)
    return render_template(
        "clauses/versions.html",
        agreement=agreement,
        versions=saved,
        form=form,
        changes=changes,
        names={v.id: _name_of(v) for v in saved},
    )


@bp.get("/versions/<int:number>")
@allow(*HANDLERS)
def version(agreement_id: UUID, number: int) -> ResponseReturnValue:
    """One saved text as the page that would be printed."""
    agreement = _found(agreement_id)
    saved = queries.get_version(session(), agreement, number)
    text = AgreementText.model_validate(saved.text)
    return render_template(
        "clauses/version.html",
        agreement=agreement,
        version=saved,
        name=_name_of(saved),
        preview=typesetting.preview(wording(text)),
    )


def _found(agreement_id: UUID, *, lock: bool = False) -> Agreement:
    return queries.get_agreement(session(), agreement_id, reader_town_id=current_town_id(), lock=lock)


def _open(agreement_id: UUID) -> Agreement:
    agreement = _found(agreement_id, lock=request.method == "POST")
    check_open(agreement)
    return agreement


def _screen(agreement: Agreement) -> tuple[AgreementText, dict[str, Any]]:
    """The text that is, or was, on the screen, and what its form carries along."""
    aside_id = request.values.get("aside", type=UUID)
    if aside_id:
        text, _conflicts = queries.met(session(), agreement, queries.get_aside(session(), agreement, aside_id))
        return text, {"base": agreement.version, "aside": str(aside_id)}
    base = request.form.get("base", type=int) if request.method == "POST" else None
    number = base if base and 0 < base <= agreement.version else agreement.version
    return queries.text_at(session(), agreement, number), {"base": agreement.version}


def _carried(form: VersionForm) -> dict[str, Any]:
    return {"base": form.base.data, "aside": form.aside.data, "note": form.note.data}


def _keep(
    agreement: Agreement, form: VersionForm, text: Callable[[], AgreementText], template: str
) -> ResponseReturnValue:
    base, note = form.base.data or 0, form.note.data or ""
    try:
        saved = actions.save(session(), agreement, text(), base=base, note=note, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        say_on(form, refusal)
        return _page(template, _found(agreement.id), form)
    if saved.aside_id:
        return redirect(url_for(".edit", agreement_id=agreement.id, aside=saved.aside_id))
    flash(_("他人同时修改了其他条款，两份修改已合并保存") if saved.was_merged else _("已保存"))
    return redirect(url_for("negotiations.show", agreement_id=agreement.id))


def _page(template: str, agreement: Agreement, form: VersionForm) -> ResponseReturnValue:
    aside_id = form.aside.data
    aside = queries.get_aside(session(), agreement, UUID(aside_id)) if aside_id and not form.errors else None
    conflicts = queries.met(session(), agreement, aside)[1] if aside else []
    page = render_template(
        template,
        agreement=agreement,
        form=form,
        conflicts=conflicts,
        sources=SOURCES,
        landing=rules.landing(request.form.get("then", "")),
    )
    return page, 422 if form.errors else 200


def _from_source(agreement: Agreement, typed: tuple[AnnexText, ...], then: str) -> list[AnnexText] | None:
    """A new annex filled from the product's data (fill-venues), or an old one filled anew (fresh-0)."""
    deed, _dash, what = then.partition("-")
    town_ids = [t.town_id for t in queries.towns_in(session(), agreement)]
    today = clock.today()
    if deed == "fill" and what in SOURCES:
        return [*typed, enclosures.annex_from(session(), what, town_ids, today)]
    if deed == "fresh" and what.isdigit() and int(what) < len(typed) and typed[int(what)].source in SOURCES:
        made = list(typed)
        fresh = enclosures.annex_from(session(), made[int(what)].source, town_ids, today)
        made[int(what)] = fresh.model_copy(update={"id": made[int(what)].id, "title": made[int(what)].title})
        return made
    return None


def _name_of(version: AgreementVersion) -> str:
    if version.number is None:
        return str(_("另存稿"))
    if version.edition:
        return str(_("第%(n)s版", n=version.edition))
    return str(_("提交会商前第%(n)s次保存", n=version.number))
