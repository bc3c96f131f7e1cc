"""Founding a partnership, its name, its members, its terms."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.documents.models import NumberForm
from app.kit.i18n import lazy
from app.partnerships.models import FoundingDraft, NameDraft, Terms
from app.towns.models import Town


def choices(towns: Iterable[Town]) -> list[SelectChoice]:
    return [SelectChoice(value=str(t.id), label=t.full_name) for t in towns]


class NameForm(FlaskForm):
    name = StringField(lazy("名称"), validators=[DataRequired(lazy("请填写名称")), Length(2, 60)])
    short_name = StringField(lazy("简称"), validators=[DataRequired(lazy("请填写简称")), Length(2, 30)])

    def draft(self) -> NameDraft:
        return NameDraft(name=self.name.data.strip(), short_name=self.short_name.data.strip())


class FoundingForm(NameForm):
    town_ids = SelectMultipleField(
        lazy("邀请的镇"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(lazy("请至少选择一个镇"))],
    )
    founded_on = DateField(lazy("原成立日期"), validators=[Optional()])

    def draft(self) -> FoundingDraft:
        return FoundingDraft(
            name=self.name.data.strip(),
            short_name=self.short_name.data.strip(),
            town_ids=self.town_ids.data,
            founded_on=self.founded_on.data,
        )


class MemberForm(FlaskForm):
    town_id = SelectField(lazy("镇"), validators=[DataRequired(lazy("请选择镇"))])


class WithdrawForm(FlaskForm):
    reason = StringField(lazy("撤回原因"), validators=[DataRequired(lazy("请填写撤回原因")), Length(max=200)])


class TermsForm(FlaskForm):
    leader_of_each = BooleanField(lazy("每个镇至少一名负责同志到会，议定事项方为有效"))
    quorum = IntegerField(lazy("到会人数不少于"), validators=[Optional(), NumberRange(1, 500)])
    number_form = RadioField(
        lazy("纪要编号"),
        choices=[
            SelectChoice(value=NumberForm.YEARLY.value, label=lazy("〔年份〕顺序号，如〔2026〕3号")),
            SelectChoice(value=NumberForm.ISSUES.value, label=lazy("期号，如第3期")),
        ],
    )
    takes_numbers = RadioField(
        lazy("取号方式"),
        choices=[
            SelectChoice(value="", label=lazy("由系统顺序编号，不跳号")),
            SelectChoice(value="yes", label=lazy("登记取号：由文书从发文登记簿取号后填入")),
        ],
        filters=[lambda given: "yes" if given in (True, "yes") else ""],
    )
    mark = StringField(lazy("纪要标志（红头）"), validators=[DataRequired(lazy("请填写红头")), Length(max=60)])
    issuer = StringField(lazy("纪要署名"), validators=[DataRequired(lazy("请填写署名")), Length(max=60)])
    printed_by = StringField(lazy("印发机关"), validators=[DataRequired(lazy("请填写印发机关")), Length(max=60)])
    copies_to = TextAreaField(lazy("抄送"), validators=[Length(max=300)])
    logs_per_week = IntegerField(
        lazy("挂职人员每周交流日志篇数"),
        default=2,
        validators=[Optional(), NumberRange(1, 5, lazy("请填写1到5之间的整数"))],
    )

    def draft(self) -> Terms:
        return Terms(
            leader_of_each=self.leader_of_each.data,
            quorum=self.quorum.data,
            number_form=NumberForm(self.number_form.data),
            takes_numbers=self.takes_numbers.data == "yes",
            mark=self.mark.data.strip(),
            issuer=self.issuer.data.strip(),
            printed_by=self.printed_by.data.strip(),
            copies_to=(self.copies_to.data or "").strip(),
            logs_per_week=self.logs_per_week.data or 2,
        )
