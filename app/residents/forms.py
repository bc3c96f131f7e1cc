"""A resident put on the list, or asked to be seen in full."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy
from app.residents.models import ResidentDraft
from app.residents.rules import WHYS

OFF = {"autocomplete": "off"}


class ResidentForm(FlaskForm):
    name = StringField(lazy("姓名"), validators=[DataRequired(lazy("请填写姓名")), Length(max=20)], render_kw=OFF)
    phone = StringField(
        lazy("手机号码"),
        validators=[DataRequired(lazy("请填写手机号码，没有手机的填写固定电话")), Length(max=20)],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    community = SelectField(lazy("社区（村）"), default="")

    def offer(self, communities: Iterable[tuple[UUID, str]]) -> None:
        known = [SelectChoice(value=str(unit_id), label=name) for unit_id, name in communities]
        self.community.choices = [*known, SelectChoice(value="", label=lazy("其他社区、村"))]

    def to_draft(self, home_town_id: UUID) -> ResidentDraft:
        unit = self.community.data
        return ResidentDraft.model_construct(
            name=self.name.data or "",
            phone=self.phone.data or "",
            home_town_id=home_town_id,
            community_id=UUID(unit) if unit else None,
        )


class RevealForm(FlaskForm):
    why = SelectField(lazy("查看理由"), choices=[SelectChoice(value=w.value, label=lazy(s)) for w, s in WHYS.items()])
