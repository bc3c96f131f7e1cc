"""/meetings/<id>/receipt: the list of each town, and for the host what to prepare."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.web import explain, session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.participants.models import Participant
from app.participants.rules import check_writer
from app.receipts import actions, queries, rules
from app.receipts.forms import ParticipantForm, ReasonForm

bp = Blueprint("receipts", __name__, url_prefix="/meetings/<uuid:meeting_id>/receipt")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def show(meeting_id: UUID) -> ResponseReturnValue:
    return _page(meetings.get_meeting(session(), meeting_id))


@bp.route("/new", methods=["GET", "POST"])
@allow(*CLERKS)
def add(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    people = queries.candidates(session(), current_town_id())
    form = ParticipantForm()
    form.offer(people)
    if form.validate_on_submit():
        try:
            actions.add(session(), meeting, form.draft(people), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已列入参会名单"))
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("receipts/edit.html", meeting=meeting, person=None, form=form), 422 if form.errors else 200


@bp.route("/<uuid:participant_id>", methods=["GET", "POST"])
@allow(*CLERKS)
def correct(meeting_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    person = participants.get_participant(session(), participant_id, meeting_id=meeting.id)
    check_writer(person.town_id, actor_town_id=current_town_id())
    people = queries.candidates(session(), current_town_id())
    form = ParticipantForm(**_known(meeting, person))
    form.offer(people)
    if form.validate_on_submit():
        try:
            actions.correct(session(), meeting, person, form.draft(people), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("名单已更正"))
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("receipts/edit.html", meeting=meeting, person=person, form=form), 422 if form.errors else 200


@bp.post("/<uuid:participant_id>/remove")
@allow(*CLERKS)
def remove(meeting_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=True)
    person = participants.get_participant(session(), participant_id, meeting_id=meeting.id)
    check_writer(person.town_id, actor_town_id=current_town_id())
    try:
        actions.remove(session(), meeting, person, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(meeting, refusal=explain(refusal)), 422
    flash(_("已从名单中删除"))
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.post("/copy-last")
@allow(*CLERKS)
def copy_last(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=True)
    try:
        copied = actions.copy_last(session(), meeting, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(meeting, refusal=explain(refusal)), 422
    flash(_("已沿用上次名单%(count)s人，请核对", count=copied))
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.post("/unmask")
@allow(*CLERKS)
def unmask(meeting_id: UUID) -> ResponseReturnValue:
    """The list with whole phone numbers, against a reason that is written down."""
    meeting = meetings.get_meeting(session(), meeting_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(meeting, refusal=_("请选择查看事由")), 422
    actions.unmask(session(), meeting, rules.LookReason(form.reason.data), actor=current_actor())
    return _page(meeting, unmasked=True)


@bp.get("/list.xlsx")
@allow(*CLERKS)
def export(meeting_id: UUID) -> ResponseReturnValue:
    """The lists with masked phones."""
    meeting = meetings.get_meeting(session(), meeting_id)
    head = [_("镇"), _("姓名"), _("单位"), _("职务"), _("身份"), _("联系电话"), _("用餐"), _("车牌号")]
    rows = [
        (t.town, r.name, r.unit, r.post, _("列席") if r.is_observer else _("出席"), r.phone, r.meal, r.car_plate)
        for t in queries.lists_of(session(), meeting)
        for r in t.rows
    ]
    headers = {"Content-Disposition": f'attachment; filename="list-{meeting.day:%Y%m%d}.xlsx"'}
    return Response(xlsx.to_xlsx(_("参会名单"), head, rows), mimetype=xlsx.MIMETYPE, headers=headers)


def _known(meeting: Meeting, person: Participant) -> dict[str, object]:
    contact = participants.contacts_of(session(), meeting.id).get(person.id)
    return {
        "person": str(person.person_id or ""),
        "name": person.name,
        "unit": person.unit,
        "post": person.post,
        "standing": person.standing.value,
        "is_leader": person.is_leader,
        "phone": contact.phone if contact else "",
        "meal": contact.meal if contact else "",
        "car_plate": contact.car_plate if contact else "",
    }


def _page(meeting: Meeting, *, refusal: str = "", unmasked: bool = False) -> str:
    person = current_person()
    is_clerk = person.has(*CLERKS)
    return render_template(
        "receipts/show.html",
        meeting=meeting,
        towns=queries.lists_of(session(), meeting, unmasked=unmasked),
        summary=queries.summary_of(session(), meeting),
        is_clerk=is_clerk,
        may_write=is_clerk and meeting.is_ahead,
        is_host=person.town_id == meeting.host_id,
        town_id=person.town_id,
        reason_form=ReasonForm(),
        unmasked=unmasked,
        refusal=refusal,
    )
