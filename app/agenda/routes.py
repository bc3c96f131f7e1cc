"""/meetings/<id>/agenda: the order of business, how it is put together, printed and told."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person
from app.accounts.models import Role
from app.agenda import actions, queries
from app.agenda.forms import ItemForm
from app.agenda.models import ItemDraft
from app.followups import queries as followups
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.meetings import actions as meetings_actions
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.topics import queries as topics
from app.typeset import gateways as typesetting

bp = Blueprint("agenda", __name__, url_prefix="/meetings/<uuid:meeting_id>/agenda")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def show(meeting_id: UUID) -> ResponseReturnValue:
    return _page(meetings.get_meeting(session(), meeting_id))


@bp.get("/print")
@allow_signed_in
def print_sheet(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id)
    sheet = queries.sheet(session(), meeting)
    return render_template("agenda/print.html", meeting=meeting, paper=typesetting.preview(sheet), sheet=sheet)


@bp.get("/agenda.pdf")
@allow_signed_in
def as_pdf(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id)
    data = typesetting.to_pdf(queries.sheet(session(), meeting))
    headers = {"Content-Disposition": f'attachment; filename="agenda-{meeting.day:%Y%m%d}.pdf"'}
    return Response(data, mimetype="application/pdf", headers=headers)


@bp.post("/place/<uuid:topic_id>")
@allow(*CLERKS)
def place_topic(meeting_id: UUID, topic_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        actions.place_topic(session(), meeting, topic_id, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("议题已列入议程"))


@bp.post("/arrange")
@allow(*CLERKS)
def arrange(meeting_id: UUID) -> ResponseReturnValue:
    """The order after dragging: the items' ids, separated by commas."""
    order = [_item_id(part) for part in request.form.get("order", "").split(",") if part]
    return _carry_out(
        meeting_id, lambda m: actions.arrange(session(), m, order, actor=current_actor()), _("议程顺序已保存")
    )


@bp.post("/announce")
@allow(*CLERKS)
def announce(meeting_id: UUID) -> ResponseReturnValue:
    return _carry_out(meeting_id, lambda m: actions.announce(session(), m, actor=current_actor()), _("议程已通知各方"))


@bp.post("/<uuid:item_id>/move")
@allow(*CLERKS)
def move(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    step = -1 if request.form.get("to") == "up" else 1

    def deed(meeting: Meeting) -> None:
        item = queries.get_item(session(), item_id, meeting=meeting)
        actions.move(session(), meeting, item, step, actor=current_actor())

    return _carry_out(meeting_id, deed, _("议程顺序已保存"))


@bp.post("/<uuid:item_id>/take-off")
@allow(*CLERKS)
def take_off(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    def deed(meeting: Meeting) -> None:
        item = queries.get_item(session(), item_id, meeting=meeting)
        actions.take_off(session(), meeting, item, actor=current_actor(), now=clock.now())

    return _carry_out(meeting_id, deed, _("议题已撤下，回到议题库"))


@bp.route("/<uuid:item_id>/fit", methods=["GET", "POST"])
@allow(*CLERKS)
def fit(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    meeting = meetings.get_meeting(session(), meeting_id, lock=request.method == "POST")
    item = queries.get_item(session(), item_id, meeting=meeting)
    form = ItemForm(presenter=item.presenter, minutes=item.minutes)
    if form.validate_on_submit():
        draft = ItemDraft(presenter=form.presenter.data or "", minutes=form.minutes.data)
        try:
            actions.fit(session(), meeting, item, draft, actor=current_actor())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
        else:
            flash(_("已保存"))
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("agenda/fit.html", meeting=meeting, item=item, form=form), 422 if form.errors else 200


def _carry_out(meeting_id: UUID, deed: Callable[[Meeting], object], done: str) -> ResponseReturnValue:
    """One deed on the agenda while its meeting is held fast; a refusal shows the agenda as it is now."""
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
    person = current_person()
    is_clerk = person.has(*CLERKS) and meeting.is_ahead
    pool = topics.pool(session(), meeting.partnership_id, meeting=meetings_actions.subject(meeting)) if is_clerk else ()
    return render_template(
        "agenda/show.html",
        meeting=meeting,
        items=queries.timed(session(), meeting),
        load=queries.load_of(session(), meeting),
        pool=pool,
        followups=followups.open_of_partnership(session(), meeting.partnership_id, today=clock.today()),
        text=queries.plain_text(session(), meeting),
        is_orderer=is_clerk and person.town_id == meeting.host_id,
        is_clerk=is_clerk,
        town_id=person.town_id,
        refusal=refusal,
    )


def _item_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
