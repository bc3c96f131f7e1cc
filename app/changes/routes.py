"""/meetings/…: moving and cancelling a meeting, calling one outside the rotation, and the towns' keys on it."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.changes import actions, queries, rules
from app.changes.forms import AdhocForm, NewTimeForm, ReasonForm
from app.changes.models import MeetingChange
from app.consents import queries as consent_queries
from app.consents import rules as consent_rules
from app.consents.forms import Asking, KeyForms, key_routes
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import explain, session
from app.meetings import queries as meetings
from app.towns import queries as towns

bp = Blueprint("changes", __name__, url_prefix="/meetings")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/<uuid:meeting_id>/changes")
@allow(*consent_rules.HANDLERS)
def index(meeting_id: UUID) -> ResponseReturnValue:
    """What was proposed for this meeting, and how to propose more."""
    meeting = meetings.get_meeting(session(), meeting_id)
    return render_template(
        "changes/index.html",
        meeting=meeting,
        changes=queries.of_meeting(session(), meeting.id),
        is_open=queries.find_open(session(), meeting.id) is not None,
        may_propose=current_person().has(*CLERKS) and meeting.is_ahead,
    )


@bp.route("/<uuid:meeting_id>/postpone", methods=["GET", "POST"])
@allow(*CLERKS)
def postpone(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    form = NewTimeForm(
        day=meeting.day, starts=clock.to_town(meeting.starts_at).time(), ends=clock.to_town(meeting.ends_at).time()
    )
    if form.validate_on_submit():
        try:
            change = actions.postpone(session(), meeting, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            _warn(meeting.partnership_id, form.day.data)
            if change:
                flash(_("改期须各方确认，已提交各镇办理"))
                return _to(change)
            flash(_("会议已改期，请重新确认场地并通知各方"))
            return redirect(url_for("meetings.show", meeting_id=meeting.id))
    page = render_template(
        "changes/postpone.html", meeting=meeting, form=form, is_host=current_town_id() == meeting.host_id
    )
    return page, 422 if form.errors else 200


@bp.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@allow(*CLERKS)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            change = actions.propose_cancel(
                session(), meeting, form.reason.data, actor=current_actor(), now=clock.now()
            )
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("取消会议须各方确认，已提交各镇办理"))
            return _to(change)
    return render_template("changes/cancel.html", meeting=meeting, form=form), 422 if form.errors else 200


@bp.route("/new", methods=["GET", "POST"])
@allow(*CLERKS)
def call_adhoc() -> ResponseReturnValue:
    partnerships = towns.partnerships_of(session(), current_town_id())
    form = AdhocForm()
    form.partnership_id.choices = [SelectChoice(value=str(p.id), label=p.name) for p in partnerships]
    if form.validate_on_submit():
        partnership_id = UUID(form.partnership_id.data)
        try:
            change = actions.propose_adhoc(
                session(), partnership_id, form.draft(), actor=current_actor(), now=clock.now()
            )
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            _warn(partnership_id, form.day.data)
            flash(_("临时会议已提交各镇确认"))
            return _to(change)
    return render_template("changes/call_adhoc.html", form=form), 422 if form.errors else 200


@bp.get("/<uuid:meeting_id>/changes/<uuid:change_id>")
@allow(*consent_rules.HANDLERS)
def show(meeting_id: UUID, change_id: UUID) -> ResponseReturnValue:
    return _page(queries.get_change(session(), change_id, meeting_id=meeting_id))


@bp.post("/<uuid:meeting_id>/changes/<uuid:change_id>/withdraw")
@allow(*CLERKS)
def withdraw(meeting_id: UUID, change_id: UUID) -> ResponseReturnValue:
    change = queries.get_change(session(), change_id, meeting_id=meeting_id)
    actions.withdraw(session(), change, _("提出方撤回"), actor=current_actor(), now=clock.now())
    flash(_("已撤回"))
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


def _warn(partnership_id: UUID, day: date) -> None:
    """Say so when the day is not a working day; in an emergency it may still be right."""
    if name := queries.day_warning(session(), partnership_id, day):
        flash(_("请注意：%(day)s是%(name)s", day=clock.chinese_date(day), name=name), "warn")


def _page(change: MeetingChange, keys: KeyForms | None = None) -> str:
    meeting = meetings.get_meeting(session(), change.meeting_id)
    reader = consent_rules.Reader.of(current_person())
    return render_template(
        "changes/show.html",
        meeting=meeting,
        meeting_name=meetings.name_of(session(), meeting),
        change=change,
        kind_name=_(rules.KIND_NAMES[change.kind]),
        proposer=towns.get_town(session(), change.town_id).name,
        may_withdraw=change.state == "open" and change.town_id == reader.town_id,
        consent=consent_queries.view(session(), change.consent_id, reader=reader, now=clock.now()),  # type: ignore[arg-type]  # asked when proposed
        key_forms=keys or KeyForms(),
        base=url_for(".show", meeting_id=meeting.id, change_id=change.id),
    )


def _to(change: MeetingChange) -> ResponseReturnValue:
    return redirect(url_for(".show", meeting_id=change.meeting_id, change_id=change.id))


key_routes(
    bp,
    "/<uuid:meeting_id>/changes/<uuid:change_id>",
    Asking(
        find=lambda meeting_id, change_id: queries.get_change(session(), change_id, meeting_id=meeting_id),
        check=actions.check_step,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_page,
        back=_to,
    ),
)
