"""/secondments/<id>/log/book: the log book as PDF, masked for all readers, unmasked for a reason."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import explain, session
from app.logbooks import actions, rules
from app.logbooks.forms import UnmaskForm
from app.logs import queries as logs
from app.secondments import queries as secondments
from app.secondments.rules import Reader, Standing

bp = Blueprint("logbooks", __name__, url_prefix="/secondments/<uuid:secondment_id>/log/book")
READERS = (
    *(Role.SECONDEE, Role.MENTOR, Role.ORGANISER, Role.SECRETARY),
    *(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD),  # who was posted once and keeps the own book
)


@bp.get("")
@allow(*READERS)
def show(secondment_id: UUID) -> ResponseReturnValue:
    return _page(_standing(secondment_id))


@bp.get("/print")
@allow(*READERS)
def download(secondment_id: UUID) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    try:
        pdf = actions.print_book(session(), standing, today=clock.today())
    except Refusal as refusal:
        return _page(standing, refused=explain(refusal)), 422
    return _sent(standing, pdf)


@bp.post("/unmasked")
@allow(*READERS)
def unmasked(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), UnmaskForm()
    if not standing.is_leader:
        raise rules.MayNotUnmask
    if not form.validate():
        return _page(standing, form), 422
    try:
        pdf = actions.print_unmasked(session(), standing, form.reason.data, today=clock.today(), actor=current_actor())
    except Refusal as refusal:
        session().rollback()
        return _page(standing, form, refused=explain(refusal)), 422
    return _sent(standing, pdf, mark="（未隐去姓名）")


def _standing(secondment_id: UUID) -> Standing:
    reader = Reader.of(current_person())
    return logs.get_posting(session(), secondment_id, reader=reader, now=clock.now())


def _page(standing: Standing, form: UnmaskForm | None = None, refused: str = "") -> str:
    posting = standing.posting
    return render_template(
        "logbooks/show.html",
        posting=posting,
        facts=secondments.facts_of(session(), [posting])[posting.id],
        entries=logs.counts_of(session(), [posting.id]).get(posting.id, 0),
        form=(form or UnmaskForm(formdata=None)) if standing.is_leader else None,
        refused=refused,
    )


def _sent(standing: Standing, pdf: bytes, mark: str = "") -> Response:
    name = secondments.facts_of(session(), [standing.posting])[standing.posting.id].person
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}交流日志册{mark}.pdf')}"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": disposition})
