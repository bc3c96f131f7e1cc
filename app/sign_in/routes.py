"""/s/<code>: a plain page on a phone. The code unlocks the list of one meeting, names only, and nothing else."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow_anyone
from app.attendance import actions, queries, rules
from app.attendance.forms import GuestForm
from app.attendance.models import AttendanceSheet
from app.kit import clock, web
from app.kit.db import transaction, widen
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach
from app.kit.text import sha256
from app.kit.web import explain, session
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.sign_in.forms import SignInForm

bp = Blueprint("sign_in", __name__, url_prefix="/s/<code>")


@bp.get("")
@allow_anyone
def door(code: str) -> ResponseReturnValue:
    meeting, sheet = _enter(code)
    return _page(code, meeting, sheet, *_forms(meeting))


@bp.post("")
@allow_anyone
def sign_in(code: str) -> ResponseReturnValue:
    """I am on the list."""
    _knock()
    meeting, sheet = _enter(code)
    form, guest = _forms(meeting)

    def deed() -> str:
        chosen = UUID(form.participant.data)
        person = participants.get_participant(session(), chosen, meeting_id=meeting.id)
        return actions.sign_in(session(), meeting, person, now=clock.now()).name

    if form.validate_on_submit() and (name := _carried_out(form, deed)):
        return _done(code, name)
    return _page(code, meeting, sheet, form, guest), 422


@bp.post("/guest")
@allow_anyone
def sign_in_guest(code: str) -> ResponseReturnValue:
    """I am not on the list: an observer, or here for somebody who is."""
    _knock()
    meeting, sheet = _enter(code)
    form, guest = _forms(meeting)

    def deed() -> str:
        return actions.sign_in_guest(session(), meeting, guest.draft(), now=clock.now()).name

    if guest.validate_on_submit() and (name := _carried_out(guest, deed)):
        return _done(code, name)
    return _page(code, meeting, sheet, form, guest), 422


@bp.get("/done")
@allow_anyone
def done(code: str) -> ResponseReturnValue:
    meeting, _sheet = _enter(code)
    return render_template("sign_in/done.html", meeting=meeting, name=meetings.name_of(session(), meeting), code=code)


def _enter(code: str) -> tuple[Meeting, AttendanceSheet]:
    """The meeting behind the code. From here the request sees that partnership, as far as these views show it."""
    opened = queries.find_door(session(), code.strip().upper())
    widen(session(), partnership_id=opened.partnership_id)
    meeting = meetings.get_meeting(session(), opened.meeting_id, lock=request.method == "POST")
    sheet = queries.find_sheet(session(), meeting.id)
    if sheet is None:
        raise NotFound
    return meeting, sheet


def _knock() -> None:
    """Count the try in a transaction of its own: it counts whatever becomes of the request."""
    address = f"{current_app.config['SECRET_KEY']}:{request.remote_addr}"
    with transaction(web.engine(), Reach.nothing(), now=clock.now()) as counting:
        allowed = actions.knock(counting, sha256(address.encode()), now=clock.now())
    if not allowed:
        abort(429)


def _forms(meeting: Meeting) -> tuple[SignInForm, GuestForm]:
    members = meetings.towns_in_order(session(), meeting)
    missing = queries.missing(session(), meeting)
    names = {town.id: town.name for town in members}
    form = SignInForm(formdata=request.form if request.endpoint == "sign_in.sign_in" else None)
    form.participant.choices = [
        SelectChoice(value=str(p.id), label=f"{p.name}（{names.get(p.town_id, '')}）")
        for p in sorted(missing, key=lambda p: list(names).index(p.town_id) if p.town_id in names else len(names))
    ]
    guest = GuestForm(formdata=request.form if request.endpoint == "sign_in.sign_in_guest" else None)
    guest.offer(members, missing)
    return form, guest


def _carried_out(form: SignInForm | GuestForm, deed: Callable[[], str]) -> str:
    """The name of who signed in; "" with the refusal on the form."""
    try:
        return deed()
    except NotFound:
        raise
    except Refusal as refusal:
        form.form_errors.append(explain(refusal))
        return ""


def _done(code: str, name: str) -> ResponseReturnValue:
    flash(_("%(name)s，签到成功", name=name))
    return redirect(url_for(".done", code=code))


def _page(code: str, meeting: Meeting, sheet: AttendanceSheet, form: SignInForm, guest: GuestForm) -> str:
    try:
        rules.check_door(meeting, sheet, now=clock.now())
        closed = ""
    except Refusal as refusal:
        closed = explain(refusal)
    return render_template(
        "sign_in/door.html",
        code=code,
        meeting=meeting,
        name=meetings.name_of(session(), meeting),
        closed=closed,
        form=form,
        guest=guest,
    )
