"""What a clerk types to change a share policy, and what anybody types to ask whether a booking would be allowed."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.claims.models import Span
from app.kit import clock
from app.kit.clock import WEEKDAYS
from app.kit.errors import Refusal
from app.kit.i18n import lazy
from app.kit.web import explain
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.venues import rules as venue_rules

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
QUARTER = {"step": "0.25"}
HOURS = InputRequired(lazy("请填写小时数"))
CHOICES = {
    Sharing.AT_ONCE: lazy("预约即确认"),
    Sharing.ON_REQUEST: lazy("提交申请后由本单位答复"),
    Sharing.NONE: lazy("不开放"),
}


def _readable(_form: FlaskForm, field: StringField) -> None:
    try:
        venue_rules.read_hours(field.data or "")
    except Refusal as refusal:
        raise ValidationError(explain(refusal)) from refusal


def _hours(number: int) -> StringField:
    return StringField(lazy(WEEKDAYS[number]), validators=[_readable, Length(max=80)])


class RuleForm(FlaskForm):
    sharing = SelectField(
        lazy("对方怎样预约"), choices=[SelectChoice(value=s.value, label=words) for s, words in CHOICES.items()]
    )
    notice = IntegerField(
        lazy("至少提前多少小时预约"), validators=[InputRequired(lazy("请填写小时数")), NumberRange(0, 720)]
    )
    horizon = IntegerField(
        lazy("可预约多少天以内"), validators=[InputRequired(lazy("请填写天数")), NumberRange(1, 400)]
    )
    longest = DecimalField(
        lazy("一次最长多少小时"),
        places=None,
        validators=[HOURS, NumberRange(Decimal("0.25"), 24)],
        render_kw=QUARTER,
    )
    quota = IntegerField(lazy("对方全镇每月合计最多多少小时"), validators=[Optional(), NumberRange(0, 744)])
    monday = _hours(0)
    tuesday = _hours(1)
    wednesday = _hours(2)
    thursday = _hours(3)
    friday = _hours(4)
    saturday = _hours(5)
    sunday = _hours(6)
    release_days = IntegerField(
        lazy("本镇优先时段提前多少天放开"), validators=[InputRequired(lazy("请填写天数")), NumberRange(0, 60)]
    )
    reason = TextAreaField(
        lazy("原因"),
        validators=[DataRequired(lazy("请写明原因，对方会看到")), Length(max=200)],
        render_kw={"rows": 2},
    )

    def rule(self) -> Rule:
        spans = {n: venue_rules.read_hours(self[name].data or "") for n, name in enumerate(WEEK, 1)}
        return Rule(
            sharing=Sharing(self.sharing.data),
            notice=self.notice.data * 60,
            horizon=self.horizon.data,
            longest=int(self.longest.data * 60),
            own_first={day: hours for day, hours in spans.items() if hours},
            release_days=self.release_days.data,
            quota=(self.quota.data or 0) * 60 or None,
        )


def filled(rule: Rule) -> dict[str, Any]:
    """The form's first contents: the rule in force."""
    hours = {name: venue_rules.write_hours(rule.own_first.get(n, ())) for n, name in enumerate(WEEK, 1)}
    return {
        "sharing": rule.sharing.value,
        "notice": rule.notice // 60,
        "horizon": rule.horizon,
        "longest": (Decimal(rule.longest) / 60).normalize(),
        "quota": rule.quota // 60 if rule.quota else None,
        "release_days": rule.release_days,
        **hours,
    }


class WouldForm(FlaskForm):
    """Asked by a link: nothing is changed."""

    class Meta:
        csrf = False

    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))])
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))])
    heads = IntegerField(lazy("人数"), validators=[Optional(), NumberRange(1, 5000)], default=10)

    def span(self) -> Span:
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))


class WithdrawForm(FlaskForm):
    reason = TextAreaField(
        lazy("撤回原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=200)], render_kw={"rows": 2}
    )
