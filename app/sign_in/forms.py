"""What people tap on when they sign in."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import DataRequired

from app.kit.i18n import lazy


class SignInForm(FlaskForm):
    participant = RadioField(lazy("请选择您的姓名"), validators=[DataRequired(lazy("请选择您的姓名"))])
