"""What people type to wait for a venue: the same as for a booking, so that nothing is typed twice."""

from uuid import UUID

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.bookings.forms import SpanForm, UndertakenForm
from app.bookings.models import BookingDraft
from app.kit.i18n import lazy

LONG = 240
LENGTHS = {
    "0": lazy("所选的整个时段"),
    "30": lazy("其中任意30分钟"),
    "60": lazy("其中任意1小时"),
    "90": lazy("其中任意1小时30分钟"),
    "120": lazy("其中任意2小时"),
    "180": lazy("其中任意3小时"),
    "240": lazy("其中任意4小时"),
}


class WishForm(SpanForm, UndertakenForm):
    minutes = SelectField(
        lazy("需要多长时间"), choices=[SelectChoice(value=v, label=name) for v, name in LENGTHS.items()], default="0"
    )

    def propose_length(self) -> None:
        """Who comes from a whole day that is taken hardly wants all of it."""
        named = self.day.data and self.starts.data and self.ends.data
        if named and self.minutes.data == "0" and self.span().minutes > LONG:
            self.minutes.data = "120"

    def draft(self, venue_id: UUID) -> BookingDraft:
        span = self.span()
        return BookingDraft(venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, **self.purpose())
