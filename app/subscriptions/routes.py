"""The page of one's own calendar address, and the calendar itself behind the secret in its URL."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.guards import allow_anyone, allow_signed_in, current_actor, current_person
from app.kit import clock, web
from app.kit.db import open_session
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.kit.web import session
from app.meetings import gateways as calendars
from app.subscriptions import actions, queries

bp = Blueprint("subscriptions", __name__, url_prefix="/subscription")


@bp.get("/")
@allow_signed_in
def show() -> ResponseReturnValue:
    address = queries.find_address(session(), current_person().id)
    secret = _signer().dumps(address.id.hex) if address else ""
    path = url_for(".feed", token=secret) if secret else ""
    return render_template(
        "subscriptions/show.html",
        made_at=address and address.made_at,
        url=path and current_app.config["PUBLIC_URL"] + path,
    )


@bp.post("/make")
@allow_signed_in
def make() -> ResponseReturnValue:
    actions.make_address(session(), current_person().id, actor=current_actor(), now=clock.now())
    flash(_("已生成新的订阅地址，原地址不再有效"))
    return redirect(url_for(".show"))


@bp.post("/revoke")
@allow_signed_in
def revoke() -> ResponseReturnValue:
    actions.revoke_address(session(), current_person().id, actor=current_actor(), now=clock.now())
    flash(_("订阅地址已停用"))
    return redirect(url_for(".show"))


@bp.get("/<token>/meetings.ics")
@allow_anyone
def feed(token: str) -> ResponseReturnValue:
    """What a calendar program fetches; the token is all it has, so the token decides what is seen."""
    now = clock.now()
    with open_session(web.engine(), Reach.nothing(), writes=False, now=now) as looking:
        reach = queries.reach_of_address(looking, _address_id(token), now=now)
    with open_session(web.engine(), reach, writes=False, now=now) as reading:
        public_url = current_app.config["PUBLIC_URL"]
        meetings = queries.meetings_for(reading, reach, now=now)
        entries = [calendars.entry_of(reading, meeting, public_url=public_url) for meeting in meetings]
    return Response(calendars.to_feed(_("毗邻党建联席会议"), entries), mimetype="text/calendar")


def _address_id(token: str) -> UUID:
    try:
        return UUID(hex=_signer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotFound from error


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="calendar-address")
