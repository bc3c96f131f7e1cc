"""What somebody looks for. Read from the address, so that a search can be sent to a colleague."""

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, TimeField
from wtforms.validators import NumberRange, Optional

from app.claims.models import Span
from app.kit import clock
from app.kit.i18n import lazy

QUARTERS = {"step": 900}


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    day = DateField(lazy("日期"), validators=[Optional()])
    starts = TimeField(lazy("从"), validators=[Optional()], render_kw=QUARTERS)
    ends = TimeField(lazy("到"), validators=[Optional()], render_kw=QUARTERS)
    seats = IntegerField(lazy("至少座位数"), validators=[Optional(), NumberRange(0, 5000)])
    town = SelectField(lazy("镇"), validators=[Optional()])

    def span(self) -> Span | None:
        """What is wanted, when day, start and end are given the right way round."""
        if not (self.day.data and self.starts.data and self.ends.data):
            return None
        span = Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))
        return span if span.minutes > 0 else None
