"""A summary's text."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from app.kit.i18n import lazy
from app.summaries.models import LONGEST


class SummaryForm(FlaskForm):
    text = TextAreaField(
        lazy("内容"),
        validators=[Length(max=LONGEST, message=lazy("请不超过6000字"))],
        render_kw={"rows": 16},
    )
