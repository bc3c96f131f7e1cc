"""What is entered about the use of a seal's image."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy
from app.seals.models import GrantDraft
from app.towns.models import Organ


class GrantForm(FlaskForm):
    organ_id = SelectField(lazy("发文机关"))
    from_on = DateField(lazy("自"), validators=[DataRequired(lazy("请填写开始日期"))])
    until_on = DateField(lazy("至"), validators=[DataRequired(lazy("请填写结束日期"))])
    basis = StringField(lazy("授权依据"), validators=[DataRequired(lazy("请填写授权依据")), Length(max=120)])

    def offer(self, organs: Sequence[Organ], today: date) -> "GrantForm":
        self.organ_id.choices = [SelectChoice(value=str(o.id), label=o.full_name) for o in organs]
        self.from_on.data = self.from_on.data or today
        return self

    def to_draft(self) -> GrantDraft:
        return GrantDraft(
            organ_id=UUID(self.organ_id.data),
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            basis=self.basis.data.strip(),
        )


class PlaceForm(FlaskForm):
    """The button of one place; which one is in the address."""
