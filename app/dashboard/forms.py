"""What an auditor looks for."""

from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from app.kit.i18n import lazy


class AuditSearchForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    deed = StringField(lazy("事项"), validators=[Length(max=60)])
    subject = StringField(lazy("对象"), validators=[Length(max=80)])
    from_on = DateField(lazy("起始日期"), validators=[Optional()])
    until_on = DateField(lazy("截止日期"), validators=[Optional()])
