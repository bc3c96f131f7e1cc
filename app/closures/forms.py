"""What the owning unit types to close a venue."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.claims.models import CLOSURES
from app.claims.models import Span as Span
from app.kit import clock
from app.kit.i18n import lazy

QUARTERS = {"step": 900}


class ClosureForm(FlaskForm):
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
