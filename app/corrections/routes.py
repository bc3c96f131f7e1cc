"""The pages of corrections and excerpts of issued minutes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.consents import queries as consents
from app.consents.forms import Asking, KeyForms, key_routes
from app.consents.rules import HANDLERS, Reader
from app.corrections import actions, queries
from app.corrections.forms import CorrectionForm, WithdrawForm
from app.corrections.models import MinutesCorrection
from app.documents import queries as documents
from app.drafting.rules import WRITERS
from app.kit import clock, web
from app.kit.errors import NotFound, Refusal
from app.kit.web import session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.partnerships import queries as partnerships
from app.resolutions import queries as resolutions
from app.typeset import gateways as typesetting

bp = Blueprint("corrections", __name__, url_prefix="/corrections")


@bp.get("/meeting/<uuid:meeting_id>")
@allow_signed_in
def of_meeting(meeting_id: UUID) -> ResponseReturnValue:
    return _meeting_page(_get_meeting(meeting_id))


@bp.route("/meeting/<uuid:meeting_id>/new", methods=["GET", "POST"])
@allow(*HANDLERS)
def propose(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = _get_meeting(meeting_id), CorrectionForm()
    if form.validate_on_submit():
        try:
            made = actions.propose(session(), meeting, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _back(made.id, _("已提交各方确认"))
    terms = partnerships.terms_of(session(), meeting.partnership_id)
    page = render_template("corrections/new.html", meeting=meeting, form=form, takes_numbers=terms.takes_numbers)
    return page, 422 if form.errors else 200


@bp.post("/meeting/<uuid:meeting_id>/excerpts/<uuid:resolution_id>")
@allow(*WRITERS)
def issue_excerpt(meeting_id: UUID, resolution_id: UUID) -> ResponseReturnValue:
    meeting = _get_meeting(meeting_id)
    resolution = resolutions.get_resolution(session(), resolution_id)
    if resolution.meeting_id != meeting.id:
        raise NotFound
    try:
        made = actions.issue_excerpt(session(), meeting, resolution, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _meeting_page(meeting, web.explain(refusal)), 422
    flash(_("摘录已取号，正在生成文件"))
    return redirect(url_for("documents.show", document_id=made.id))


@bp.get("/<uuid:correction_id>")
@allow_signed_in
def show(correction_id: UUID) -> ResponseReturnValue:
    return _page(queries.get_correction(session(), correction_id))


@bp.post("/<uuid:correction_id>/withdraw")
@allow(*HANDLERS)
def withdraw(correction_id: UUID) -> ResponseReturnValue:
    found, form = queries.get_correction(session(), correction_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(session(), found, reason=form.reason.data, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(web.explain(refusal))
        else:
            return _back(correction_id, _("已撤回"))
    return _page(found, withdrawal=form), 422


def _get_meeting(meeting_id: UUID) -> Meeting:
    current_town_id()
    return meetings.get_meeting(session(), meeting_id)


def _meeting_page(meeting: Meeting, refusal: str = "") -> str:
    return render_template(
        "corrections/meeting.html",
        meeting=meeting,
        name=meetings.name_of(session(), meeting),
        corrections=queries.list_corrections(session(), meeting.id),
        excerpts=queries.list_excerpts(session(), meeting),
        refusal=refusal,
        is_writer=meeting.host_id == current_town_id() and current_person().has(*WRITERS),
    )


def _page(found: MinutesCorrection, keys: KeyForms | None = None, withdrawal: WithdrawForm | None = None) -> str:
    consent = queries.consent_of(session(), found)
    return render_template(
        "corrections/show.html",
        correction=found,
        consent=consents.view(session(), consent.id, reader=Reader.of(current_person()), now=clock.now()),
        preview=typesetting.preview(queries.content_of(session(), found)),
        document=documents.find_for_subject(session(), queries.subject_of(found)),
        keys=keys or KeyForms(),
        withdrawal=withdrawal or WithdrawForm(),
    )


def _back(correction_id: UUID, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".show", correction_id=correction_id))


key_routes(
    bp,
    "/<uuid:correction_id>",
    Asking(
        find=lambda correction_id: queries.get_correction(session(), correction_id),
        check=actions.check,
        turn=actions.turn_key,
        refuse=actions.refuse,
        page=_page,
        back=lambda found: redirect(url_for(".show", correction_id=found.id)),
    ),
)
