"""/spaces: what is free for a wish, as a list, as a file, and as the day table of all venues of all towns."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_person, work_town_id
from app.accounts.models import Role
from app.availability.rules import first_day_to_offer
from app.bookings import queries as bookings
from app.finding import queries
from app.finding.forms import SearchForm
from app.finding.models import Criteria, Found, Hit
from app.kit import clock, web, xlsx
from app.kit.db import open_session
from app.kit.i18n import N_
from app.kit.web import session
from app.misses import actions as misses
from app.registry.rules import TIER_NAMES
from app.venues.models import KINDS

bp = Blueprint("finding", __name__, url_prefix="/spaces")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
STEP = timedelta(days=1)
COLUMNS = (
    N_("镇"),
    N_("单位"),
    N_("层级"),
    N_("场地"),
    N_("类型"),
    N_("座位"),
    N_("设备"),
    N_("无障碍"),
    N_("预约方式"),
    N_("空闲时段"),
)


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """Every venue that fits, with its free times; when nothing fits, what comes near it."""
    form = _search(session(), request.args)
    valid = form.validate()
    asked = form.criteria(form.day.data) if valid else None
    found = _look(asked) if asked else Found(())
    return render_template(
        "finding/index.html",
        form=form,
        asked=asked,
        found=found,
        address={name: request.args.getlist(name) for name in request.args},
        kinds=KINDS,
        tiers=TIER_NAMES,
        waiting=_waiting(),
        may_keep=current_person().has(Role.CLERK, Role.OFFICE_HEAD, Role.WORKER),
    )


@bp.post("/search")
@allow(*PEOPLE)
def search() -> ResponseReturnValue:
    """From the form to the address that holds the whole search. A search without result is counted, without a name."""
    with open_session(web.engine(), current_person().reach, writes=False, now=clock.now()) as reading:
        form = _search(reading, request.form)
        asked = form.criteria(form.day.data) if form.validate() else None
        is_met = asked is None or queries.search(reading, work_town_id(), asked, now=clock.now()).hits
    if asked and not is_met:
        _note_miss(asked)
    return redirect(url_for(".index", **form.address(), _anchor="found"))


@bp.get("/venues.xlsx")
@allow(*PEOPLE)
def export() -> ResponseReturnValue:
    """The venues of a search as a file."""
    form = _search(session(), request.args)
    found = _look(form.criteria(form.day.data)) if form.validate() else Found(())
    head = [_(name) for name in COLUMNS]
    rows = [_row(hit) for hit in found.hits]
    name = f"场地查询{clock.today():%Y%m%d}.xlsx"
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(xlsx.to_xlsx(_("场地查询"), head, rows), mimetype=xlsx.MIMETYPE, headers=said)


@bp.get("/day")
@allow(*PEOPLE)
def day_table() -> ResponseReturnValue:
    """One table of all venues that fit, hour by hour."""
    form = _search(session(), request.args)
    if not form.validate():
        return render_template("finding/day.html", form=form, table=None), 200
    asked = form.criteria(form.day.data)
    table = queries.day_table(session(), work_town_id(), asked, now=clock.now())
    address = form.address() | {"day": form.day.data}
    around = {"previous": address | {"day": form.day.data - STEP}, "following": address | {"day": form.day.data + STEP}}
    return render_template("finding/day.html", form=form, table=table, address=address, **around)


def _row(hit: Hit) -> tuple[str | int, ...]:
    """A venue in the file."""
    place = hit.place
    return (
        place.town_name,
        place.unit_name,
        _(TIER_NAMES[place.tier]),
        place.name,
        _(KINDS[place.kind]),
        place.seats,
        "、".join(place.tags),
        _("是") if place.is_step_free else _("否"),
        _("预约即确认") if place.at_once else _("须经管理单位同意"),
        "；".join(queries.offer_in_words(offer) for offer in hit.offers),
    )


def _look(asked: Criteria) -> Found:
    return queries.search(session(), work_town_id(), asked, now=clock.now())


def _note_miss(asked: Criteria) -> None:
    who = {"town_id": work_town_id(), "person_id": current_person().id}
    misses.note(session(), **who, on=clock.today(), criteria=asked.asked(), now=clock.now())


def _waiting() -> int:
    """How many requests wait for the reader's answer."""
    roles = accounts.roles_at(session(), current_person().id, clock.now())
    return len(bookings.requests_for(session(), work_town_id(), roles, now=clock.now()))


def _search(reading: Session, typed: Any) -> SearchForm:
    form = SearchForm(typed)
    choices = queries.choices(reading, work_town_id())
    form.offer(choices.towns, choices.tags, choices.units)
    form.day.data = form.day.data or first_day_to_offer(clock.now())
    return form
