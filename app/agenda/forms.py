"""What the host's clerk types about an item."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.kit.i18n import lazy


class ItemForm(FlaskForm):
    presenter = StringField(lazy("汇报人"), validators=[Length(max=60)])
    minutes = IntegerField(
        lazy("时长（分钟）"),
        validators=[InputRequired(lazy("请填写分钟数")), NumberRange(1, 240, lazy("请填写1到240之间的分钟数"))],
    )
