"""/materials/<meeting>: the papers for the room, to read, print and carry away."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person
from app.accounts.models import Role
from app.kit.errors import NotFound
from app.kit.web import session
from app.materials import actions, gateways, queries, rules
from app.materials.forms import DutyForm, RoomForm
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.typeset import gateways as typesetting

bp = Blueprint("materials", __name__, url_prefix="/materials")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/<uuid:meeting_id>")
@allow_signed_in
def show(meeting_id: UUID) -> ResponseReturnValue:
    return _page(_meeting(meeting_id))


@bp.get("/<uuid:meeting_id>/<key>.html")
@allow_signed_in
def preview(meeting_id: UUID, key: str) -> ResponseReturnValue:
    """One paper on screen, for those whose browser does not show PDF."""
    meeting = _meeting(meeting_id)
    paper = queries.get_paper(session(), meeting, key)
    return render_template(
        "materials/preview.html", meeting=meeting, paper=paper, shown=typesetting.preview(paper.content, paper.imprint)
    )


@bp.get("/<uuid:meeting_id>/<key>.pdf")
@allow_signed_in
def paper(meeting_id: UUID, key: str) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    found = queries.get_paper(session(), meeting, key)
    return _download(gateways.to_pdf(found), "application/pdf", f"{key}-{meeting.day:%Y%m%d}.pdf")


@bp.get("/<uuid:meeting_id>/pack.zip")
@allow_signed_in
def pack(meeting_id: UUID) -> ResponseReturnValue:
    """一键会议材料包."""
    meeting = _meeting(meeting_id)
    papers = queries.papers_of(session(), meeting)
    data = gateways.to_zip(papers, queries.attached_to(session(), meeting))
    return _download(data, "application/zip", f"meeting-{meeting.day:%Y%m%d}.zip")


@bp.get("/<uuid:meeting_id>/print.pdf")
@allow_signed_in
def print_run(meeting_id: UUID) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    data = gateways.to_print_run(queries.papers_of(session(), meeting))
    return _download(data, "application/pdf", f"meeting-{meeting.day:%Y%m%d}.pdf")


@bp.post("/<uuid:meeting_id>/room")
@allow(*CLERKS)
def settle_room(meeting_id: UUID) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    rules.check_host(meeting.host_id, current_person().town_id)
    form = RoomForm()
    if not form.validate_on_submit():
        return _page(meeting, room_form=form), 422
    actions.settle_room(session(), meeting, form.draft(), actor=current_actor())
    flash(_("会场安排已保存，主持词和座次图已按此更新"))
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.post("/<uuid:meeting_id>/duties")
@allow(*CLERKS)
def add_duty(meeting_id: UUID) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    form = DutyForm()
    if not form.validate_on_submit():
        return _page(meeting, duty_form=form), 422
    actions.add_duty(session(), meeting, form.draft(), actor=current_actor())
    flash(_("分工已加入"))
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor="duties"))


@bp.post("/<uuid:meeting_id>/duties/<uuid:duty_id>/drop")
@allow(*CLERKS)
def drop_duty(meeting_id: UUID, duty_id: UUID) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    duty = queries.get_duty(session(), duty_id, meeting=meeting)
    actions.drop_duty(session(), meeting, duty, actor=current_actor())
    flash(_("分工已删除"))
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor="duties"))


@bp.post("/<uuid:meeting_id>/copy-last")
@allow(*CLERKS)
def copy_last(meeting_id: UUID) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    last = meetings.previous_of(session(), meeting)
    if last is None:
        raise NotFound
    copied = actions.copy_last(session(), meeting, last, actor=current_actor())
    flash(_("已照上次会议带入%(count)s项分工", count=copied))
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor="duties"))


def _meeting(meeting_id: UUID) -> Meeting:
    return meetings.get_meeting(session(), meeting_id)


def _page(meeting: Meeting, room_form: RoomForm | None = None, duty_form: DutyForm | None = None) -> str:
    person = current_person()
    is_clerk = person.has(*CLERKS)
    return render_template(
        "materials/show.html",
        meeting=meeting,
        name=meetings.name_of(session(), meeting),
        papers=queries.papers_of(session(), meeting),
        attached=queries.attached_to(session(), meeting),
        duties=queries.duty_lines(session(), meeting),
        room=room_form or RoomForm(None, obj=queries.room_of(session(), meeting)),
        duty=duty_form or DutyForm(None),
        usual=rules.USUAL_DUTIES,
        is_clerk=is_clerk,
        is_host=is_clerk and person.town_id == meeting.host_id,
        has_last=meetings.previous_of(session(), meeting) is not None,
    )


def _download(data: bytes, mimetype: str, name: str) -> Response:
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
