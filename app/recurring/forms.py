"""What people type to book a series."""

from uuid import UUID

from wtforms import IntegerField

from app.bookings.forms import HEADS, UndertakenForm
from app.kit.i18n import lazy
from app.recurrence.forms import RhythmForm
from app.recurring.models import SeriesDraft


class SeriesForm(RhythmForm, UndertakenForm):
    heads = IntegerField(lazy("人数"), validators=HEADS, default=10)

    def draft(self, venue_id: UUID) -> SeriesDraft:
        return SeriesDraft(venue_id=venue_id, **self.rhythm(), **self.purpose())
