"""A change of many occurrences as a difference. No table of its own."""

from uuid import UUID

from sqlmodel import SQLModel

from app.bookings.models import EditDraft, OccurrenceDraft
from app.claims.models import Span
from app.kit import clock


class Change(SQLModel):
    """A difference: what is None stays as each occurrence has it."""

    starts: str | None = None
    ends: str | None = None
    venue_id: UUID | None = None
    title: str | None = None
    heads: int | None = None
    contact_name: str | None = None
    contact_phone: str | None = None

    @property
    def moves(self) -> bool:
        return any(given is not None for given in (self.starts, self.ends, self.venue_id))

    @property
    def says(self) -> bool:
        return any(given is not None for given in (self.title, self.heads, self.contact_name, self.contact_phone))

    def applied_to(self, booking: OccurrenceDraft) -> OccurrenceDraft:
        """The occurrence as it would be: its own day, and everything that the change leaves alone."""
        span = self._span(booking)
        said = self.model_dump(include=SAYS, exclude_none=True)
        moved = {"venue_id": self.venue_id or booking.venue_id, "starts_at": span.starts_at, "ends_at": span.ends_at}
        plain = booking.model_dump(include=set(OccurrenceDraft.model_fields))
        return OccurrenceDraft.model_validate(plain | moved | said)

    def said_of(self, booking: OccurrenceDraft) -> EditDraft:
        """What the occurrence will say."""
        plain = booking.model_dump(include=set(EditDraft.model_fields))
        return EditDraft.model_validate(plain | self.model_dump(include=SAYS, exclude_none=True))

    def _span(self, booking: OccurrenceDraft) -> Span:
        day = booking.span.day
        starts_at = clock.at(day, self.starts) if self.starts else booking.starts_at
        return Span(starts_at, clock.at(day, self.ends) if self.ends else booking.ends_at)


SAYS = {"title", "heads", "contact_name", "contact_phone"}
