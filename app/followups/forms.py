"""What a town types about its part of a followup."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.kit.i18n import lazy


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


class DoneForm(FlaskForm):
    result = TextAreaField(
        lazy("完成情况"), validators=[DataRequired(lazy("请写明完成情况")), Length(max=500)], render_kw={"rows": 3}
    )
    proof = FileField(lazy("佐证材料"))


class ReturnForm(FlaskForm):
    reason = TextAreaField(
        lazy("退回原因"), validators=[DataRequired(lazy("请写明退回原因")), Length(max=500)], render_kw={"rows": 2}
    )
