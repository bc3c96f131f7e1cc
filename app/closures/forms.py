"""What the owning unit types when a venue is not open as usual."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.claims.models import CLOSURES, Span
from app.closures import rules
from app.closures.models import HoursDraft
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import lazy
from app.kit.web import explain
from app.venues.rules import read_hours

QUARTERS = {"step": 900}


class Confirmed(FlaskForm):
    """`seen` carries how many bookings the person was shown; the deed is done when there are no others by then."""

    seen = HiddenField()


class ClosureForm(Confirmed):
    kind = SelectField(
        lazy("原因类别"), choices=[SelectChoice(value=k.value, label=lazy(name)) for k, name in CLOSURES.items()]
    )
    reason = StringField(lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=120)])
    first_on = DateField(lazy("开始日期"), validators=[DataRequired(lazy("请选择开始日期"))])
    from_time = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    last_on = DateField(lazy("结束日期"), validators=[DataRequired(lazy("请选择结束日期"))])
    to_time = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)

    def span(self) -> Span:
        return Span(clock.at(self.first_on.data, self.from_time.data), clock.at(self.last_on.data, self.to_time.data))


class HoursForm(Confirmed):
    first = DateField(lazy("开始日期"), validators=[DataRequired(lazy("请选择日期"))])
    last = DateField(lazy("结束日期"), validators=[Optional()])
    open_hours = StringField(lazy("这些天的开放时间"), validators=[Length(max=40)])
    why = StringField(lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=80)])

    def validate_open_hours(self, field: StringField) -> None:
        try:
            rules.one_span(read_hours(field.data or ""))
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from refusal

    def draft(self) -> HoursDraft:
        hours = rules.one_span(read_hours(self.open_hours.data or ""))
        return HoursDraft(self.first.data, self.last.data or self.first.data, hours, self.why.data.strip())


class ManyHoursForm(HoursForm):
    venues = SelectMultipleField(
        lazy("场地"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
        validate_choice=False,  # what is not the person's to keep counts as not chosen
    )
