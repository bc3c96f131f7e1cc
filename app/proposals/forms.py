"""What a clerk types to found or change a series, to swap, skip or join."""

from datetime import date, time
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    MonthField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.cadence.models import AvoidDraft, AvoidKind, DayKind, WhenClosed
from app.kit.clock import WEEKDAYS
from app.kit.i18n import N_, lazy
from app.series.models import SeriesDraft

OWN_PERIODS = 3
SPRING = "春节前后"


WHICH = (N_("第一个"), N_("第二个"), N_("第三个"), N_("第四个"))


def _choice(value: object, label: str) -> SelectChoice:
    return SelectChoice(value=str(value), label=lazy(label))


def _number(label: str, low: int, high: int, default: int) -> IntegerField:
    message = lazy("请填写%(low)s至%(high)s的整数", low=low, high=high)
    return IntegerField(
        lazy(label), default=default, validators=[InputRequired(message), NumberRange(low, high, message)]
    )


class AvoidForm(Form):
    """One line of the own list; an empty name means that the line is not used."""

    name = StringField(lazy("名称"), validators=[Length(max=30)])
    from_on = DateField(lazy("开始日期"), validators=[Optional()])
    until_on = DateField(lazy("结束日期"), validators=[Optional()])
    yearly = BooleanField(lazy("每年都避让"))

    def draft(self) -> AvoidDraft:
        kind = AvoidKind.YEARLY if self.yearly.data else AvoidKind.ONCE
        return AvoidDraft(
            kind=kind, name=self.name.data.strip(), from_on=self.from_on.data, until_on=self.until_on.data
        )


class SeriesForm(FlaskForm):
    name = StringField(lazy("名称"), validators=[DataRequired(lazy("请填写名称")), Length(max=60)])
    every_months = _number(N_("每几个月一次"), 1, 12, 2)
    first_on = MonthField(lazy("自哪个月起"), validators=[DataRequired(lazy("请选择月份"))])
    day_kind = RadioField(
        lazy("当月哪一天"),
        choices=[
            _choice(DayKind.NTH_WEEKDAY.value, N_("第几个星期几")),
            _choice(DayKind.LAST_WEEKDAY.value, N_("最后一个星期几")),
            _choice(DayKind.DAY_OF_MONTH.value, N_("固定日期")),
        ],
        default=DayKind.NTH_WEEKDAY.value,
    )
    nth = SelectField(
        lazy("第几个"),
        coerce=int,
        choices=[
            _choice(n, word) for n, word in enumerate((N_("第一个"), N_("第二个"), N_("第三个"), N_("第四个")), 1)
        ],
        default=2,
    )
    weekday = SelectField(
        lazy("星期几"), coerce=int, choices=[_choice(n, word) for n, word in enumerate(WEEKDAYS)], default=3
    )
    day_of_month = _number(N_("几日"), 1, 31, 15)
    starts_at = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], default=time(14))
    ends_at = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], default=time(16))
    when_closed = RadioField(
        lazy("逢节假日、周末或避让时段"),
        choices=[
            _choice(WhenClosed.NEXT.value, N_("顺延至其后第一个工作日")),
            _choice(WhenClosed.PREVIOUS.value, N_("提前至其前最近的工作日")),
            _choice(WhenClosed.NEXT_WEEK.value, N_("顺延至下一周的同一天")),
        ],
        default=WhenClosed.NEXT.value,
    )
    order = FieldList(SelectField(lazy("承办次序")), label=lazy("承办次序"))
    avoid_spring = BooleanField(lazy("避开春节前后"))
    spring_before = _number(N_("春节前几天"), 0, 60, 10)
    spring_after = _number(N_("春节后几天"), 0, 60, 15)
    avoid = FieldList(FormField(AvoidForm, label=lazy("避让时段")), label=lazy("其他避让时段"), min_entries=OWN_PERIODS)
    topic_close_days = _number(N_("会前几天截止征集议题"), 1, 60, 15)
    notice_days = _number(N_("会前几天发会议通知"), 1, 60, 7)
    first_reminder = _number(N_("第一次提醒：会前几天"), 1, 30, 3)
    second_reminder = _number(N_("第二次提醒：会前几天"), 0, 30, 1)
    minutes_days = _number(N_("会后几个工作日内起草纪要"), 1, 60, 5)
    plan_ahead = _number(N_("提前排定几次会议"), 1, 24, 6)
    confirm_from_days = _number(N_("会前几天起可确认时间地点"), 1, 180, 45)

    def offer(self, towns: list[tuple[UUID, str]]) -> "SeriesForm":
        """The towns that stand in the order, one field for each place."""
        while len(self.order) < len(towns):
            self.order.append_entry(str(towns[len(self.order)][0]))
        for place, entry in enumerate(self.order, 1):
            entry.label.text = lazy("第%(place)s个承办", place=place)
            entry.choices = [SelectChoice(value=str(town_id), label=name) for town_id, name in towns]
        return self

    def draft(self) -> SeriesDraft:
        """What was typed; only after validation."""
        kept = {name: getattr(self, name).data for name in SeriesDraft.model_fields if name not in TYPED_OTHERWISE}
        return SeriesDraft.model_validate(
            kept
            | {
                "name": self.name.data.strip(),
                "first_on": self.first_on.data.replace(day=1),
                "starts_at": f"{self.starts_at.data:%H:%M}",
                "ends_at": f"{self.ends_at.data:%H:%M}",
                "reminder_days": sorted({self.first_reminder.data, self.second_reminder.data}, reverse=True),
                "order": [UUID(entry.data) for entry in self.order],
                "avoid": self._avoided(),
            }
        )

    def _avoided(self) -> list[AvoidDraft]:
        own = [line.form.draft() for line in self.avoid if (line.form.name.data or "").strip()]
        if not self.avoid_spring.data:
            return own
        spring = AvoidDraft(
            kind=AvoidKind.SPRING_FESTIVAL,
            name=SPRING,
            days_before=self.spring_before.data,
            days_after=self.spring_after.data,
        )
        return [spring, *own]


TYPED_OTHERWISE = {"name", "first_on", "starts_at", "ends_at", "reminder_days", "order", "avoid"}


def typed(draft: SeriesDraft) -> dict[str, Any]:
    """A draft as the form's first contents."""
    spring = next((a for a in draft.avoid if a.kind is AvoidKind.SPRING_FESTIVAL), None)
    own = [a for a in draft.avoid if a.kind is not AvoidKind.SPRING_FESTIVAL]
    first, second = (*draft.reminder_days, 0, 0)[:2]
    data: dict[str, Any] = draft.model_dump(exclude={"avoid", "order", "reminder_days", "starts_at", "ends_at"})
    data |= {"starts_at": time.fromisoformat(draft.starts_at), "ends_at": time.fromisoformat(draft.ends_at)}
    data |= {"day_kind": draft.day_kind.value, "when_closed": draft.when_closed.value}
    data |= {"first_reminder": first, "second_reminder": second, "avoid_spring": spring is not None}
    if spring:
        data |= {"spring_before": spring.days_before, "spring_after": spring.days_after}
    lines: list[dict[str, Any]] = [
        a.model_dump(include={"name", "from_on", "until_on"}) | {"yearly": a.kind is AvoidKind.YEARLY} for a in own
    ]
    lines += [{}] * max(1, OWN_PERIODS - len(lines))
    return data | {"avoid": lines, "order": [str(t) for t in draft.order]}


def fresh(name: str, month: date) -> dict[str, Any]:
    """The first contents of a new series' form."""
    return {"name": name, "first_on": month}


class SwapForm(FlaskForm):
    taker = RadioField(lazy("对调给"), validators=[InputRequired(lazy("请选择对调的镇"))])
    reason = TextAreaField(lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=300)])


class SkipForm(FlaskForm):
    reason = TextAreaField(lazy("不能承办的原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=300)])


class JoinForm(FlaskForm):
    town = RadioField(lazy("加入轮值的镇"), validators=[InputRequired(lazy("请选择要加入的镇"))])
    reason = TextAreaField(lazy("说明"), validators=[Length(max=300)])


class WithdrawForm(FlaskForm):
    reason = TextAreaField(lazy("撤回原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=300)])
