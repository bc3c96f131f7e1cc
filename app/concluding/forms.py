"""The number that a clerk took from the own town's register."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy


class NumberForm(FlaskForm):
    number = StringField(
        lazy("本镇协议编号"), validators=[DataRequired(lazy("请填写编号，如“D委协〔2026〕3号”")), Length(max=90)]
    )
