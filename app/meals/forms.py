"""What a kitchen types about its meals."""

from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.clock import WEEKDAYS
from app.kit.i18n import lazy
from app.meals.models import MEALS, Meal, MealPlan, MealPlanDraft

QUARTERS = {"step": 900}


class PlanForm(FlaskForm):
    meal = RadioField(
        lazy("哪一餐"),
        choices=[SelectChoice(value=m.value, label=lazy(name)) for m, name in MEALS.items()],
        default=Meal.LUNCH.value,
    )
    weekdays = SelectMultipleField(
        lazy("供餐的日子"),
        choices=[SelectChoice(value=str(n), label=lazy(name)) for n, name in enumerate(WEEKDAYS, 1)],
        default=["1", "2", "3", "4", "5"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(lazy("请至少选择一天"))],
    )
    on_holidays = BooleanField(lazy("法定节假日照常供餐"))
    serves_from = TimeField(
        lazy("开餐时间"), default=time(11), validators=[InputRequired(lazy("请填写开餐时间"))], render_kw=QUARTERS
    )
    serves_until = TimeField(
        lazy("结束时间"), default=time(12, 30), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS
    )
    places = IntegerField(
        lazy("每天最多多少份"),
        default=60,
        validators=[InputRequired(lazy("请填写份数")), NumberRange(1, 5000, lazy("请填写1到5000之间的整数"))],
    )
    closes_before = SelectField(
        lazy("订餐截止在"),
        choices=[
            SelectChoice(value="0", label=lazy("当天")),
            SelectChoice(value="1", label=lazy("前一天")),
            SelectChoice(value="2", label=lazy("提前两天")),
            SelectChoice(value="3", label=lazy("提前三天")),
        ],
    )
    closes_at = TimeField(lazy("截止时间"), default=time(9), validators=[InputRequired(lazy("请填写截止时间"))])
    ahead = IntegerField(
        lazy("可以提前几天订餐"),
        default=7,
        validators=[InputRequired(lazy("请填写天数")), NumberRange(1, 30, lazy("请填写1到30之间的整数"))],
    )
    price = StringField(lazy("价格（文字）"), validators=[Length(max=60)])

    def draft(self) -> MealPlanDraft:
        return MealPlanDraft(
            meal=Meal(self.meal.data),
            weekdays="".join(sorted(self.weekdays.data)),
            serves_from=_minute(self.serves_from.data),
            serves_until=_minute(self.serves_until.data),
            places=self.places.data,
            closes_before=int(self.closes_before.data),
            closes_minute=_minute(self.closes_at.data),
            ahead=self.ahead.data,
            on_holidays=self.on_holidays.data,
            price=(self.price.data or "").strip(),
        )


def filled(plan: MealPlan) -> dict[str, Any]:
    """A plan as the form shows it."""
    said = plan.model_dump(include={"places", "ahead", "on_holidays", "price"})
    times = {"serves_from": _time(plan.serves_from), "serves_until": _time(plan.serves_until)}
    times["closes_at"] = _time(plan.closes_minute)
    days = {"weekdays": list(plan.weekdays), "meal": plan.meal.value, "closes_before": str(plan.closes_before)}
    return said | times | days


class RestForm(FlaskForm):
    first_on = DateField(lazy("停餐第一天"), validators=[DataRequired(lazy("请选择日期"))])
    last_on = DateField(lazy("停餐最后一天"), validators=[DataRequired(lazy("请选择日期"))])
    reason = StringField(lazy("原因（居民会看到）"), validators=[DataRequired(lazy("请写明原因")), Length(max=80)])


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
