"""A report: to whom, when, under which number."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from app.filings.models import Authority, FilingDraft
from app.filings.rules import AUTHORITY_NAMES
from app.kit.i18n import lazy


class FilingForm(FlaskForm):
    occasion = HiddenField()
    authority = SelectField(
        lazy("报备单位"), choices=[SelectChoice(value=a.value, label=lazy(name)) for a, name in AUTHORITY_NAMES.items()]
    )
    filed_on = DateField(lazy("报备日期"), validators=[Optional()])
    number = StringField(lazy("文号或者回执编号"), validators=[Length(max=60)])
    reason = StringField(lazy("无需报备的理由"), validators=[Length(max=200)])

    def draft(self) -> FilingDraft:
        return FilingDraft(
            authority=Authority(self.authority.data),
            filed_on=self.filed_on.data,
            number=(self.number.data or "").strip(),
            reason=(self.reason.data or "").strip(),
        )
