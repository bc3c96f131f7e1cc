"""What the owning unit types about its venue."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.kit.clock import WEEKDAYS
from app.kit.errors import Refusal
from app.kit.i18n import lazy
from app.kit.web import explain
from app.venues import rules
from app.venues.models import HOLIDAYS, KINDS, SHARINGS, Holidays, Sharing, VenueDraft, VenueKind

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PLAIN_WORDS = ("name", "floor", "place", "parking", "desk", "phone", "notes")


def _readable(_form: FlaskForm, field: StringField) -> None:
    try:
        rules.read_hours(field.data or "")
    except Refusal as refusal:
        raise ValidationError(explain(refusal)) from refusal


def _hours(number: int, default: str) -> StringField:
    return StringField(lazy(WEEKDAYS[number]), validators=[_readable, Length(max=80)], default=default)


def _choices(names: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value=str(value), label=lazy(name)) for value, name in names.items()]


class VenueForm(FlaskForm):
    unit_id = SelectField(lazy("管理单位"))
    name = StringField(lazy("场地名称"), validators=[DataRequired(lazy("请填写场地名称")), Length(max=40)])
    kind = SelectField(lazy("类型"), choices=_choices(KINDS))
    seats = IntegerField(
        lazy("座位数"),
        validators=[InputRequired(lazy("请填写座位数")), NumberRange(1, 5000, lazy("座位数至少为1"))],
    )
    area_m2 = IntegerField(lazy("面积（平方米）"), validators=[NumberRange(0, 100_000)], default=0)
    floor = StringField(lazy("楼层"), validators=[Length(max=20)])
    place = StringField(lazy("位置"), validators=[Length(max=80)])
    equipment = StringField(lazy("设备"), validators=[Length(max=300)], render_kw={"list": "equipment-tags"})
    parking = StringField(lazy("停车"), validators=[Length(max=120)])
    is_step_free = BooleanField(lazy("可无障碍到达"))
    is_staffed = BooleanField(lazy("由工作人员开门（不按爽约放开）"))
    sharing = SelectField(lazy("向对方镇开放"), choices=_choices(SHARINGS), default=Sharing.ON_REQUEST.value)
    holidays = SelectField(lazy("法定节假日"), choices=_choices(HOLIDAYS), default=Holidays.CLOSED.value)
    gap_before = IntegerField(lazy("使用前准备（分钟）"), validators=[NumberRange(0, 180)], default=0)
    gap_after = IntegerField(lazy("使用后整理（分钟）"), validators=[NumberRange(0, 180)], default=0)
    desk = StringField(lazy("联系窗口"), validators=[Length(max=40)])
    phone = StringField(lazy("场地电话"), validators=[Length(max=30)])
    notes = TextAreaField(lazy("使用须知"), validators=[Length(max=500)], render_kw={"rows": 3})
    monday = _hours(0, "08:00-21:00")
    tuesday = _hours(1, "08:00-21:00")
    wednesday = _hours(2, "08:00-21:00")
    thursday = _hours(3, "08:00-21:00")
    friday = _hours(4, "08:00-21:00")
    saturday = _hours(5, "09:00-17:00")
    sunday = _hours(6, "09:00-17:00")

    def draft(self) -> VenueDraft:
        said: dict[str, Any] = {name: (self[name].data or "").strip() for name in PLAIN_WORDS}
        figures: dict[str, Any] = {
            name: self[name].data or 0 for name in ("seats", "area_m2", "gap_before", "gap_after")
        }
        return VenueDraft(
            unit_id=UUID(self.unit_id.data),
            kind=VenueKind(self.kind.data),
            sharing=Sharing(self.sharing.data) if self.sharing else Sharing.NONE,  # an edit leaves it as it is
            holidays=Holidays(self.holidays.data),
            equipment=rules.write_tags(self.equipment.data or ""),
            is_step_free=bool(self.is_step_free.data),
            is_staffed=bool(self.is_staffed.data),
            **said,
            **figures,
        )

    def hours(self) -> dict[int, rules.Hours]:
        return {n: rules.read_hours(self[name].data or "") for n, name in enumerate(WEEK, 1)}

    def show_hours(self, by_weekday: rules.Timetable) -> None:
        for n, name in enumerate(WEEK, 1):
            self[name].data = rules.write_hours(by_weekday.by_weekday.get(n, ()))
