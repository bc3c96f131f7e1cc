"""What people type to say how something recurs, whatever it is."""

from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.clock import WEEKDAYS
from app.kit.i18n import N_, lazy
from app.recurrence.models import LAST, Every
from app.recurrence.rules import MOST

QUARTERS = {"step": 900}
QUARTER_OF_A_YEAR = timedelta(days=91)
DAYS = [SelectChoice(value=str(n), label=lazy(name)) for n, name in enumerate(WEEKDAYS, 1)]
NTH = {
    1: N_("第1个"),
    2: N_("第2个"),
    3: N_("第3个"),
    4: N_("第4个"),
    5: N_("第5个（没有的月份不安排）"),
    LAST: N_("最后一个"),
}


class RhythmForm(FlaskForm):
    first_on = DateField(lazy("从哪天起"), validators=[DataRequired(lazy("请选择开始日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)
    every = RadioField(
        lazy("怎样重复"),
        choices=[
            SelectChoice(value=Every.WEEK.value, label=lazy("按周")),
            SelectChoice(value=Every.MONTH.value, label=lazy("按月")),
        ],
        default=Every.WEEK.value,
    )
    interval = IntegerField(
        lazy("间隔"), validators=[InputRequired(lazy("请填写间隔")), NumberRange(1, 12, lazy("间隔为1至12"))], default=1
    )
    weekdays = SelectMultipleField(
        lazy("按周：星期几"), choices=DAYS, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    nth = SelectField(
        lazy("按月：第几个"),
        choices=[SelectChoice(value=str(n), label=lazy(name)) for n, name in NTH.items()],
        default="1",
    )
    weekday = SelectField(lazy("按月：星期几"), choices=DAYS, default="1")
    ending = RadioField(
        lazy("到什么时候"),
        choices=[
            SelectChoice(value="until", label=lazy("到某一天止")),
            SelectChoice(value="times", label=lazy("共若干次")),
        ],
        default="until",
    )
    until_on = DateField(lazy("截止日期"), validators=[Optional()])
    times = IntegerField(
        lazy("次数"), validators=[Optional(), NumberRange(1, MOST, lazy("次数为1至%(most)s", most=MOST))]
    )

    def validate_ending(self, field: Any) -> None:
        """Here and not at the two fields: one of them may stay empty."""
        if field.data == "until" and not self.until_on.data:
            raise ValidationError(lazy("请填写截止日期"))
        if field.data == "times" and not self.times.data:
            raise ValidationError(lazy("请填写次数"))

    def validate_ends(self, field: Any) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(lazy("结束时间须晚于开始时间"))

    def rhythm(self) -> dict[str, Any]:
        """The fields of a draft. Where no day of the week is ticked, that of the first day is meant."""
        every, until = Every(self.every.data), self.ending.data == "until"
        weekly = "".join(self.weekdays.data or []) or str(self.first_on.data.isoweekday())
        return {
            "every": every,
            "interval": self.interval.data,
            "weekdays": weekly if every is Every.WEEK else self.weekday.data,
            "nth": int(self.nth.data),
            "first_on": self.first_on.data,
            "until_on": self.until_on.data if until else None,
            "times": None if until else self.times.data,
            "starts": f"{self.starts.data:%H:%M}",
            "ends": f"{self.ends.data:%H:%M}",
        }

    def suggest(self, first_on: date | None = None) -> None:
        """What most series are: on the weekday of their first day, for a quarter of a year."""
        self.first_on.data = self.first_on.data or first_on
        if self.first_on.data:
            self.weekdays.data = self.weekdays.data or [str(self.first_on.data.isoweekday())]
            self.weekday.data = str(self.first_on.data.isoweekday())
            self.nth.data = str((self.first_on.data.day - 1) // 7 + 1)
            self.until_on.data = self.until_on.data or self.first_on.data + QUARTER_OF_A_YEAR
