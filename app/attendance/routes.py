"""/meetings/<id>/attendance: the clerk's sheet, the QR code, marks by hand, and closing it."""

from collections.abc import Callable
from uuid import UUID

import segno
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person
from app.accounts.models import Role
from app.attendance import actions, queries, rules
from app.attendance.forms import GuestForm, MarkForm
from app.attendance.models import Mark, MarkDraft
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.participants import queries as participants
from app.typeset import gateways as typesetting

bp = Blueprint("attendance", __name__, url_prefix="/meetings/<uuid:meeting_id>/attendance")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def show(meeting_id: UUID) -> ResponseReturnValue:
    return _page(meetings.get_meeting(session(), meeting_id))


@bp.get("/live")
@allow_signed_in
def live(meeting_id: UUID) -> ResponseReturnValue:
    """The part of the page that follows the room."""
    meeting = meetings.get_meeting(session(), meeting_id)
    return render_template("attendance/_live.html", **_live(meeting))


@bp.post("/open")
@allow(*CLERKS)
def open_sheet(meeting_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        actions.open_sheet(session(), meeting, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("签到码已生成"))


@bp.post("/change-code")
@allow(*CLERKS)
def change_code(meeting_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        actions.change_code(session(), meeting, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("签到码已更换，原来的二维码不再有效"))


@bp.post("/close")
@allow(*CLERKS)
def close(meeting_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        actions.close(session(), meeting, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("签到已结束，会议标记为已召开"))


@bp.post("/people/<uuid:participant_id>/quick")
@allow(*CLERKS)
def mark_quickly(meeting_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    """One click in the list: 出席, 列席 or 请假."""
    wanted = request.form.get("mark", "")
    if wanted not in {Mark.PRESENT, Mark.OBSERVER, Mark.LEAVE}:
        raise NotFound

    def deed(meeting: Meeting) -> None:
        person = participants.get_participant(session(), participant_id, meeting_id=meeting.id)
        draft = MarkDraft(mark=Mark(wanted))
        actions.mark(session(), meeting, person, draft, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("已登记"))


@bp.route("/people/<uuid:participant_id>", methods=["GET", "POST"])
@allow(*CLERKS)
def mark(meeting_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    person = participants.get_participant(session(), participant_id, meeting_id=meeting.id)
    form = MarkForm()
    if form.validate_on_submit():
        try:
            actions.mark(session(), meeting, person, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已登记"))
            return redirect(url_for(".show", meeting_id=meeting_id))
    page = render_template("attendance/mark.html", meeting=meeting, person=person, form=form)
    return page, 422 if form.errors else 200


@bp.route("/guests/new", methods=["GET", "POST"])
@allow(*CLERKS)
def add_guest(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    form = GuestForm()
    form.offer(meetings.towns_in_order(session(), meeting), queries.missing(session(), meeting))
    if form.validate_on_submit():
        try:
            actions.add_guest(session(), meeting, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已登记"))
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("attendance/add_guest.html", meeting=meeting, form=form), 422 if form.errors else 200


@bp.post("/entries/<uuid:entry_id>/unmark")
@allow(*CLERKS)
def unmark(meeting_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        entry = queries.get_entry(session(), entry_id, meeting_id=meeting.id)
        actions.unmark(session(), meeting, entry, actor=current_actor())

    return _carry_out(meeting_id, deed, _("已撤销登记"))


@bp.get("/print")
@allow(*CLERKS)
def print_sheet(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id)
    sheet = queries.sheet(session(), meeting, check_in_url=_code_url(meeting))
    return render_template("attendance/print.html", meeting=meeting, sheet=sheet, paper=typesetting.preview(sheet))


@bp.get("/sheet.pdf")
@allow(*CLERKS)
def as_pdf(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id)
    data = typesetting.to_pdf(queries.sheet(session(), meeting, check_in_url=_code_url(meeting)))
    headers = {"Content-Disposition": f'attachment; filename="sign-in-{meeting.day:%Y%m%d}.pdf"'}
    return Response(data, mimetype="application/pdf", headers=headers)


def _carry_out(meeting_id: UUID, deed: Callable[[Meeting], None], done: str) -> ResponseReturnValue:
    """One deed on the sheet while its meeting is held fast; a refusal shows the sheet as it is now."""
    meeting = meetings.get_meeting(session(), meeting_id, lock=True)
    try:
        deed(meeting)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(meeting, refusal=explain(refusal)), 422
    flash(done)
    return redirect(url_for(".show", meeting_id=meeting_id))


def _page(meeting: Meeting, refusal: str = "") -> str:
    url = _code_url(meeting)
    return render_template(
        "attendance/show.html",
        sheet=queries.find_sheet(session(), meeting.id),
        url=url,
        qr=_qr(url) if url else "",
        is_over=clock.now() >= meeting.starts_at,
        refusal=refusal,
        **_live(meeting),
    )


def _live(meeting: Meeting) -> dict[str, object]:
    person = current_person()
    presence = queries.presence_of(session(), meeting)
    by_town = queries.by_town(session(), meeting)
    names = {t.town_id: t.town for t in by_town}
    return {
        "meeting": meeting,
        "towns": by_town,
        "presence": presence,
        "lacking": [names[t] for t in presence.lacking],
        "is_clerk": person.has(*CLERKS) and meeting.state in rules.MARKABLE,
        "is_host_clerk": person.has(*CLERKS) and person.town_id == meeting.host_id,
        "may_close": meeting.state is MeetingState.CONVENED,
        "is_early": clock.now() < rules.opens_at(meeting),
        "opens_at": rules.opens_at(meeting),
        "town_id": person.town_id,
        "Mark": Mark,
    }


def _code_url(meeting: Meeting) -> str:
    """Where the QR code leads; shown to the clerks of the towns only while the sheet is open."""
    sheet = queries.find_sheet(session(), meeting.id)
    if sheet is None or sheet.closed_at or not current_person().has(*CLERKS):
        return ""
    return str(current_app.config["PUBLIC_URL"] + url_for("sign_in.door", code=sheet.code))


def _qr(url: str) -> str:
    """The code as a picture inside the page."""
    return segno.make(url, error="m").svg_data_uri(scale=6, border=2)
