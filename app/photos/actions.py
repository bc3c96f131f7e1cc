"""Showing a venue: add a photo, say what it shows, put it elsewhere, take it away. The caller commits."""

from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Upload
from app.kit.actor import Actor
from app.photos import queries, rules
from app.photos.models import VenuePhoto
from app.venues.models import Venue


def add_photo(session: Session, venue: Venue, upload: Upload, alt: str, *, actor: Actor) -> VenuePhoto:
    """The picture is drawn anew in two sizes. Refusals of files.rules, TooManyPhotos."""
    session.get(Venue, venue.id, with_for_update=True)
    present = queries.of_venue(session, venue.id)
    rules.check_room(len(present))
    picture = files.keep_picture(upload)
    photo = VenuePhoto(
        venue_id=venue.id,
        place=max((p.place for p in present), default=0) + 1,
        alt=alt,
        large=picture.large,
        small=picture.small,
        width=picture.width,
        height=picture.height,
        added_by=actor.id,
        added_at=session.info["now"],
    )
    session.add(photo)
    audit.record(session, actor, "photos.add_photo", f"venue:{venue.id}", photo=photo.id, sha256=picture.large)
    return photo


def describe_photo(session: Session, photo: VenuePhoto, alt: str, *, actor: Actor) -> None:
    photo.alt = alt
    session.add(photo)
    audit.record(session, actor, "photos.describe_photo", f"venue:{photo.venue_id}", photo=photo.id)


def move_photo(session: Session, photo: VenuePhoto, by: int, *, actor: Actor) -> None:
    """One further forward or back; the first one stands for the venue in lists."""
    present = {p.id: p for p in queries.of_venue(session, photo.venue_id)}
    order: list[UUID] = rules.moved(list(present), photo.id, by)
    for place, photo_id in enumerate(order, 1):
        present[photo_id].place = place
    session.add_all(present.values())
    audit.record(session, actor, "photos.move_photo", f"venue:{photo.venue_id}", photo=photo.id, by=by)


def remove_photo(session: Session, photo: VenuePhoto, *, actor: Actor) -> None:
    session.delete(photo)
    audit.record(session, actor, "photos.remove_photo", f"venue:{photo.venue_id}", photo=photo.id)
