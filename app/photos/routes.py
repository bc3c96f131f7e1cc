"""/venues/<venue>/photos: its photos, kept by the staff of its unit, seen by whoever sees the venue."""

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files import gateways as store
from app.files.forms import to_upload
from app.kit import clock
from app.kit.errors import NotAllowed, NotFound, Refusal
from app.kit.web import say_on, session
from app.photos import actions, queries, rules
from app.photos.forms import AltForm, PhotoForm
from app.photos.models import MOST, VenuePhoto
from app.venues import queries as venues
from app.venues.models import Venue

bp = Blueprint("photos", __name__, url_prefix="/venues")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
STAFF = (Role.WORKER, Role.CLERK, Role.OFFICE_HEAD)
SIZES = ("large", "small")


@bp.get("/<uuid:venue_id>/photos/<uuid:photo_id>/<size>")
@allow(*PEOPLE)
def picture(venue_id: UUID, photo_id: UUID, size: str) -> ResponseReturnValue:
    """A photo never changes, so the browser may keep it; the address is not reachable for strangers."""
    venues.get_venue(session(), venue_id, reader_town_id=current_town_id())
    photo = queries.get_photo(session(), photo_id, venue_id=venue_id)
    if size not in SIZES:
        raise NotFound
    answer = send_file(io.BytesIO(store.read(getattr(photo, size))), "image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@bp.route("/<uuid:venue_id>/photos", methods=["GET", "POST"])
@allow(*STAFF)
def keep(venue_id: UUID) -> ResponseReturnValue:
    """All photos of a venue with their order, and a form for one more."""
    venue, form = _own(venue_id), PhotoForm()
    if form.validate_on_submit():
        try:
            upload = to_upload(form.photo.data)
            if upload is None:
                raise rules.NoPhoto
            actions.add_photo(session(), venue, upload, form.alt.data.strip(), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("照片已添加"))
            return redirect(url_for(".keep", venue_id=venue_id))
    return _page(venue, form), 422 if form.errors else 200


@bp.post("/<uuid:venue_id>/photos/<uuid:photo_id>/describe")
@allow(*STAFF)
def describe(venue_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    venue, photo = _own(venue_id), _photo(venue_id, photo_id)
    form = AltForm()
    if not form.validate_on_submit():
        added = PhotoForm(formdata=None)
        added.form_errors.extend(form.alt.errors)
        return _page(venue, added), 422
    actions.describe_photo(session(), photo, form.alt.data.strip(), actor=current_actor())
    flash(_("已保存"))
    return redirect(url_for(".keep", venue_id=venue_id))


@bp.post("/<uuid:venue_id>/photos/<uuid:photo_id>/forward")
@allow(*STAFF)
def forward(venue_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    _own(venue_id)
    actions.move_photo(session(), _photo(venue_id, photo_id), -1, actor=current_actor())
    return redirect(url_for(".keep", venue_id=venue_id))


@bp.post("/<uuid:venue_id>/photos/<uuid:photo_id>/remove")
@allow(*STAFF)
def remove(venue_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    _own(venue_id)
    actions.remove_photo(session(), _photo(venue_id, photo_id), actor=current_actor())
    flash(_("照片已删除"))
    return redirect(url_for(".keep", venue_id=venue_id))


def _page(venue: Venue, form: PhotoForm) -> str:
    present = queries.of_venue(session(), venue.id)
    return render_template("photos/keep.html", venue=venue, photos=present, form=form, most=MOST)


def _photo(venue_id: UUID, photo_id: UUID) -> VenuePhoto:
    return queries.get_photo(session(), photo_id, venue_id=venue_id)


def _own(venue_id: UUID) -> Venue:
    """A venue of a unit that the person answers for; another town's is not there."""
    venue = venues.get_own_venue(session(), venue_id, town_id=current_town_id())
    roles = accounts.roles_at(session(), current_person().id, clock.now())
    if not venues.runs_unit(roles, venue.unit_id, venue.town_id):
        raise NotAllowed
    return venue
