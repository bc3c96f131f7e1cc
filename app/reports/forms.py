"""Which period a report is for."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.indicators import rules
from app.indicators.models import LENGTHS, Length, Period
from app.kit.i18n import lazy

ORDER = (Length.YEAR, Length.QUARTER, Length.MONTH, Length.CUSTOM)


class ReportForm(FlaskForm):
    length = SelectField(
        lazy("报告时段"),
        choices=[SelectChoice(value=length.value, label=lazy(LENGTHS[length])) for length in ORDER],
        default=Length.YEAR.value,
    )
    first = DateField(lazy("所在日期或开始日期"), validators=[InputRequired()])
    last = DateField(lazy("结束日期（自定义时填写）"), validators=[Optional()])
    partnership = SelectField(lazy("联合体"))

    def period(self) -> Period:
        """Raises TurnedRound and TooLong."""
        length = Length(self.length.data)
        if length is Length.CUSTOM:
            return rules.custom(self.first.data, self.last.data or self.first.data)
        return rules.around(length, self.first.data)
