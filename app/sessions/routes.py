"""/sessions: the calendar of both towns' sessions, a service with what is to come, one session with its places."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, work_actor, work_town_id
from app.accounts.models import Role
from app.bookings import queries as bookings
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.web import explain, session
from app.services import actions as services_actions
from app.services import queries as services
from app.services import rules as service_rules
from app.services.models import KINDS, Service, ServiceState
from app.sessions import gateways, queries, rules
from app.sessions.forms import DAYS, CalendarForm
from app.sessions.models import STATES, ServiceSession
from app.sessions.queries import Line, Search
from app.towns.models import Town

bp = Blueprint("sessions", __name__)
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
WRITERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)
MOST = 400


@bp.get("/sessions/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """Two weeks of sessions on either side, day by day."""
    town_id, now = work_town_id(), clock.now()
    around = services.towns_around(session(), town_id)
    form = _calendar_form(around)
    first = form.begins(clock.today())
    found = _found(form, around)
    return render_template(
        "sessions/index.html",
        form=form,
        lines=queries.with_room(session(), found, town_id, now=now),
        first=first,
        last=first + timedelta(days=DAYS - 1),
        earlier=_page_of(first - timedelta(days=DAYS)),
        later=_page_of(first + timedelta(days=DAYS)),
        states=STATES,
        now=now,
    )


@bp.get("/sessions/export.xlsx")
@allow(*PEOPLE)
def export() -> ResponseReturnValue:
    """The same list as a file."""
    around = services.towns_around(session(), work_town_id())
    head = [_("时间"), _("场次"), _("类别"), _("提供单位"), _("地点"), _("名额"), _("已报"), _("状态")]
    rows = [_row(line) for line in _found(_calendar_form(around), around)]
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'服务场次{clock.today():%Y%m%d}.xlsx')}"}
    return Response(xlsx.to_xlsx(_("服务场次"), head, rows), mimetype=xlsx.MIMETYPE, headers=said)


def _row(line: Line) -> list[str | int]:
    words = [line.when, line.title, _(KINDS[line.kind]), line.whose, line.place]
    return [*words, line.places, line.taken, _(STATES[line.state])]


def _calendar_form(around: Sequence[Town]) -> CalendarForm:
    form = CalendarForm(request.args)
    form.offer(around)
    return form


def _found(form: CalendarForm, around: Sequence[Town]) -> list[Line]:
    return queries.lines(session(), form.search(clock.today(), [t.id for t in around]), limit=MOST)


def _page_of(first: date) -> str:
    shown: dict[str, Any] = request.args.to_dict() | {"first": first.isoformat()}
    return url_for(".index", **shown)


@bp.get("/services/<uuid:service_id>")
@allow(*PEOPLE)
def show_service(service_id: UUID) -> ResponseReturnValue:
    return _service_page(services.get_service(session(), service_id, reader_town_id=work_town_id()))


def _service_page(service: Service, refused: str = "") -> str:
    town_id, now = work_town_id(), clock.now()
    search = Search(now, service_ids=(service.id,), only_open=False, only_published=False)
    ahead = queries.lines(session(), search, limit=60)
    is_provider = services.is_provider(session(), service, work_actor(), now)
    address = _public(url_for("convenience.show", service_id=service.id))
    return render_template(
        "sessions/service.html",
        service=service,
        line=services.line_of(session(), service),
        prices=services.prices_of(session(), service),
        asks=service_rules.asks(service),
        ahead=queries.with_room(session(), ahead, town_id, now=now),
        past=queries.recent(session(), service.id, now=now),
        states=STATES,
        is_provider=is_provider,
        steps=[s for s in ServiceState if is_provider and service_rules.may_become(service, s)],
        may_plan=is_provider and service.state in service_rules.LIVE,
        refused=refused,
        public_url=address,
        copied=gateways.text_of_service(session(), service, ahead, address),
        now=now,
    )


@bp.post("/services/<uuid:service_id>/end")
@allow(*WRITERS)
def end_service(service_id: UUID) -> ResponseReturnValue:
    """停办: not while sessions lie ahead."""
    now, actor = clock.now(), work_actor()
    service = services.get_run(session(), service_id, actor=actor, now=now)
    ahead = queries.count_ahead(session(), service_id, now=now)
    reason = request.form.get("reason", "")
    try:
        services_actions.end(session(), service_id, reason, sessions_ahead=ahead, actor=actor, now=now)
    except Refusal as refusal:
        session().rollback()
        return _service_page(service, explain(refusal)), 422
    flash(_("已停办，不再出现在便民服务清单上"))
    return redirect(url_for("services.index"))


@bp.get("/sessions/<uuid:occasion_id>")
@allow(*PEOPLE)
def show(occasion_id: UUID) -> ResponseReturnValue:
    town_id, now = work_town_id(), clock.now()
    occasion, service = queries.get_session(session(), occasion_id, reader_town_id=town_id)
    line = queries.line_of(session(), occasion)
    is_provider = services.is_provider(session(), service, work_actor(), now)
    return render_template(
        "sessions/show.html",
        occasion=occasion,
        service=service,
        line=line,
        place=services.line_of(session(), service),
        counters=queries.counters_of(session(), occasion, service),
        room=queries.room_of(session(), occasion, town_id, now=now),
        takes=rules.takes_sign_ups(service, occasion, now),
        others=queries.other_chances(session(), occasion, town_id, now=now),
        hold=_hold(occasion) if is_provider else None,
        is_provider=is_provider,
        is_ahead=occasion.is_open and occasion.starts_at > now,
        series=queries.series_in_words(session(), occasion),
        copied=gateways.text_of(session(), occasion, service, _join_address(occasion)),
        states=STATES,
        **_moments(occasion, now),
    )


def _hold(occasion: ServiceSession) -> bookings.Hold | None:
    """Whether the venue is still there, for the provider's side, which sees the booking."""
    return bookings.booking_state(session(), occasion.booking_id) if occasion.booking_id else None


def _moments(occasion: ServiceSession, now: Any) -> dict[str, Any]:
    """When sign-up opens and closes and when kept places are let go, in words; "" where it is over or not so."""
    opens = occasion.opens_at
    return {
        "opens": rules.moment(opens) if opens and opens > now else "",
        "closes": rules.moment(occasion.last_call),
        "released": rules.moment(occasion.released_at) if occasion.released_at > now else "",
        "was": rules.moment(occasion.was_at) if occasion.was_at else "",
    }


def _join_address(occasion: ServiceSession) -> str:
    """Where residents sign up by themselves; where they read of it, when that is not open."""
    if "online.sign_up" in current_app.view_functions:
        return _public(url_for("online.sign_up", occasion_id=occasion.id))
    return _public(url_for("convenience.show", service_id=occasion.service_id))


def _public(path: str) -> str:
    return str(current_app.config["PUBLIC_URL"]) + path
