"""What people type to book several venues for one time."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.bookings.forms import HEADS, QUARTERS, UndertakenForm
from app.bookings.models import BookingDraft, Span
from app.kit import clock
from app.kit.i18n import lazy


class WhenForm(FlaskForm):
    """The time alone: first it is asked which venues are free then."""

    class Meta:
        csrf = False

    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)

    def span(self) -> Span | None:
        """What was asked for, when it is given the right way round."""
        if not (self.day.data and self.starts.data and self.ends.data) or self.ends.data <= self.starts.data:
            return None
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))


class TogetherForm(UndertakenForm):
    venues = SelectMultipleField(
        lazy("场地"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Length(2, 20, lazy("请至少选择两个场地"))],
    )
    heads = IntegerField(lazy("每个场地的人数"), validators=HEADS, default=10)

    def drafts(self, span: Span) -> list[BookingDraft]:
        """One wish for each ticked venue, all for the same time."""
        said = self.purpose()
        return [
            BookingDraft(venue_id=UUID(v), starts_at=span.starts_at, ends_at=span.ends_at, **said)
            for v in self.venues.data
        ]
