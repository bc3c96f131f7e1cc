"""Why the names are to stand in the book."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy


class UnmaskForm(FlaskForm):
    reason = StringField(
        lazy("原因"),
        validators=[DataRequired(lazy("请写明原因")), Length(4, 100, message=lazy("请写4至100字"))],
    )
