"""Which month the settlement sheet is for."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from app.kit.i18n import lazy


class MonthForm(FlaskForm):
    class Meta:
        csrf = False

    first = DateField(lazy("所在日期"), validators=[Optional()])
    partnership = SelectField(lazy("联合体"), validators=[Optional()], default="")
