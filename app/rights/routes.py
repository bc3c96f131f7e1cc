"""/rights: a person asks to see, copy, correct or erase what is held about them."""

import json
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_town_id
from app.accounts.models import Role
from app.kit import clock, xlsx
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.residents import queries as residents
from app.residents.models import Resident
from app.rights import actions, queries, rules
from app.rights.forms import CheckedForm, CorrectForm, PersonForm

bp = Blueprint("rights", __name__, url_prefix="/rights")
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)
keeps = allow(*KEEPERS)


@bp.route("", methods=["GET", "POST"])
@keeps
def find() -> ResponseReturnValue:
    """By name and number together; both stay out of the address."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            card = queries.find(session(), form.name.data or "", form.phone.data or "", town_id=current_town_id())
            if card is None or card.erased_at is not None:
                raise rules.NotHere
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return redirect(url_for(".show", resident_id=card.id))
    return render_template("rights/find.html", form=form), 422 if form.errors else 200


@bp.get("/<uuid:resident_id>")
@keeps
def show(resident_id: UUID) -> ResponseReturnValue:
    return _page(_card(resident_id))


@bp.post("/<uuid:resident_id>/export.json")
@keeps
def export_json(resident_id: UUID) -> ResponseReturnValue:
    _card(resident_id)
    copy = actions.export(session(), resident_id, actor=current_actor())
    body = json.dumps(copy.as_json(), ensure_ascii=False, indent=2)
    return _download(body.encode(), "application/json; charset=utf-8", "personal-data.json")


@bp.post("/<uuid:resident_id>/export.xlsx")
@keeps
def export_xlsx(resident_id: UUID) -> ResponseReturnValue:
    _card(resident_id)
    copy = actions.export(session(), resident_id, actor=current_actor())
    facts = ("个人信息", ("项目", "内容"), list(copy.facts.items()))
    return _download(xlsx.to_book([facts, ("报名记录", copy.head, copy.rows)]), xlsx.MIMETYPE, "personal-data.xlsx")


def _download(body: bytes, mimetype: str, name: str) -> Response:
    return Response(body, content_type=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.post("/<uuid:resident_id>/correct")
@keeps
def correct(resident_id: UUID) -> ResponseReturnValue:
    card, form = _card(resident_id), CorrectForm()
    form.offer(residents.communities_of(session(), card.home_town_id))

    def deed() -> str:
        actions.correct(session(), resident_id, form.to_draft(card), actor=current_actor(), now=clock.now())
        return str(_("已更正，各镇的记录一并更正"))

    return _carried_out(resident_id, form, deed, lambda: url_for(".show", resident_id=resident_id))


@bp.post("/<uuid:resident_id>/erase")
@keeps
def erase(resident_id: UUID) -> ResponseReturnValue:
    _card(resident_id)

    def deed() -> str:
        kept = actions.erase(session(), resident_id, actor=current_actor(), now=clock.now())
        return str(_("已删除。%(kept)s次报名只留作不含姓名电话的统计数字", kept=kept))

    return _carried_out(resident_id, CheckedForm(), deed, lambda: url_for(".find"))


def _carried_out(
    resident_id: UUID, form: CorrectForm | CheckedForm, deed: Callable[[], str], where: Callable[[], str]
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            said = deed()
        except NotFound:
            raise
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(said)
            return redirect(where())
    return _page(_card(resident_id), form), 422


def _card(resident_id: UUID) -> Resident:
    card = residents.get_resident(session(), resident_id, town_id=current_town_id())
    if card.erased_at is not None:
        raise NotFound
    return card


def _page(card: Resident, form: CorrectForm | CheckedForm | None = None) -> str:
    """Masked; to correct it one types it anew."""
    correct = form if isinstance(form, CorrectForm) else CorrectForm(formdata=None)
    correct.offer(residents.communities_of(session(), card.home_town_id))
    if correct is not form:
        correct.community.data = str(card.community_id or "")
    (shown,) = residents.cards_of(session(), [card])
    return render_template(
        "rights/show.html",
        card=shown,
        held=queries.held(session(), card),
        correct=correct,
        erase=form
        if isinstance(form, CheckedForm) and not isinstance(form, CorrectForm)
        else CheckedForm(formdata=None),
        failed=form,
    )
