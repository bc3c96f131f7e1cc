"""Which month, quarter or year the figures are for."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.indicators import rules
from app.indicators.models import LENGTHS, Length, Period
from app.kit.i18n import lazy

OFFERED = (Length.MONTH, Length.QUARTER, Length.YEAR)


class PeriodForm(FlaskForm):
    class Meta:
        csrf = False

    length = SelectField(
        lazy("统计时段"),
        choices=[SelectChoice(value=length.value, label=lazy(LENGTHS[length])) for length in OFFERED],
        default=Length.YEAR.value,
    )
    first = DateField(lazy("所在日期"), validators=[Optional()])
    partnership = SelectField(lazy("联合体"), validators=[Optional()], default="")

    def period(self, today: date) -> Period:
        return rules.around(Length(self.length.data), self.first.data or today)
