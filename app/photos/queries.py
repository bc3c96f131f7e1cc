"""The photos of venues, in the order in which their unit shows them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.records import Records
from app.photos.models import VenuePhoto

PHOTOS = Records(VenuePhoto)
FIRST_LAST = Prepared(
    sa.select(*VenuePhoto.__table__.c)  # type: ignore[attr-defined]  # a table model has a table
    .where(col(VenuePhoto.venue_id).in_(sa.bindparam("venue_ids", expanding=True)))
    .order_by(col(VenuePhoto.place).desc(), col(VenuePhoto.id))
)


def of_venue(session: Session, venue_id: UUID) -> Sequence[VenuePhoto]:
    found = select(VenuePhoto).where(VenuePhoto.venue_id == venue_id)
    return session.exec(found.order_by(col(VenuePhoto.place), col(VenuePhoto.id))).all()


def first_of(session: Session, venue_ids: Iterable[UUID]) -> dict[UUID, VenuePhoto]:
    """The photo that stands for each venue in a list; venues without one are left out."""
    rows = FIRST_LAST.run(session, {"venue_ids": list(venue_ids)})
    return {photo.venue_id: photo for photo in PHOTOS.of(session, rows)}


def get_photo(session: Session, photo_id: UUID, *, venue_id: UUID) -> VenuePhoto:
    photo = session.get(VenuePhoto, photo_id)
    if photo is None or photo.venue_id != venue_id:
        raise NotFound
    return photo
