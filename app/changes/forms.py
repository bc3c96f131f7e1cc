"""What a clerk types to move, cancel or call a meeting."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField, TimeField
from wtforms.validators import DataRequired, Length

from app.changes.models import NewTime
from app.kit import clock
from app.kit.i18n import lazy


class NewTimeForm(FlaskForm):
    day = DateField(lazy("新的日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[DataRequired(lazy("请填写开始时间"))])
    ends = TimeField(lazy("结束时间"), validators=[DataRequired(lazy("请填写结束时间"))])
    reason = TextAreaField(
        lazy("原因"),
        validators=[DataRequired(lazy("请写明原因，各方都会看到")), Length(max=300, message=lazy("原因不超过300字"))],
    )

    def draft(self) -> NewTime:
        return NewTime(
            starts_at=clock.at(self.day.data, self.starts.data),
            ends_at=clock.at(self.day.data, self.ends.data),
            reason=self.reason.data,
        )


class AdhocForm(NewTimeForm):
    day = DateField(lazy("会议日期"), validators=[DataRequired(lazy("请选择日期"))])
    partnership_id = SelectField(lazy("联合体"), validators=[DataRequired(lazy("请选择联合体"))])


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy("原因"),
        validators=[DataRequired(lazy("请写明原因，各方都会看到")), Length(max=300, message=lazy("原因不超过300字"))],
    )
