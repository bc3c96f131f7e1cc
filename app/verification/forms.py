"""What is typed to verify a document."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from app.kit.i18n import lazy


class VerifyForm(FlaskForm):
    """The code on a printed copy, or the SHA-256 of a file; the browser fills that in from a dropped file."""

    class Meta:
        csrf = False

    code = StringField(lazy("核验码"), validators=[Length(max=40)])
    hash = StringField(lazy("文件的SHA-256"), validators=[Length(max=100)])
