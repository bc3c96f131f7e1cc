"""Putting minutes to the towns, and taking them back."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from app.kit.i18n import lazy


class AskForm(FlaskForm):
    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    entered_number = StringField(lazy("文号"), validators=[Length(max=90)])


class RecallForm(FlaskForm):
    reason = StringField(lazy("撤回原因"), validators=[DataRequired(lazy("请填写撤回原因")), Length(max=200)])
