"""What is typed about a standing order."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.clock import WEEKDAYS
from app.kit.i18n import lazy
from app.meals.models import MealPlan
from app.orders.models import OrderDraft, StandingOrder


class ChangeForm(FlaskForm):
    weekdays = SelectMultipleField(
        lazy("哪几天用餐"),
        choices=[SelectChoice(value=str(n), label=lazy(name)) for n, name in enumerate(WEEKDAYS, 1)],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(lazy("请至少选择一天"))],
    )
    from_on = DateField(lazy("从哪天开始"), validators=[DataRequired(lazy("请选择日期"))])
    until_on = DateField(lazy("到哪天为止"), validators=[Optional()])
    note = StringField(lazy("给后厨的备注"), validators=[Length(max=60)])

    def offer_days(self, plan: MealPlan) -> None:
        """Only the days on which there is this meal."""
        self.weekdays.choices = [
            SelectChoice(value=str(n), label=lazy(name)) for n, name in enumerate(WEEKDAYS, 1) if n in plan.isoweekdays
        ]

    def draft(self, *, age_seen: int = 0) -> OrderDraft:
        return OrderDraft(
            weekdays="".join(sorted(self.weekdays.data)),
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            note=(self.note.data or "").strip(),
            age_seen=age_seen,
        )


def filled(order: StandingOrder) -> dict[str, Any]:
    return order.model_dump(include={"from_on", "until_on", "note"}) | {"weekdays": list(order.weekdays)}


class OrderForm(ChangeForm):
    age_seen = BooleanField(lazy("已核对证件，年龄符合要求"))


class PauseForm(FlaskForm):
    first_on = DateField(lazy("停餐第一天"), validators=[DataRequired(lazy("请选择日期"))])
    last_on = DateField(lazy("停餐最后一天"), validators=[DataRequired(lazy("请选择日期"))])
