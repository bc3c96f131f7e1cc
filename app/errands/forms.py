"""What is typed about a 督办事项."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.kit.i18n import lazy


class ErrandForm(FlaskForm):
    text = TextAreaField(
        lazy("督办内容"), validators=[DataRequired(lazy("请填写督办内容")), Length(max=1000)], render_kw={"rows": 4}
    )
    unit_id = SelectField(lazy("责任单位"))
    person_id = SelectField(lazy("责任人"))
    due_on = DateField(lazy("完成时限"), validators=[DataRequired(lazy("请选择完成时限"))])


class ProgressForm(FlaskForm):
    percent = IntegerField(
        lazy("完成百分比"),
        validators=[InputRequired(lazy("请填写百分比")), NumberRange(0, 100, lazy("请填写0到100之间的整数"))],
        default=0,
    )
    note = TextAreaField(
        lazy("办理情况"), validators=[DataRequired(lazy("请写一句办理情况")), Length(max=500)], render_kw={"rows": 3}
    )
    evidence = FileField(lazy("佐证材料"))


class RemarkForm(FlaskForm):
    remark = TextAreaField(
        lazy("意见"), validators=[DataRequired(lazy("请写一句说明")), Length(max=500)], render_kw={"rows": 2}
    )
