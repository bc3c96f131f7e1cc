"""The pages of calendar addresses, one's own and a venue's, and the calendars behind the secrets in their URLs."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts import queries as accounts
from app.accounts.guards import (
    allow,
    allow_anyone,
    allow_signed_in,
    current_actor,
    current_person,
    current_town_id,
)
from app.accounts.models import Role
from app.claims import queries as claims
from app.kit import clock, ics, web
from app.kit.db import open_session
from app.kit.errors import NotAllowed, NotFound
from app.kit.scopes import Reach
from app.kit.web import session
from app.meetings import gateways as calendars
from app.subscriptions import actions, gateways, queries
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

bp = Blueprint("subscriptions", __name__, url_prefix="/subscription")
STAFF = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)
PERSONS, VENUES = "calendar-address", "venue-calendar-address"  # a secret of one kind opens nothing of the other


@bp.get("/")
@allow_signed_in
def show() -> ResponseReturnValue:
    address = queries.find_address(session(), current_person().id)
    secret = _signer(PERSONS).dumps(address.id.hex) if address else ""
    path = url_for(".feed", token=secret) if secret else ""
    return render_template(
        "subscriptions/show.html",
        made_at=address and address.made_at,
        url=path and _site() + path,
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
        reach = queries.reach_of_address(looking, _address_id(token, PERSONS), now=now)
    with open_session(web.engine(), reach, writes=False, now=now) as reading:
        meetings = queries.meetings_for(reading, reach, now=now)
        events = [calendars.event_of(calendars.entry_of(reading, m, public_url=_site())) for m in meetings]
        if reach.person_id:
            mine = queries.bookings_of(reading, reach.person_id, now=now)
            events += gateways.own_bookings(reading, mine, public_url=_site())
    return Response(ics.to_feed(_("联席会议和我的预约"), events, calendars.PRODUCT), mimetype=ics.MIMETYPE)


@bp.get("/venues/<uuid:venue_id>")
@allow(*STAFF)
def venue(venue_id: UUID) -> ResponseReturnValue:
    """The address of a venue's calendar, for whoever answers for it."""
    kept = _own(venue_id)
    address = queries.find_venue_address(session(), venue_id)
    path = url_for(".venue_feed", token=_signer(VENUES).dumps(address.id.hex)) if address else ""
    made_at = address and address.made_at
    return render_template("subscriptions/venue.html", venue=kept, made_at=made_at, url=path and _site() + path)


@bp.post("/venues/<uuid:venue_id>/make")
@allow(*STAFF)
def make_for_venue(venue_id: UUID) -> ResponseReturnValue:
    actions.make_venue_address(session(), _own(venue_id).id, actor=current_actor(), now=clock.now())
    flash(_("已生成新的订阅地址，原地址不再有效"))
    return redirect(url_for(".venue", venue_id=venue_id))


@bp.post("/venues/<uuid:venue_id>/revoke")
@allow(*STAFF)
def revoke_for_venue(venue_id: UUID) -> ResponseReturnValue:
    actions.revoke_venue_address(session(), _own(venue_id).id, actor=current_actor(), now=clock.now())
    flash(_("订阅地址已停用"))
    return redirect(url_for(".venue", venue_id=venue_id))


@bp.get("/venues/<token>/bookings.ics")
@allow_anyone
def venue_feed(token: str) -> ResponseReturnValue:
    """A venue's bookings and closures: what is on, how many, from which town; nobody by name."""
    now = clock.now()
    with open_session(web.engine(), Reach.nothing(), writes=False, now=now) as looking:
        kept = queries.venue_of_address(looking, _address_id(token, VENUES))
    with open_session(web.engine(), Reach(frozenset({kept.town_id})), writes=False, now=now) as reading:
        events = gateways.at_the_venue(reading, queries.bookings_at(reading, kept, now=now), public_url=_site())
        events += gateways.closed(claims.closures_of(reading, kept.id, since=now))
        name = f"{towns.get_unit(reading, kept.unit_id).name}{kept.name}"
    return Response(ics.to_feed(name, events, gateways.PRODUCT), mimetype=ics.MIMETYPE)


def _own(venue_id: UUID) -> Venue:
    """A venue of a unit that the person answers for; another town's is not there."""
    kept = venues.get_own_venue(session(), venue_id, town_id=current_town_id())
    roles = accounts.roles_at(session(), current_person().id, clock.now())
    if not venues.runs_unit(roles, kept.unit_id, kept.town_id):
        raise NotAllowed
    return kept


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"])


def _address_id(token: str, kind: str) -> UUID:
    try:
        return UUID(hex=_signer(kind).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotFound from error


def _signer(kind: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=kind)
