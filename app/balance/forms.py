"""Which period the figures are for, read from the address; and the correction of an entry."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.indicators import rules
from app.indicators.models import LENGTHS, Period
from app.indicators.models import Length as PeriodLength
from app.kit.i18n import lazy


class PeriodForm(FlaskForm):
    class Meta:
        csrf = False

    length = SelectField(
        lazy("统计时段"),
        choices=[SelectChoice(value=length.value, label=lazy(words)) for length, words in LENGTHS.items()],
        default=PeriodLength.YEAR.value,
    )
    first = DateField(lazy("所在日期或开始日期"), validators=[Optional()])
    last = DateField(lazy("结束日期（自定义时填写）"), validators=[Optional()])
    partnership = SelectField(lazy("联合体"), validators=[Optional()], default="")

    def period(self, today: date) -> Period:
        """Raises TurnedRound and TooLong."""
        length = PeriodLength(self.length.data)
        first = self.first.data or today
        if length is PeriodLength.CUSTOM:
            return rules.custom(first, self.last.data or max(first, today))
        return rules.around(length, first)


class CorrectionForm(FlaskForm):
    hours = DecimalField(lazy("实际提供的小时数（填0为全部冲销）"), validators=[InputRequired(), NumberRange(0, 1000)])
    reason = StringField(lazy("更正原因"), validators=[InputRequired(), Length(max=200)])

    @property
    def minutes(self) -> int:
        minutes: int = round(self.hours.data * 60)
        return minutes
