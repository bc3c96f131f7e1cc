"""The minutes of a meeting: preview, keys, history of what was put to the towns; and the list of all minutes."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.documents import queries as documents
from app.drafting.rules import WRITERS
from app.kit import clock, web
from app.kit.errors import NotFound, Refusal
from app.kit.web import session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.minutes import actions, queries
from app.minutes.forms import AskForm, RecallForm
from app.minutes.queries import MinutesPage
from app.typeset import gateways as typesetting
from app.typeset.models import Imprint
from app.word.gateways import to_docx

bp = Blueprint("minutes", __name__, url_prefix="/minutes")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
@allow_signed_in
def index() -> ResponseReturnValue:
    current_town_id()
    words = request.args.get("words", "").strip()[:40]
    lines = queries.list_minutes(session(), current_person().partnership_ids, words)
    return render_template("minutes/index.html", lines=lines, words=words)


@bp.get("/<uuid:meeting_id>")
@allow_signed_in
def of_meeting(meeting_id: UUID) -> ResponseReturnValue:
    return _page(_get(meeting_id))


@bp.post("/<uuid:meeting_id>/ask")
@allow(*WRITERS)
def ask(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = _get(meeting_id), AskForm()
    if not form.validate_on_submit():
        return _page(meeting, asking=form), 422
    seen, number = form.seen_revision.data or 0, form.entered_number.data or ""
    deed = actions.ask
    try:
        deed(session(), meeting, seen_revision=seen, entered_number=number, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        form.form_errors.append(web.explain(refusal))
        return _refused(meeting_id, asking=form)
    return _back(meeting_id, _("已提交各方确认，请本镇党政办主任核稿"))


@bp.post("/<uuid:meeting_id>/recall")
@allow(*WRITERS)
def recall(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = _get(meeting_id), RecallForm()
    if not form.validate_on_submit():
        return _page(meeting, recalling=form), 422
    try:
        actions.recall(session(), meeting, reason=form.reason.data, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        form.form_errors.append(web.explain(refusal))
        return _refused(meeting_id, recalling=form)
    return _back(meeting_id, _("已撤回，可以继续修改"))


@bp.post("/<uuid:meeting_id>/topic")
@allow(*HANDLERS)
def raise_topic(meeting_id: UUID) -> ResponseReturnValue:
    """一键列入下次会议议题."""
    draft = actions.raise_topic(session(), _get(meeting_id), actor=current_actor(), now=clock.now())
    flash(_("已列为本镇议题草稿，经书记审定后进入下次会议议题"))
    return redirect(url_for("topics.show_draft", draft_id=draft.id))


@bp.get("/<uuid:meeting_id>/versions/<int:number>")
@allow_signed_in
def version(meeting_id: UUID, number: int) -> ResponseReturnValue:
    meeting = _get(meeting_id)
    changes = queries.changes_of(session(), meeting, number)
    return render_template("minutes/version.html", meeting=meeting, number=number, changes=changes)


@bp.get("/<uuid:meeting_id>/text.docx")
@allow_signed_in
def text(meeting_id: UUID) -> ResponseReturnValue:
    """The text as it stands, for reading and circulating inside one's own town before it is issued."""
    content = _view(_get(meeting_id)).content
    if content is None:
        raise NotFound
    answer = Response(to_docx(content, Imprint()), mimetype=WORD)
    answer.headers.set("Content-Disposition", "attachment", filename="minutes-draft.docx")
    return answer


def _get(meeting_id: UUID) -> Meeting:
    current_town_id()
    return meetings.get_meeting(session(), meeting_id)


def _view(meeting: Meeting) -> MinutesPage:
    return queries.page_of(session(), meeting, reader_town_id=current_town_id(), now=clock.now())


def _refused(
    meeting_id: UUID,
    asking: AskForm | None = None,
    keys: KeyForms | None = None,
    recalling: RecallForm | None = None,
) -> ResponseReturnValue:
    """The same page with the sentence; whatever the deed had begun is undone first."""
    session().rollback()
    return _page(_get(meeting_id), asking=asking, keys=keys, recalling=recalling), 422


def _page(
    meeting: Meeting,
    asking: AskForm | None = None,
    keys: KeyForms | None = None,
    recalling: RecallForm | None = None,
) -> str:
    view, now = _view(meeting), clock.now()
    consent = view.consent
    reader = Reader.of(current_person())
    return render_template(
        "minutes/show.html",
        view=view,
        meeting=meeting,
        consent=consents.view(session(), consent.id, reader=reader, now=now) if consent else None,
        preview=_preview(view),
        asking=asking or AskForm(data={"seen_revision": view.draft.revision if view.draft else 0}),
        keys=keys or KeyForms(),
        recalling=recalling or RecallForm(),
        is_writer=view.is_host and current_person().has(*WRITERS),
        is_handler=current_person().has(*HANDLERS),
    )


def _preview(view: MinutesPage) -> Markup:
    """The text as it stands; once issued, with number and dates."""
    if view.content is None:
        return Markup("")
    if view.document is None:
        return typesetting.preview(view.content)
    address = f"{current_app.config['PUBLIC_URL']}/verify/{view.document.code}"
    return typesetting.preview(view.content, documents.imprint_of(view.document, address))


def _back(meeting_id: UUID, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".of_meeting", meeting_id=meeting_id))


key_routes(
    bp,
    "/<uuid:meeting_id>",
    Asking(
        find=_get,
        check=actions.check,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=lambda meeting, keys: _page(meeting, keys=keys),
        back=lambda meeting: redirect(url_for(".of_meeting", meeting_id=meeting.id)),
    ),
)
