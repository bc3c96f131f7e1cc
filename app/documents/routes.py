"""/documents: the register, one document, its files."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.documents import actions, gateways, queries, rules
from app.documents.forms import SearchForm
from app.documents.models import Document, DocumentState
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.kit.xlsx import MIMETYPE as XLSX
from app.kit.xlsx import to_xlsx
from app.sheets.models import Manuscript, Step
from app.typeset import gateways as typesetting

bp = Blueprint("documents", __name__)
READERS = (
    *(Role.SECRETARY, Role.OFFICE_HEAD, Role.ORGANISER, Role.CLERK),
    *(Role.WORKER, Role.SECONDEE, Role.MENTOR),
)
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@bp.get("/documents")
@allow(*READERS)
def index() -> ResponseReturnValue:
    form = _search_form()
    page = queries.register(session(), form.to_search(), request.args.get("page", 1, type=int))
    return render_template("documents/index.html", page=page, form=form, rules=rules)


@bp.get("/documents/register.xlsx")
@allow(*READERS)
def export() -> ResponseReturnValue:
    """The register as the filters show it."""
    rows = queries.whole_register(session(), _search_form().to_search())
    head = [_("文号"), _("标题"), _("文种"), _("成文日期"), _("印发日期"), _("公开属性"), _("状态"), "SHA-256"]
    return _download(to_xlsx(_("公文登记簿"), head, [_register_row(d) for d in rows]), XLSX, _("公文登记簿") + ".xlsx")


@bp.get("/documents/<uuid:document_id>")
@allow(*READERS)
def show(document_id: UUID) -> ResponseReturnValue:
    return _page(queries.get_document(session(), document_id))


@bp.get("/documents/<uuid:document_id>/preview")
@allow(*READERS)
def preview(document_id: UUID) -> ResponseReturnValue:
    """The text as a page: phones inside WeChat cannot open downloads."""
    document = queries.get_document(session(), document_id)
    imprint = queries.imprint_of(document, _verify_url(document))
    text = typesetting.preview(queries.content_of(document), imprint)
    return render_template("documents/preview.html", document=document, text=text)


@bp.get("/documents/<uuid:document_id>/file.<any(pdf, docx):form>")
@allow(*READERS)
def download(document_id: UUID, form: str) -> ResponseReturnValue:
    document = queries.get_document(session(), document_id)
    if document.state is not DocumentState.ISSUED:
        raise NotFound
    data = gateways.kept(document, document.pdf_hash if form == "pdf" else document.docx_hash)
    return _download(data, FORMS[form], f"{document.number} {document.title}.{form}")


@bp.get("/documents/<uuid:document_id>/manuscript.pdf")
@allow(Role.SECRETARY, Role.OFFICE_HEAD, Role.ORGANISER, Role.CLERK)
def manuscript(document_id: UUID) -> ResponseReturnValue:
    """发文稿纸, for the issuing town's own file."""
    document = queries.get_document(session(), document_id)
    if document.town_id != current_person().town_id:
        raise NotFound
    pdf = typesetting.to_pdf(_manuscript(document), archival=False)
    return _download(pdf, FORMS["pdf"], _("发文稿纸") + f" {document.number}.pdf")


@bp.post("/documents/<uuid:document_id>/retry")
@allow(*KEEPERS)
def retry(document_id: UUID) -> ResponseReturnValue:
    try:
        actions.retry(session(), document_id, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(queries.get_document(session(), document_id), problem=explain(refusal)), 422
    flash(_("已重新排队，完成后会通知双方。"))
    return redirect(url_for(".show", document_id=document_id))


def _page(document: Document, problem: str = "") -> str:
    corrections = queries.corrections_of(session(), document.id)
    original = queries.get_document(session(), document.corrects_id) if document.corrects_id else None
    return render_template(
        "documents/show.html",
        document=document,
        corrections=corrections,
        original=original,
        problem=problem,
        rules=rules,
        code=rules.shown_code(document.code),
        text=_text(document),
        may_keep=current_person().has(*KEEPERS),
        is_ours=document.town_id == current_person().town_id,
    )


def _text(document: Document) -> str:
    """For a WeChat group."""
    lines = [
        _("【%(state)s】%(title)s", state=_(rules.STATE_NAMES[document.state]), title=document.title),
        _("文号：%(number)s", number=document.number),
        _("成文日期：%(day)s", day=clock.chinese_date(document.formed_on)),
        _("核验：%(url)s", url=_verify_url(document)),
    ]
    return "\n".join(lines)


def _verify_url(document: Document) -> str:
    return f"{current_app.config['PUBLIC_URL']}/verify/{document.code}"


def _search_form() -> SearchForm:
    return SearchForm(request.args).offer(list(queries.years(session())), queries.organs(session()))


def _register_row(document: Document) -> list[str]:
    return [
        document.number,
        document.title,
        _(rules.KIND_NAMES[document.kind]),
        document.formed_on.isoformat(),
        document.printed_on.isoformat(),
        _(rules.PUBLICITY_NAMES[document.publicity]),
        _(rules.STATE_NAMES[document.state]),
        document.pdf_hash,
    ]


def _manuscript(document: Document) -> Manuscript:
    content = document.content
    return Manuscript(
        organ=document.organs[0],
        title=document.title,
        number=document.number,
        steps=tuple(Step(**step) for step in document.steps),
        to=str(content.get("to", "")),
        copies_to="，".join(content.get("copies_to", [])),
        printed_count=f"{document.printed_count}份" if document.printed_count else "",
        publicity=rules.PUBLICITY_NAMES[document.publicity],
        secrecy_review=document.secrecy_checked_by,
        formed_on=clock.chinese_date(document.formed_on),
        printed_on=clock.chinese_date(document.printed_on),
        attachments="；".join(annex["title"] for annex in content.get("annexes", [])),
    )


def _download(data: bytes, mimetype: str, name: str) -> Response:
    """A file under its Chinese name; headers are Latin-1, so the name travels percent-encoded (RFC 8187)."""
    safe = "".join(c for c in name if c.isprintable() and c not in '/\\:*?"<>|')
    plain = f"document.{safe.rsplit('.', 1)[-1]}"
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(safe)}"
    return response
