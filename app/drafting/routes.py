"""The editor of minutes and its history; everything below the meeting's own address, for the host only."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor
from app.drafting import actions, queries, rules
from app.drafting.forms import EditForm, filled
from app.drafting.models import MinutesDraft, MinutesText
from app.kit import clock, web
from app.kit.errors import Refusal
from app.kit.web import session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.redlines.rules import Conflict
from app.towns import queries as towns

bp = Blueprint("drafting", __name__, url_prefix="/minutes/<uuid:meeting_id>")


@bp.post("/begin")
@allow(*rules.WRITERS)
def begin(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.lock_meeting(session(), meeting_id)
    actions.begin(session(), meeting, actor=current_actor(), now=clock.now())
    flash(_("已开始起草。系统已填好会议概况、落实情况和各项议题，请核对补充"))
    return redirect(url_for(".edit", meeting_id=meeting_id))


@bp.route("/edit", methods=["GET", "POST"])
@allow(*rules.WRITERS)
def edit(meeting_id: UUID) -> ResponseReturnValue:
    meeting, draft = _opened(meeting_id)
    standing = queries.text_at(session(), draft, draft.revision)
    if request.method == "GET" and not rules.is_editable(meeting.state):
        return redirect(url_for("minutes.of_meeting", meeting_id=meeting_id))
    if request.method == "GET":
        shown, conflicts = _shown(draft, standing, request.args.get("aside", type=UUID))
        return _page(meeting, draft, _form(meeting, EditForm(data=filled(shown, draft.revision))), conflicts)
    form = _form(meeting, EditForm())
    if not form.validate():
        return _page(meeting, draft, form), 422
    typed, base = form.typed(standing), form.base.data or 0
    try:
        saved = actions.save(session(), meeting, typed, base=base, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        form.form_errors.append(web.explain(refusal))
        return _page(meeting, draft, form), 422
    return _after(meeting_id, saved)


@bp.post("/autosave")
@allow(*rules.WRITERS)
def autosave(meeting_id: UUID) -> ResponseReturnValue:
    """The editor saves itself; where it meets a newer text it says so and leaves the rest to the person."""
    meeting, draft = _opened(meeting_id)
    form = _form(meeting, EditForm())
    if not form.validate():
        return jsonify(said=_("有内容超出长度，尚未自动保存")), 422
    typed = form.typed(queries.text_at(session(), draft, draft.revision))
    if form.base.data != draft.revision:
        return jsonify(said=_("他人已保存过新内容。请点“保存”，系统会对照两份内容，不会丢失")), 409
    now = clock.now()
    base = draft.revision
    saved = actions.save(session(), meeting, typed, base=base, automatic=True, actor=current_actor(), now=now)
    return jsonify(base=saved.revision, said=_("已自动保存 %(time)s", time=clock.wall_time(now)))


@bp.post("/progress")
@allow(*rules.WRITERS)
def refresh_followups(meeting_id: UUID) -> ResponseReturnValue:
    meeting, _draft = _opened(meeting_id)
    actions.refresh_followups(session(), meeting, actor=current_actor(), now=clock.now())
    flash(_("已按最新进展重新填写“上次议定事项落实情况”"))
    return redirect(url_for(".edit", meeting_id=meeting_id))


@bp.get("/history")
@allow(*rules.WRITERS)
def history(meeting_id: UUID) -> ResponseReturnValue:
    meeting, draft = _opened(meeting_id)
    return render_template(
        "drafting/history.html", meeting=meeting, draft=draft, revisions=queries.history_of(session(), draft)
    )


@bp.get("/history/<uuid:revision_id>")
@allow(*rules.WRITERS)
def show_revision(meeting_id: UUID, revision_id: UUID) -> ResponseReturnValue:
    meeting, draft = _opened(meeting_id)
    revision = queries.get_aside(session(), draft, revision_id)
    return render_template(
        "drafting/revision.html",
        meeting=meeting,
        revision=revision,
        changes=queries.changes_in(session(), draft, revision),
        passages=rules.passages(MinutesText.model_validate(revision.text)),
    )


def _opened(meeting_id: UUID) -> tuple[Meeting, MinutesDraft]:
    """The meeting and its draft; 404 for everybody but the host."""
    meeting = meetings.get_meeting(session(), meeting_id)
    return meeting, queries.get_draft(session(), meeting)


def _form(meeting: Meeting, form: EditForm) -> EditForm:
    reported = queries.reported(session(), meeting, now=clock.now())
    form.offer(towns.towns_of(session(), meeting.partnership_id), reported)
    return form


def _shown(draft: MinutesDraft, standing: MinutesText, aside_id: UUID | None) -> tuple[MinutesText, list[Conflict]]:
    """The standing text, or the one kept aside joined onto it, with the passages that two people changed."""
    if aside_id is None:
        return standing, []
    aside = queries.get_aside(session(), draft, aside_id)
    base = queries.text_at(session(), draft, aside.base)
    return rules.merge(base, standing, MinutesText.model_validate(aside.text))


def _page(meeting: Meeting, draft: MinutesDraft, form: EditForm, conflicts: list[Conflict] | None = None) -> str:
    text = queries.text_at(session(), draft, draft.revision)
    return render_template(
        "drafting/edit.html",
        meeting=meeting,
        draft=draft,
        form=form,
        titles={str(i.item_id): (i.title, i.topic_id is not None) for i in text.items},
        undecided=rules.undecided(text),
        conflicts=conflicts or [],
        last=queries.get_revision(session(), draft, draft.revision),
    )


def _after(meeting_id: UUID, saved: actions.Saved) -> ResponseReturnValue:
    """Back to the editor, to the place where the person was; or to both texts side by side."""
    if saved.aside_id:
        return redirect(url_for(".edit", meeting_id=meeting_id, aside=saved.aside_id))
    flash(_("他人同时修改了其他部分，两份修改已合并保存") if saved.was_merged else _("已保存"))
    if request.form.get("then") == "preview":
        return redirect(url_for("minutes.of_meeting", meeting_id=meeting_id))
    more = request.form.get("more", "")
    return redirect(url_for(".edit", meeting_id=meeting_id, _anchor=f"items-{more}" if more.isdigit() else None))
