"""What people type to change or cancel part of a series."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.kit.i18n import lazy
from app.recurring.models import SCOPES, Scope

QUARTERS = {"step": 900}
REACHES = [SelectChoice(value=scope.value, label=lazy(name)) for scope, name in SCOPES.items()]


class ScopeForm(FlaskForm):
    of = HiddenField()
    scope = RadioField(lazy("改哪几次"), choices=REACHES, default=Scope.ALL.value)

    def reach(self) -> tuple[UUID | None, Scope]:
        """From which occurrence, and how far. Without an occurrence everything ahead is meant."""
        of = UUID(self.of.data) if self.of.data else None
        return of, Scope(self.scope.data) if of else Scope.ALL

    def validate_of(self, field: Any) -> None:
        try:
            self.reach()
        except ValueError as error:
            raise ValidationError(lazy("请从系列页面重新选择")) from error


class ChangeForm(ScopeForm):
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)
    venue = SelectField(lazy("场地"))
    title = StringField(lazy("用途"), validators=[DataRequired(lazy("请填写用途")), Length(max=60)])
    heads = IntegerField(
        lazy("人数"), validators=[InputRequired(lazy("请填写人数")), NumberRange(1, 5000, lazy("人数至少为1"))]
    )
    contact_name = StringField(lazy("联系人"), validators=[DataRequired(lazy("请填写联系人")), Length(max=40)])
    contact_phone = StringField(lazy("联系电话"), validators=[DataRequired(lazy("请填写联系电话")), Length(max=30)])

    def validate_ends(self, field: Any) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(lazy("结束时间须晚于开始时间"))

    def after(self) -> dict[str, object]:
        """All fields as typed; the rules find what differs."""
        return {
            "starts": f"{self.starts.data:%H:%M}",
            "ends": f"{self.ends.data:%H:%M}",
            "venue_id": UUID(self.venue.data),
            "title": self.title.data.strip(),
            "heads": self.heads.data,
            "contact_name": self.contact_name.data.strip(),
            "contact_phone": self.contact_phone.data.strip(),
        }


class CancelForm(ScopeForm):
    reason = TextAreaField(
        lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=200)], render_kw={"rows": 2}
    )
