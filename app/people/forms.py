"""What a clerk types about a colleague."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.accounts.models import Person, Role
from app.accounts.rules import ROLE_NAMES
from app.kit.i18n import lazy
from app.people.models import DeputyDraft, PersonDraft, PostDraft
from app.people.rules import GIVEN, LOOK_REASONS
from app.towns.models import Unit


class PostForm(FlaskForm):
    role = SelectField(
        lazy("岗位"),
        default=Role.WORKER.value,
        choices=[SelectChoice(value=r.value, label=lazy(ROLE_NAMES[r])) for r in GIVEN],
    )
    unit = SelectField(lazy("单位"), validators=[Optional()])
    starts_on = DateField(lazy("开始日期"), [DataRequired(lazy("请选择开始日期"))])
    ends_on = DateField(lazy("结束日期"), [Optional()])

    def offer_units(self, units: list[Unit]) -> None:
        offered = [SelectChoice(value=str(u.id), label=u.name) for u in units]
        self.unit.choices = [SelectChoice(value="", label=lazy("（不限单位）")), *offered]

    def to_post(self) -> PostDraft:
        unit_id = UUID(self.unit.data) if self.unit.data else None
        return PostDraft(Role(self.role.data), unit_id, self.starts_on.data, self.ends_on.data)


class PersonForm(PostForm):
    name = StringField(lazy("姓名"), [DataRequired(lazy("请填写姓名")), Length(max=40)])
    title = StringField(lazy("职务"), [Length(max=60)])
    login = StringField(lazy("账号"), [Length(max=40)])
    phone = StringField(
        lazy("手机号码"),
        [Optional(), Regexp(r"[0-9+ -]{5,20}\Z", message=lazy("请填写电话号码，例如 13800001234"))],
    )
    email = StringField(
        lazy("电子邮箱"),
        [Optional(), Length(max=120), Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message=lazy("请填写完整的邮箱地址"))],
    )

    def to_draft(self) -> PersonDraft:
        return PersonDraft(
            name=self.name.data.strip(),
            login=self.login.data or "",
            title=self.title.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            post=self.to_post(),
        )


class LookForm(FlaskForm):
    reason = SelectField(
        lazy("查看事由"),
        choices=[SelectChoice(value=reason.value, label=lazy(words)) for reason, words in LOOK_REASONS.items()],
    )


class DeputyForm(FlaskForm):
    deputy = SelectField(lazy("代签人"), [DataRequired(lazy("请选择代签人"))])
    from_on = DateField(lazy("开始日期"), [DataRequired(lazy("请选择开始日期"))])
    until_on = DateField(lazy("结束日期"), [DataRequired(lazy("请选择结束日期"))])
    basis = StringField(lazy("授权依据"), [DataRequired(lazy("请填写授权依据，例如委托书文号")), Length(max=120)])

    def offer_deputies(self, people: list[Person]) -> None:
        self.deputy.choices = [SelectChoice(value=str(p.id), label=f"{p.name}（{p.post}）") for p in people]

    def to_draft(self) -> DeputyDraft:
        return DeputyDraft(UUID(self.deputy.data), self.from_on.data, self.until_on.data, self.basis.data.strip())
