"""What a resident fills in on a phone: the number first, then the name, then what the service asks for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.kit.i18n import lazy
from app.residents.models import ResidentDraft
from app.services.models import Service
from app.signups.models import Agreed, DeclaredDraft, How, SignUpDraft

DIGITS = {"inputmode": "tel", "autocomplete": "tel"}


class PublicForm(FlaskForm):
    phone = TelField(
        lazy("手机号码"),
        validators=[DataRequired(lazy("请填写手机号码")), Length(max=20)],
        render_kw=DIGITS,
    )
    name = StringField(
        lazy("姓名"),
        validators=[DataRequired(lazy("请填写姓名")), Length(max=20)],
        render_kw={"autocomplete": "name"},
    )
    home = SelectField(lazy("所在镇和社区"), validators=[InputRequired(lazy("请选择所在镇和社区"))], default="")
    of_age = BooleanField(lazy("已达到年龄要求，来时带证件核对"))
    guardian_name = StringField(lazy("监护人姓名"), validators=[Length(max=20)])
    guardian_phone = TelField(lazy("监护人电话"), validators=[Length(max=20)], render_kw={"inputmode": "tel"})
    emergency_name = StringField(lazy("紧急联系人姓名"), validators=[Length(max=20)])
    emergency_phone = TelField(lazy("紧急联系人电话"), validators=[Length(max=20)], render_kw={"inputmode": "tel"})
    note = StringField(lazy("备注"), validators=[Length(max=60)])
    told = BooleanField(
        lazy("我已阅读上面的告知书，同意为本次报名处理我的信息"),
        validators=[DataRequired(lazy("请阅读告知书后勾选同意；不同意的，可以打电话或到服务点当面办理"))],
    )
    agreed = BooleanField(lazy("我单独同意为本次服务处理敏感个人信息"))
    notice = HiddenField()
    wait = HiddenField(default="")

    def ask_for(self, service: Service, places: Iterable[tuple[UUID, str, list[tuple[UUID, str]]]]) -> None:
        """Only what this service declares; the communities of the towns whose residents may come."""
        self.home.choices = [SelectChoice(value="", label=lazy("请选择"))]
        for town_id, town, communities in places:
            known = [(f"{town_id}:{unit_id}", name) for unit_id, name in communities]
            for value, name in [*known, (f"{town_id}:", lazy("其他社区、村"))]:
                self.home.choices.append(SelectChoice(value=value, label=name, optgroup=town))
        if not service.min_age:
            del self.of_age
        if not service.asks_guardian:
            del self.guardian_name, self.guardian_phone
        if not service.asks_contact:
            del self.emergency_name, self.emergency_phone
        if not service.is_sensitive:
            del self.agreed
        elif service.asks_guardian:
            self.agreed.label.text = lazy("我是孩子的监护人，单独同意为本次服务处理孩子的敏感个人信息")

    @property
    def chosen_town_id(self) -> UUID | None:
        """The home town, once one of those on the form is chosen."""
        known = {str(choice.value) for choice in self.home.choices}
        return self.town_id if self.home.data and self.home.data in known else None

    @property
    def town_id(self) -> UUID:
        return UUID(str(self.home.data).partition(":")[0])

    def to_draft(self, service: Service, notice_id: UUID) -> SignUpDraft:
        unit = str(self.home.data).partition(":")[2]
        person = ResidentDraft.model_construct(
            name=self.name.data or "",
            phone=self.phone.data or "",
            home_town_id=self.town_id,
            community_id=UUID(unit) if unit else None,
        )
        agreed = bool(self.agreed and self.agreed.data)
        by = Agreed.GUARDIAN if service.asks_guardian else Agreed.SELF
        return SignUpDraft.model_construct(
            person=person,
            declared=DeclaredDraft(**self._declared()),
            age_seen=service.min_age if self.of_age and self.of_age.data else 0,
            told_how=How.WEB,
            agreed_by=by if agreed else None,
            agreed_how=How.WEB if agreed else None,
            notice_id=notice_id,
        )

    def _declared(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in DeclaredDraft.model_fields if name in self}


class FindForm(FlaskForm):
    code = StringField(
        lazy("取号码"),
        validators=[DataRequired(lazy("请填写取号码")), Length(max=12)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )
    last4 = StringField(
        lazy("手机号后四位"),
        validators=[DataRequired(lazy("请填写手机号后四位")), Length(min=4, max=4, message=lazy("请填写4位数字"))],
        render_kw={"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"},
    )
