"""/meetings: the list, the working page of one meeting, its confirmation and call, and its calendar entry."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.availability import queries as availability
from app.availability.queries import Alternative, FreeVenue
from app.bookings.models import Span
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.locale import written_date, written_weekday
from app.kit.web import explain, session
from app.meetings import actions, gateways, queries, rules
from app.meetings.forms import ConfirmForm, Hours, HoursForm, SearchForm
from app.meetings.models import Meeting, MeetingState
from app.towns import queries as towns

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
CLERKS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    """What comes next with its hosts, and every meeting there was, to search and filter."""
    mine = current_person().partnership_ids
    form = _search_form()
    return render_template(
        "meetings/index.html",
        upcoming=queries.lines(session(), queries.upcoming(session(), mine, now=clock.now())),
        found=queries.search(session(), mine, _asked(form)),
        form=form,
        may_call=current_person().has(*CLERKS),
    )


@bp.get("/meetings.xlsx")
@allow_signed_in
def export() -> ResponseReturnValue:
    """The list as it is filtered."""
    found = queries.search(session(), current_person().partnership_ids, _asked(_search_form()), most=5000)
    head = [_("会议"), _("时间"), _("承办方"), _("地点"), _("状态"), _("调整说明"), _("原因")]
    rows = [
        (m.title, rules.when(m.starts_at, m.ends_at), m.host, m.place, _(m.state_name), m.adjustment, m.reason)
        for m in found
    ]
    return _download(xlsx.to_xlsx(_("联席会议"), head, rows), xlsx.MIMETYPE, "meetings.xlsx")


@bp.get("/<uuid:meeting_id>")
@allow_signed_in
def show(meeting_id: UUID) -> ResponseReturnValue:
    meeting = queries.get_meeting(session(), meeting_id)
    return _page(meeting)


@bp.route("/<uuid:meeting_id>/confirm", methods=["GET", "POST"])
@allow(*CLERKS)
def confirm(meeting_id: UUID) -> ResponseReturnValue:
    """Hours and venue in one act. With other hours in the address the list of free venues follows them."""
    meeting = queries.get_meeting(session(), meeting_id, lock=request.method == "POST")
    rules.check_host(meeting, current_town_id(), host=towns.get_town(session(), meeting.host_id).name)
    hours = HoursForm(request.args if "starts" in request.args else None, **_hours(meeting))
    form = ConfirmForm(**_known(meeting, hours))
    form.venue_id.choices = _free_venues(meeting, form)
    alternatives: tuple[Alternative, ...] = ()
    if form.validate_on_submit():
        try:
            actions.confirm(session(), meeting, form.draft(meeting), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(explain(refusal))
            alternatives = _alternatives(meeting, form)
        else:
            flash(_("时间和场地已确认，场地已同时预订"))
            return redirect(url_for(".show", meeting_id=meeting.id))
    page = render_template("meetings/confirm.html", meeting=meeting, form=form, hours=hours, alternatives=alternatives)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:meeting_id>/convene")
@allow(*CLERKS)
def convene(meeting_id: UUID) -> ResponseReturnValue:
    meeting = queries.get_meeting(session(), meeting_id, lock=True)
    try:
        actions.convene(session(), meeting, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(meeting, refusal=explain(refusal)), 422
    flash(_("会议通知已发出，各方人员的通知栏和日历已更新"))
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.get("/<uuid:meeting_id>/meeting.ics")
@allow_signed_in
def calendar_entry(meeting_id: UUID) -> ResponseReturnValue:
    meeting = queries.get_meeting(session(), meeting_id)
    entry = gateways.entry_of(session(), meeting, public_url=current_app.config["PUBLIC_URL"])
    return _download(gateways.to_ics(entry), "text/calendar", f"meeting-{meeting.day:%Y%m%d}.ics")


def _page(meeting: Meeting, refusal: str = "") -> str:
    person = current_person()
    return render_template(
        "meetings/show.html",
        view=queries.view_of(session(), meeting, now=clock.now()),
        is_host_clerk=person.town_id == meeting.host_id and person.has(*CLERKS),
        is_clerk=person.has(*CLERKS),
        refusal=refusal,
        Next=rules.Next,
    )


def _search_form() -> SearchForm:
    form = SearchForm(request.args)
    person = current_person()
    everything = SelectChoice(value="", label=_("全部"))
    hosts = {t.id: t.name for p in person.partnership_ids for t in towns.towns_of(session(), p)}
    form.host.choices = [everything, *(SelectChoice(value=str(i), label=name) for i, name in hosts.items())]
    form.state.choices = [
        everything,
        *(SelectChoice(value=s.value, label=_(rules.STATE_NAMES[s])) for s in MeetingState),
    ]
    years = range(clock.today().year + 1, clock.today().year - 10, -1)
    form.year.choices = [everything, *(SelectChoice(value=str(y), label=str(y)) for y in years)]
    return form


def _asked(form: SearchForm) -> queries.Search:
    """What the address asks for; an unknown value asks for nothing."""
    form.validate()
    known = {name: None if form[name].errors else form[name].data for name in ("q", "state", "host", "year")}
    return queries.Search(
        words=(known["q"] or "").strip()[:60],
        state=MeetingState(known["state"]) if known["state"] else None,
        host_id=UUID(known["host"]) if known["host"] else None,
        year=int(known["year"]) if known["year"] else None,
    )


def _hours(meeting: Meeting) -> dict[str, object]:
    return {"starts": clock.to_town(meeting.starts_at).time(), "ends": clock.to_town(meeting.ends_at).time()}


def _known(meeting: Meeting, hours: HoursForm) -> dict[str, object]:
    """What the form starts with: the hours asked for, what was settled before, and the clerk as the contact."""
    return {
        "starts": hours.starts.data,
        "ends": hours.ends.data,
        "venue_id": str(meeting.venue_id or ""),
        "parking": meeting.parking,
        "contact_name": meeting.contact_name or current_person().name,
        "contact_phone": meeting.contact_phone,
    }


def _span(meeting: Meeting, form: Hours) -> Span | None:
    if not form.starts.data or not form.ends.data or form.starts.data >= form.ends.data:
        return None
    return Span(clock.at(meeting.day, form.starts.data), clock.at(meeting.day, form.ends.data))


def _free_venues(meeting: Meeting, form: ConfirmForm) -> list[SelectChoice]:
    """Free venues of all towns for these hours, the host's own and the larger first; the one already held stays.

    Hours that make no sense are refused by the form; until they are mended the planned hours are looked up.
    """
    span = _span(meeting, form) or Span(meeting.starts_at, meeting.ends_at)
    free = availability.free_venues(session(), meeting.host_id, span, now=clock.now(), for_meeting=True)
    choices = [SelectChoice(value="", label=_("请选择场地"))]
    if meeting.venue_id and meeting.venue_id not in {v.id for v in free} and not queries.lost_venue(session(), meeting):
        choices.append(SelectChoice(value=str(meeting.venue_id), label=_("现订：%(place)s", place=meeting.place)))
    ordered = sorted(free, key=lambda v: (not v.is_own, v.town_name, -v.seats))
    choices += [SelectChoice(value=str(v.id), label=_venue_label(v)) for v in ordered]
    asked = form.venue_id.data
    if asked and asked not in {c.value for c in choices} and _is_id(asked):
        choices.append(SelectChoice(value=asked, label=_("所选场地（请核对是否空闲）")))
    return choices


def _venue_label(venue: FreeVenue) -> str:
    label: str = _(
        "%(town)s %(unit)s %(name)s（%(seats)s座）",
        town=venue.town_name,
        unit=venue.unit_name,
        name=venue.name,
        seats=venue.seats,
    )
    return label


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _alternatives(meeting: Meeting, form: ConfirmForm) -> tuple[Alternative, ...]:
    """What could be booked instead, when the venue or the hour was refused."""
    span = _span(meeting, form)
    if span is None or span.starts_at < clock.now() - timedelta(days=1):
        return ()
    venue_id = UUID(form.venue_id.data)
    return availability.alternatives(session(), meeting.host_id, venue_id, span, now=clock.now(), for_meeting=True)


def _download(data: bytes, mimetype: str, name: str) -> Response:
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.app_template_filter("meeting_when")
def _when(meeting: Meeting) -> str:
    """As rules.when, in the reader's language."""
    starts, ends = meeting.starts_at, meeting.ends_at
    return f"{written_date(starts)} {written_weekday(starts)} {clock.wall_time(starts)}–{clock.wall_time(ends)}"
