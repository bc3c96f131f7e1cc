"""A new last day with its reason, by both towns or as a recall."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.extensions.models import ChangeDraft, ChangeKind
from app.extensions.rules import KIND_NAMES, RECALL_NAMES
from app.kit.i18n import lazy


def _choice(value: Any, label: str) -> SelectChoice:
    return SelectChoice(value=str(value), label=lazy(label))


class ChangeForm(FlaskForm):
    kind = RadioField(
        lazy("变更事项"),
        choices=[_choice(k.value, KIND_NAMES[k]) for k in (ChangeKind.EXTEND, ChangeKind.END_EARLY)],
        default=ChangeKind.EXTEND.value,
    )
    until_on = DateField(lazy("变更后的结束日期"), validators=[DataRequired(lazy("请选择日期"))])
    reason = StringField(lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=200)])

    def draft(self) -> ChangeDraft:
        return ChangeDraft(
            kind=ChangeKind(self.kind.data), until_on=self.until_on.data, reason=self.reason.data.strip()
        )


class RecallForm(FlaskForm):
    why = SelectField(lazy("召回事由"), choices=[_choice(w.value, name) for w, name in RECALL_NAMES.items()])
    until_on = DateField(lazy("最后在岗日期"), validators=[DataRequired(lazy("请选择日期"))])
    at_once = BooleanField(lazy("立即生效：此刻起停止一切挂职权限"))
    reason = StringField(lazy("书面说明"), validators=[DataRequired(lazy("请写明理由，对方会看到")), Length(max=200)])


class WithdrawForm(FlaskForm):
    reason = StringField(lazy("撤回原因"), validators=[DataRequired(lazy("请填写撤回原因")), Length(max=200)])
