"""Who asks, and what should be changed."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy
from app.residents.models import Resident, ResidentDraft

OFF = {"autocomplete": "off"}
TEL = {"inputmode": "tel", "autocomplete": "off"}


class PersonForm(FlaskForm):
    name = StringField(lazy("姓名"), validators=[DataRequired(lazy("请填写姓名")), Length(max=20)], render_kw=OFF)
    phone = StringField(
        lazy("手机号码"), validators=[DataRequired(lazy("请填写手机号码")), Length(max=20)], render_kw=TEL
    )


class CorrectForm(PersonForm):
    community = SelectField(lazy("社区（村）"), default="")
    checked = BooleanField(lazy("已核对本人身份"), validators=[DataRequired(lazy("请先核对本人身份再办理"))])

    def offer(self, communities: Iterable[tuple[UUID, str]]) -> None:
        known = [SelectChoice(value=str(unit_id), label=name) for unit_id, name in communities]
        self.community.choices = [*known, SelectChoice(value="", label=lazy("其他社区、村"))]

    def to_draft(self, card: Resident) -> ResidentDraft:
        unit = self.community.data
        return ResidentDraft.model_construct(
            name=self.name.data or "",
            phone=self.phone.data or "",
            home_town_id=card.home_town_id,
            community_id=UUID(unit) if unit else None,
        )


class CheckedForm(FlaskForm):
    checked = BooleanField(lazy("已核对本人身份"), validators=[DataRequired(lazy("请先核对本人身份再办理"))])
