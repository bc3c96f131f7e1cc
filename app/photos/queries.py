"""The photos of venues, in the order in which their unit shows them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.photos.models import VenuePhoto


def of_venue(session: Session, venue_id: UUID) -> Sequence[VenuePhoto]:
    found = select(VenuePhoto).where(VenuePhoto.venue_id == venue_id)
    return session.exec(found.order_by(col(VenuePhoto.place), col(VenuePhoto.id))).all()


def first_of(session: Session, venue_ids: Iterable[UUID]) -> dict[UUID, VenuePhoto]:
    """The photo that stands for each venue in a list; venues without one are left out."""
    found = select(VenuePhoto).where(col(VenuePhoto.venue_id).in_(list(venue_ids)))
    rows = session.exec(found.order_by(col(VenuePhoto.place).desc(), col(VenuePhoto.id))).all()
    return {photo.venue_id: photo for photo in rows}


def get_photo(session: Session, photo_id: UUID, *, venue_id: UUID) -> VenuePhoto:
    photo = session.get(VenuePhoto, photo_id)
    if photo is None or photo.venue_id != venue_id:
        raise NotFound
    return photo
