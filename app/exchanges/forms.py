"""What both towns type to exchange staff. The words follow 互派挂职 as organisation members know it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.exchanges import rules
from app.kit.i18n import lazy
from app.secondments.models import (
    Bearer,
    ExchangeDraft,
    HomePart,
    HostPart,
    Identity,
    PartyTie,
    Post,
    Secondment,
)
from app.secondments.rules import BEARER_NAMES, IDENTITY_NAMES, PARTY_TIE_NAMES, POST_NAMES

Named = Iterable[tuple[UUID, str]]


def _choices(names: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value=str(value), label=lazy(label)) for value, label in names.items()]


def rows(named: Named) -> list[SelectChoice]:
    """People or units to choose from."""
    return [
        SelectChoice(value="", label=lazy("请选择")),
        *(SelectChoice(value=str(i), label=name) for i, name in named),
    ]


class DaysForm(FlaskForm):
    from_on = DateField(lazy("挂职开始"), validators=[DataRequired(lazy("请选择开始日期"))])
    until_on = DateField(lazy("挂职结束"), validators=[DataRequired(lazy("请选择结束日期"))])


class BeginForm(DaysForm):
    partner = SelectField(lazy("对方镇"), validators=[DataRequired(lazy("请选择对方镇"))])
    name = StringField(
        lazy("本批名称"), validators=[DataRequired(lazy("请填写名称，如“2027年第一批互派挂职”")), Length(max=60)]
    )

    def draft(self) -> ExchangeDraft:
        from_on, until_on = self.from_on.data, self.until_on.data
        return ExchangeDraft(
            partner_town_id=UUID(self.partner.data), name=self.name.data.strip(), from_on=from_on, until_on=until_on
        )

    def suggest(self, from_on: date, until_on: date, name: str) -> None:
        """Fill in the usual dates on an empty form."""
        if not self.is_submitted():
            self.from_on.data, self.until_on.data, self.name.data = from_on, until_on, name


class HomeForm(FlaskForm):
    person = SelectField(lazy("派出人员"), validators=[DataRequired(lazy("请选择派出的同志"))])
    identity = SelectField(lazy("身份类别"), choices=_choices(IDENTITY_NAMES), default=Identity.COMMUNITY_WORKER.value)
    unit = SelectField(lazy("派出单位"), validators=[DataRequired(lazy("请选择派出单位"))])
    mentor = SelectField(lazy("派出单位带教人"), validators=[DataRequired(lazy("请选择带教人"))])
    goals = TextAreaField(
        lazy("挂职目标"),
        validators=[DataRequired(lazy("请写3至5条挂职目标，每条一行")), Length(max=1200)],
        render_kw={"rows": 5},
    )
    basis = StringField(
        lazy("批准依据"), validators=[DataRequired(lazy("请填写批准依据，如会议名称和日期、文号")), Length(max=120)]
    )
    agreement_number = StringField(lazy("本镇协议编号"), validators=[Length(max=60)])
    party_tie = SelectField(lazy("组织关系"), choices=_choices(PARTY_TIE_NAMES), default=PartyTie.ATTENDS.value)
    allowance_by = SelectField(lazy("挂职补贴承担"), choices=_choices(BEARER_NAMES), default=Bearer.HOME.value)
    insurance_by = SelectField(
        lazy("工伤和意外伤害保险承担"),
        choices=_choices({k: v for k, v in BEARER_NAMES.items() if k is not Bearer.NOBODY}),
        default=Bearer.HOME.value,
    )

    def offer(self, people: Named, units: Named, colleagues: Named) -> "HomeForm":
        self.person.choices, self.unit.choices, self.mentor.choices = rows(people), rows(units), rows(colleagues)
        return self

    def show(self, posting: Secondment | None) -> "HomeForm":
        """What was filled in before."""
        if posting and not self.is_submitted():
            self.person.data, self.unit.data = str(posting.person_id), str(posting.home_unit_id)
            self.mentor.data, self.goals.data = str(posting.home_mentor_id), "\n".join(posting.goals)
            for name in ("identity", "party_tie", "allowance_by", "insurance_by"):
                self[name].data = getattr(posting, name).value
            self.basis.data, self.agreement_number.data = posting.basis, posting.agreement_number
        return self

    def part(self) -> HomePart:
        return HomePart(
            person_id=UUID(self.person.data),
            identity=Identity(self.identity.data),
            home_unit_id=UUID(self.unit.data),
            home_mentor_id=UUID(self.mentor.data),
            party_tie=PartyTie(self.party_tie.data),
            basis=self.basis.data.strip(),
            agreement_number=(self.agreement_number.data or "").strip(),
            allowance_by=Bearer(self.allowance_by.data),
            insurance_by=Bearer(self.insurance_by.data),
            goals=rules.tidy_goals(self.goals.data),
        )


class HostForm(FlaskForm):
    unit = SelectField(lazy("挂职单位"), validators=[DataRequired(lazy("请选择挂职单位"))])
    post = SelectField(
        lazy("挂任职务"), choices=_choices(POST_NAMES), validators=[DataRequired(lazy("请选择挂任职务"))]
    )
    mentor = SelectField(lazy("挂职单位带教人"), validators=[DataRequired(lazy("请选择带教人"))])

    def offer(self, units: Named, colleagues: Named) -> "HostForm":
        self.unit.choices, self.mentor.choices = rows(units), rows(colleagues)
        return self

    def show(self, posting: Secondment) -> "HostForm":
        if posting.post and not self.is_submitted():
            self.unit.data, self.post.data = str(posting.host_unit_id), posting.post.value
            self.mentor.data = str(posting.host_mentor_id)
        return self

    def part(self) -> HostPart:
        return HostPart(
            host_unit_id=UUID(self.unit.data), post=Post(self.post.data), host_mentor_id=UUID(self.mentor.data)
        )


class WithdrawForm(FlaskForm):
    reason = StringField(lazy("撤回原因"), validators=[DataRequired(lazy("请填写撤回原因")), Length(max=200)])
