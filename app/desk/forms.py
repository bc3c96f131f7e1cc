"""What is typed at the counter: who it is, and what a service asks for besides."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.kit.i18n import lazy
from app.residents.models import ResidentDraft
from app.services.models import Service
from app.sessions.queries import Line
from app.signups.models import AGREED, HOWS, Agreed, DeclaredDraft, How, SignUpDraft

DECLARED = ("guardian_name", "guardian_phone", "emergency_name", "emergency_phone")


class FindForm(FlaskForm):
    text = StringField(
        lazy("手机号后四位、拼音首字母或姓名"),
        validators=[DataRequired(lazy("请输入手机号后四位、拼音首字母或姓名")), Length(max=20)],
        render_kw={"autocomplete": "off"},
    )


class MoreForm(FlaskForm):
    """What some services ask for each time; what the service does not ask for is taken out."""

    is_barred = False
    """Refused for something that cannot be made good on this page: other sessions are shown."""

    age_seen = BooleanField(lazy("已核对证件，年龄符合要求"))
    guardian_name = StringField(lazy("监护人姓名"), validators=[Length(max=20)])
    guardian_phone = TelField(lazy("监护人电话"), validators=[Length(max=20)])
    emergency_name = StringField(lazy("紧急联系人姓名"), validators=[Length(max=20)])
    emergency_phone = TelField(lazy("紧急联系人电话"), validators=[Length(max=20)])
    note = StringField(lazy("备注"), validators=[Length(max=60)])
    agreed_by = RadioField(
        lazy("谁单独同意处理敏感个人信息"),
        choices=[SelectChoice(value=a.value, label=lazy(name)) for a, name in AGREED.items()],
        validators=[Optional()],
    )
    agreed_how = RadioField(
        lazy("怎样同意的"),
        choices=[SelectChoice(value=h.value, label=lazy(HOWS[h])) for h in (How.SPOKEN, How.WRITTEN)],
        default=How.SPOKEN.value,
        validators=[Optional()],
    )

    def ask_for(self, service: Service | None) -> None:
        """Only what this service declares; nothing but a note before a service is chosen."""
        if service is None or not service.min_age:
            del self.age_seen
        if service is None or not service.asks_guardian:
            del self.guardian_name, self.guardian_phone
        if service is None or not service.asks_contact:
            del self.emergency_name, self.emergency_phone
        if service is None or not service.is_sensitive:
            del self.agreed_by, self.agreed_how

    def more(self, service: Service) -> dict[str, Any]:
        """The draft's part that does not say who it is."""
        said = {name: self[name].data or "" for name in DECLARED if name in self}
        by = self.agreed_by.data if "agreed_by" in self else None
        return {
            "declared": DeclaredDraft(**said, note=(self.note.data or "").strip()),
            "age_seen": service.min_age if "age_seen" in self and self.age_seen.data else 0,
            "agreed_by": Agreed(by) if by else None,
            "agreed_how": How(self.agreed_how.data) if by else None,
        }


class PersonForm(MoreForm):
    """Somebody who is not on the list yet: name, number, community."""

    name = StringField(lazy("姓名"), validators=[DataRequired(lazy("请填写姓名")), Length(max=20)])
    phone = TelField(lazy("电话"), validators=[DataRequired(lazy("请填写电话")), Length(max=20)])
    home = SelectField(lazy("所在社区"), validators=[InputRequired(lazy("请选择所在社区"))], default="")

    def offer_homes(self, places: Iterable[tuple[UUID, str, list[tuple[UUID, str]]]]) -> None:
        """The communities of the towns, one's own town first."""
        self.home.choices = [SelectChoice(value="", label=lazy("请选择"))]
        for town_id, town, communities in places:
            known = [(f"{town_id}:{unit_id}", name) for unit_id, name in communities]
            for value, name in [*known, (f"{town_id}:", lazy("其他社区、村"))]:
                self.home.choices.append(SelectChoice(value=value, label=name, optgroup=town))

    def person(self) -> ResidentDraft:
        town, _, unit = str(self.home.data).partition(":")
        return ResidentDraft.model_construct(
            name=self.name.data or "",
            phone=self.phone.data or "",
            home_town_id=UUID(town),
            community_id=UUID(unit) if unit else None,
        )

    def draft(self, service: Service) -> SignUpDraft:
        return SignUpDraft.model_construct(
            person=self.person(), told_how=How.SPOKEN, notice_id=None, **self.more(service)
        )


class NewForm(PersonForm):
    """The same, with the session."""

    occasion = SelectField(lazy("报哪一场"), validators=[InputRequired(lazy("请选择场次"))], default="")

    def offer_sessions(self, lines: Sequence[Line]) -> None:
        self.occasion.choices = [SelectChoice(value="", label=lazy("请选择"))]
        for line in lines:
            left = lazy("余%(left)s个名额", left=line.left) if line.left else lazy("已满，可候补")
            label = f"{line.when} {line.title}（{line.unit_name}，{left}）"
            self.occasion.choices.append(SelectChoice(value=str(line.id), label=label, optgroup=line.town_name))
