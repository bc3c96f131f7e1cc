"""/secondments/exchanges/<id>/circular: the own town's 挂职通知 and its steps to 签发."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.circulars import actions, queries, rules
from app.circulars.forms import CircularForm
from app.circulars.models import Circular
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.exchanges import queries as exchanges
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.i18n import N_
from app.kit.web import explain, say_on, session
from app.secondments.models import Exchange, Stage
from app.typeset import gateways as typesetting
from app.word.gateways import to_docx

bp = Blueprint("circulars", __name__, url_prefix="/secondments/exchanges/<uuid:exchange_id>/circular")
WRITERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("")
@allow(*HANDLERS)
def show(exchange_id: UUID) -> ResponseReturnValue:
    return _page(_exchange(exchange_id))


@bp.post("")
@allow(*WRITERS)
def write(exchange_id: UUID) -> ResponseReturnValue:
    exchange, form = _exchange(exchange_id), CircularForm()
    if form.validate_on_submit():
        try:
            actions.write(session(), exchange, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("通知文稿已保存，请核对预览"))
            return _to(exchange_id)
    return _page(_exchange(exchange_id), form=form), 422


@bp.post("/submit")
@allow(*WRITERS)
def submit(exchange_id: UUID) -> ResponseReturnValue:
    exchange = _exchange(exchange_id)
    circular = _locked(exchange)
    try:
        actions.submit(session(), exchange, circular, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        return _page(_exchange(exchange_id), refusal=explain(refusal)), 422
    flash(_("已提交核稿"))
    return _to(exchange_id)


@bp.get("/notice.<any(pdf, docx):form>")
@allow(*HANDLERS)
def download(exchange_id: UUID, form: str) -> ResponseReturnValue:
    """The notice as it stands; equal text gives equal bytes, so a signed one never changes."""
    circular = queries.find(session(), _exchange(exchange_id), current_town_id())
    if circular is None:
        raise NotFound
    content, imprint = queries.content_of(circular), queries.imprint_of(circular)
    data = typesetting.to_pdf(content, imprint) if form == "pdf" else to_docx(content, imprint)
    name = quote(f"{content.title}.{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, mimetype="application/pdf" if form == "pdf" else DOCX, headers=headers)


def _page(exchange: Exchange, keys: KeyForms | None = None, form: CircularForm | None = None, refusal: str = "") -> str:
    circular = queries.find(session(), exchange, current_town_id())
    consent_id = circular.consent_id if circular else None
    reader = Reader.of(current_person())
    return render_template(
        "circulars/show.html",
        exchange=exchange,
        circular=circular,
        organ=queries.organ_of(session(), current_town_id()),
        form=form or _form(circular),
        preview=typesetting.preview(queries.content_of(circular), queries.imprint_of(circular)) if circular else "",
        consent=consents.view(session(), consent_id, reader=reader, now=clock.now()) if consent_id else None,
        key_forms=keys or KeyForms(),
        base=url_for("circulars.show", exchange_id=exchange.id),
        may_write=current_person().has(*WRITERS) and not (circular and circular.formed_on),
        refusal=refusal,
    )


def _form(circular: Circular | None) -> CircularForm:
    if circular:
        return CircularForm(formdata=None, obj=circular)
    organ = queries.organ_of(session(), current_town_id())
    return CircularForm(formdata=None, to=organ.send_to or rules.SEND_TO, copies_to=organ.copy_to)


def _exchange(exchange_id: UUID) -> Exchange:
    exchange = exchanges.get_exchange(session(), exchange_id, reader=Reader.of(current_person()))
    if exchange.stage is not Stage.AGREED:
        raise NotFound
    return exchange


def _locked(exchange: Exchange) -> Circular:
    return queries.get_locked(session(), exchange, current_town_id())


def _to(exchange_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("circulars.show", exchange_id=exchange_id))


key_routes(
    bp,
    "",
    Asking(
        find=lambda exchange_id: _locked(_exchange(exchange_id)),
        check=actions.check,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=lambda circular, keys: _page(_exchange(circular.exchange_id), keys),
        back=lambda circular: _to(circular.exchange_id),
        checked=N_("已核稿"),
        refused=N_("已退回修改"),
    ),
)
