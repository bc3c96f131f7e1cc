"""/convenience: 便民服务清单 for everybody, without an account; nobody's personal data is on these pages."""

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.convenience import queries
from app.convenience.forms import ListForm
from app.kit import clock
from app.kit.web import ANYONE, allow, session
from app.services import queries as services
from app.services import rules as service_rules
from app.sessions import gateways
from app.sessions import rules as sessions
from app.sessions.models import STATES

bp = Blueprint("convenience", __name__, url_prefix="/convenience")


@bp.get("/")
@allow(ANYONE)
def index() -> ResponseReturnValue:
    """What there is, by town and community."""
    form = ListForm(request.args)
    offering = queries.towns_with_services(session())
    form.offer(offering)
    found = queries.communities(session(), [t.id for t in offering], form.search(), now=clock.now())
    return render_template(
        "convenience/index.html",
        form=form,
        communities=found,
        is_narrowed=any(request.args.get(name) for name in ("q", "kind", "town")),
    )


@bp.get("/units/<uuid:unit_id>")
@allow(ANYONE)
def unit(unit_id: UUID) -> ResponseReturnValue:
    """What one community offers, with the next sessions; the code on its notice board leads here."""
    found = queries.community(session(), unit_id, now=clock.now())
    return render_template("convenience/unit.html", community=found, states=STATES, join=_join)


@bp.get("/units/<uuid:unit_id>/print")
@allow(ANYONE)
def print_unit(unit_id: UUID) -> ResponseReturnValue:
    """The same on A4 for the notice board, each service with its code."""
    found = queries.community(session(), unit_id, now=clock.now())
    codes = {o.service.id: _code(url_for(".show", service_id=o.service.id)) for o in found.offers}
    return render_template(
        "convenience/print.html", community=found, codes=codes, code=_code(url_for(".unit", unit_id=unit_id))
    )


@bp.get("/<uuid:service_id>")
@allow(ANYONE)
def show(service_id: UUID) -> ResponseReturnValue:
    """One service: what, for whom, where, what to bring, and the sessions to come on which one can sign up."""
    now = clock.now()
    service = services.get_public(session(), service_id)
    coming = queries.coming_of(session(), service, now=now)
    address = _public(url_for(".show", service_id=service_id))
    return render_template(
        "convenience/show.html",
        service=service,
        line=services.line_of(session(), service),
        prices=services.prices_of(session(), service),
        asks=service_rules.asks(service),
        coming=coming,
        open_ids={line.id for line in coming if line.last_call > now},
        last_calls={line.id: sessions.moment(line.last_call) for line in coming},
        states=STATES,
        join=_join,
        slip=url_for("online.find_slip") if "online.find_slip" in current_app.view_functions else "",
        copied=gateways.text_of_service(session(), service, coming, address),
    )


def _join(occasion_id: UUID) -> str:
    """The page on which residents sign up by themselves; "" where there is none."""
    known = "online.sign_up" in current_app.view_functions
    return url_for("online.sign_up", occasion_id=occasion_id) if known else ""


def _public(path: str) -> str:
    return str(current_app.config["PUBLIC_URL"]) + path


def _code(path: str) -> Any:
    return segno.make(_public(path), error="m").svg_data_uri(scale=3, border=2)
