"""To whom the notice goes, and its number."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.circulars.models import CircularDraft
from app.kit.i18n import lazy


class CircularForm(FlaskForm):
    to = StringField(lazy("主送"), validators=[DataRequired(lazy("请填写主送单位")), Length(max=200)])
    copies_to = StringField(lazy("抄送"), validators=[Length(max=200)])
    entered_number = StringField(lazy("文号"), validators=[Length(max=60)])

    def draft(self) -> CircularDraft:
        return CircularDraft(
            to=self.to.data.strip(),
            copies_to=(self.copies_to.data or "").strip(),
            entered_number=(self.entered_number.data or "").strip(),
        )
