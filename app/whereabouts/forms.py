"""Which half year the calendar shows, and for which span the figures are."""

from flask_wtf import FlaskForm
from wtforms import DateField, MonthField
from wtforms.validators import Optional

from app.kit.i18n import lazy


class CalendarForm(FlaskForm):
    class Meta:
        csrf = False

    first = MonthField(lazy("自哪个月起"), validators=[Optional()])


class SpanForm(FlaskForm):
    class Meta:
        csrf = False

    first = DateField(lazy("自"), validators=[Optional()])
    last = DateField(lazy("至"), validators=[Optional()])
