"""What a clerk types into the calendar."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.calendar.models import DayKind
from app.kit.i18n import lazy


class DayForm(FlaskForm):
    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    kind = RadioField(
        lazy("类型"),
        choices=[
            SelectChoice(value=DayKind.OFF.value, label=lazy("放假")),
            SelectChoice(value=DayKind.WORK.value, label=lazy("调休上班")),
        ],
        default=DayKind.OFF.value,
    )
    name = StringField(lazy("名称"), validators=[DataRequired(lazy("请填写名称")), Length(max=20)])


class ImportForm(FlaskForm):
    file = FileField(lazy("CSV文件"))
    text = TextAreaField(lazy("表格内容"), validators=[Length(max=20000)])
    notice = StringField(lazy("通知文号"), validators=[Length(max=60)])
