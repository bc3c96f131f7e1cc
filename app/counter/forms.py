"""What people type at the counter beside a booking: several answers, an exception, another end, keys and cleaning."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.availability.rules import EXEMPTIONS, Exemption
from app.bookings.models import Deed
from app.kit.i18n import lazy

QUARTERS = {"step": 900}


class CheckboxesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ExemptForm(FlaskForm):
    """Approving although a rule has become stricter meanwhile."""

    exempt = CheckboxesField(
        lazy("这次例外放宽"), choices=[SelectChoice(value=e.value, label=lazy(w)) for e, w in EXEMPTIONS.items()]
    )
    exempt_reason = TextAreaField(
        lazy("例外的原因"),
        validators=[DataRequired(lazy("请写明原因，对方会看到")), Length(max=200)],
        render_kw={"rows": 2},
    )

    def exemptions(self) -> frozenset[Exemption]:
        return frozenset(map(Exemption, self.exempt.data or []))


class ResizeForm(FlaskForm):
    ends = TimeField(lazy("新的结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)


class HandOverForm(FlaskForm):
    keys = BooleanField(lazy("钥匙已交接"))
    cleaned = BooleanField(lazy("已清理"))
    remark = StringField(lazy("备注"), validators=[Length(max=120)])

    def deeds(self) -> frozenset[Deed]:
        ticked = {Deed.KEYS: self.keys.data, Deed.CLEANED: self.cleaned.data}
        return frozenset(deed for deed, is_ticked in ticked.items() if is_ticked)


class AnswerForm(FlaskForm):
    """The reason of several declined requests."""

    reason = StringField(lazy("不同意的原因"), validators=[Length(max=200)])
