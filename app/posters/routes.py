"""/posters: a month for the notice board as PDF, for the phone as picture; /board: the same for everybody to read."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow, allow_anyone, current_person, work_town_id
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotFound
from app.kit.web import session
from app.posters import gateways, queries, rules
from app.posters.models import Poster
from app.press.queries import fonts_ready
from app.towns.models import Unit

bp = Blueprint("posters", __name__)
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.get("/posters/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    """Which community, which month: then as PDF, as picture, as text."""
    groups = queries.units_around(session(), work_town_id())
    unit = _chosen(groups)
    month = _month()
    poster = _poster(unit, month) if unit else None
    return render_template(
        "posters/index.html",
        groups=groups,
        unit=unit,
        month=month,
        months=rules.months_from(clock.today()),
        poster=poster,
        text=rules.to_text(poster) if poster else "",
        fonts=fonts_ready(),
    )


def _chosen(groups: Any) -> Unit | None:
    """The unit of the address, else one's own, else the town's first."""
    known = {str(unit.id): unit for _town, units in groups for unit in units}
    mine = [unit for unit in known.values() if unit.id in current_person().unit_ids]
    return known.get(request.args.get("unit", "")) or next(iter([*mine, *known.values()]), None)


@bp.get("/posters/<uuid:unit_id>/poster.pdf")
@allow(*PEOPLE)
def pdf(unit_id: UUID) -> ResponseReturnValue:
    """A3 for the board."""
    unit, month = _unit(unit_id), _month()
    return _file(gateways.to_pdf(_poster(unit, month)), "application/pdf", f"{_name(unit, month)}A3.pdf")


@bp.get("/posters/<uuid:unit_id>/picture.png")
@allow(*PEOPLE)
def picture(unit_id: UUID) -> ResponseReturnValue:
    """The long picture for a group; a very long month has several (`page`)."""
    unit, month = _unit(unit_id), _month()
    pictures = gateways.to_pictures(replace(_poster(unit, month), kind="phone_poster"))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= len(pictures):
        abort(404)
    number = f"-{page}" if len(pictures) > 1 else ""
    shown = _file(pictures[page - 1], "image/png", f"{_name(unit, month)}长图{number}.png", inline=True)
    shown.headers["X-Pages"] = str(len(pictures))
    return shown


@bp.get("/posters/<uuid:unit_id>/services.pdf")
@allow(*PEOPLE)
def list_pdf(unit_id: UUID) -> ResponseReturnValue:
    """便民服务清单 on A4, a code beside each service."""
    unit = _unit(unit_id)
    paper = gateways.with_codes(queries.list_of(session(), unit, today=clock.today()), current_app.config["PUBLIC_URL"])
    return _file(gateways.to_pdf(paper), "application/pdf", f"{unit.name}便民服务清单.pdf")


@bp.get("/board/<uuid:unit_id>")
@allow_anyone
def board(unit_id: UUID) -> ResponseReturnValue:
    """The month as a page as wide as a phone; what the poster's code leads to."""
    unit, month = queries.get_unit(session(), unit_id), _month()
    months = rules.months_from(clock.today(), before=0, after=2)
    return render_template("posters/board.html", poster=_poster(unit, month), unit=unit, month=month, months=months)


def _poster(unit: Unit, month: date) -> Poster:
    made = queries.poster_of(session(), unit, month, today=clock.today())
    address = url_for("posters.board", unit_id=unit.id, month=f"{month:%Y-%m}")
    url = str(current_app.config["PUBLIC_URL"]).rstrip("/") + address
    return replace(made, url=url, code=gateways.code_of(url))


def _unit(unit_id: UUID) -> Unit:
    """Of the reader's town or a partner; for anybody else it is not there."""
    found = (u for _town, units in queries.units_around(session(), work_town_id()) for u in units if u.id == unit_id)
    if unit := next(found, None):
        return unit
    raise NotFound


def _month() -> date:
    """The month of the address (2026-12), else this one."""
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return clock.today().replace(day=1)


def _name(unit: Unit, month: date) -> str:
    return f"{unit.name}{month.year}年{month.month}月活动排片表"


def _file(data: bytes, mimetype: str, name: str, *, inline: bool = False) -> Response:
    how = "inline" if inline else "attachment"
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f"{how}; filename*=UTF-8''{quote(name)}"})
