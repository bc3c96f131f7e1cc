"""/meetings/<id>/call: the letter to the partner towns, the notice to the own units, and their steps to 签发."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.calls import actions, queries, rules
from app.calls.forms import PaperForm
from app.calls.models import CallPaper, PaperKind
from app.consents import queries as consent_queries
from app.consents import rules as consent_rules
from app.consents.forms import Asking, KeyForms, key_routes
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.i18n import N_
from app.kit.web import explain, session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.typeset import gateways as typesetting
from app.word.gateways import to_docx

bp = Blueprint("calls", __name__, url_prefix="/meetings/<uuid:meeting_id>/call")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("")
@allow(*consent_rules.HANDLERS)
def index(meeting_id: UUID) -> ResponseReturnValue:
    return _list(meetings.get_meeting(session(), meeting_id))


@bp.post("/new")
@allow(*CLERKS)
def draft(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=True)
    kind = request.form.get("kind", "")
    if kind not in set(PaperKind):
        raise NotFound
    try:
        paper = actions.draft(session(), meeting, PaperKind(kind), actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _list(meeting, refusal=explain(refusal)), 422
    flash(_("已按会议安排拟好文稿，请核对后提交核稿"))
    return redirect(url_for(".edit", meeting_id=meeting_id, paper_id=paper.id))


@bp.get("/<uuid:paper_id>")
@allow(*consent_rules.HANDLERS)
def show(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    return _page(queries.get_paper(session(), paper_id, meeting_id=meeting_id))


@bp.route("/<uuid:paper_id>/edit", methods=["GET", "POST"])
@allow(*CLERKS)
def edit(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper = queries.get_paper(session(), paper_id, meeting_id=meeting_id, lock=request.method == "POST")
    form = PaperForm(**_known(paper))
    if form.validate_on_submit():
        try:
            actions.edit(session(), paper, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("文稿已保存"))
            return _to(paper)
    meeting = meetings.get_meeting(session(), meeting_id)
    organ = queries.get_organ(session(), paper.organ_id, town_id=paper.town_id)
    page = render_template("calls/edit.html", meeting=meeting, paper=paper, form=form, organ=organ)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:paper_id>/submit")
@allow(*CLERKS)
def submit(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper = queries.get_paper(session(), paper_id, meeting_id=meeting_id, lock=True)
    meeting = meetings.get_meeting(session(), meeting_id)
    try:
        actions.submit(session(), meeting, paper, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(paper, refusal=explain(refusal)), 422
    flash(_("已提交核稿"))
    return _to(paper)


@bp.post("/<uuid:paper_id>/drop")
@allow(*CLERKS)
def drop(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper = queries.get_paper(session(), paper_id, meeting_id=meeting_id, lock=True)
    actions.drop(session(), paper, actor=current_actor(), now=clock.now())
    flash(_("文稿已作废"))
    return redirect(url_for(".index", meeting_id=meeting_id))


@bp.get("/<uuid:paper_id>/paper.<any(pdf, docx):form>")
@allow(*consent_rules.HANDLERS)
def download(meeting_id: UUID, paper_id: UUID, form: str) -> ResponseReturnValue:
    """The paper as it stands. Equal text gives equal bytes, so a signed notice never changes."""
    paper = queries.get_paper(session(), paper_id, meeting_id=meeting_id)
    content, imprint = queries.content_of(paper), queries.imprint_of(paper)
    data = typesetting.to_pdf(content, imprint) if form == "pdf" else to_docx(content, imprint)
    headers = {"Content-Disposition": f'attachment; filename="call-{paper.made_at:%Y%m%d}.{form}"'}
    return Response(data, mimetype="application/pdf" if form == "pdf" else DOCX, headers=headers)


def _known(paper: CallPaper) -> dict[str, str]:
    content = queries.content_of(paper)
    return {
        "title": content.title,
        "to": content.to,
        "body": rules.plain_body(content),
        "copies_to": "，".join(content.copies_to),
        "entered_number": paper.entered_number,
    }


def _list(meeting: Meeting, refusal: str = "") -> str:
    return render_template(
        "calls/index.html",
        meeting=meeting,
        papers=queries.papers_of(session(), meeting.id),
        letters=queries.letters_sent(session(), meeting),
        is_host=current_town_id() == meeting.host_id,
        is_clerk=current_person().has(*CLERKS) and meeting.is_ahead,
        text=meetings.plain_text(session(), meeting),
        state_names=rules.STATE_NAMES,
        kind_names=rules.KIND_NAMES,
        refusal=refusal,
    )


def _page(paper: CallPaper, keys: KeyForms | None = None, refusal: str = "") -> str:
    content = queries.content_of(paper)
    reader = consent_rules.Reader.of(current_person())
    consent = (
        consent_queries.view(session(), paper.consent_id, reader=reader, now=clock.now()) if paper.consent_id else None
    )
    return render_template(
        "calls/show.html",
        meeting=meetings.get_meeting(session(), paper.meeting_id),
        paper=paper,
        kind_name=_(rules.KIND_NAMES[paper.kind]),
        state_name=_(rules.STATE_NAMES[paper.state]),
        preview=typesetting.preview(content, imprint=queries.imprint_of(paper)),
        document=queries.document_of(session(), paper),
        consent=consent,
        key_forms=keys or KeyForms(),
        base=url_for(".show", meeting_id=paper.meeting_id, paper_id=paper.id),
        is_clerk=current_person().has(*CLERKS),
        refusal=refusal,
    )


def _to(paper: CallPaper) -> ResponseReturnValue:
    return redirect(url_for(".show", meeting_id=paper.meeting_id, paper_id=paper.id))


key_routes(
    bp,
    "/<uuid:paper_id>",
    Asking(
        find=lambda meeting_id, paper_id: queries.get_paper(session(), paper_id, meeting_id=meeting_id, lock=True),
        check=actions.check_step,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_page,
        back=_to,
        checked=N_("已核稿"),
        refused=N_("已退回修改"),
    ),
)
