"""Whether somebody was reached by telephone."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.kit.i18n import lazy


class DoneForm(FlaskForm):
    reached = RadioField(
        lazy("通话结果"),
        choices=[
            SelectChoice(value="yes", label=lazy("已告知")),
            SelectChoice(value="no", label=lazy("没有接通，稍后再打")),
        ],
        validators=[InputRequired(lazy("请选择通话结果"))],
    )
