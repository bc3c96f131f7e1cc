"""What somebody looks for. Read from the address, so that a search can be sent to a colleague."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.finding import rules
from app.finding.models import WEEKEND, WORKDAYS, Criteria
from app.kit.clock import WEEKDAYS
from app.kit.i18n import N_, lazy
from app.registry.rules import TIER_NAMES
from app.towns.models import Tier
from app.venues.models import KINDS, VenueKind

QUARTERS = {"step": 900}
PARTS = {"morning": (8 * 60, 12 * 60), "afternoon": (12 * 60, 18 * 60), "evening": (18 * 60, 22 * 60)}
PART_NAMES = {"morning": N_("上午"), "afternoon": N_("下午"), "evening": N_("晚上")}
LENGTHS = {30: N_("半小时"), 60: N_("1小时"), 90: N_("1个半小时"), 120: N_("2小时"), 180: N_("3小时"), 240: N_("4小时")}
BANDS = (2, 5, 10, 20)
MORE = ("until", "weekday", "part", "equipment", "step_free", "tier", "kind", "near", "within")


def _choice(value: object, label: str) -> SelectChoice:
    return SelectChoice(value=str(value), label=lazy(label))


def _week() -> list[SelectChoice]:
    spans = [_choice("", N_("每天")), _choice(WORKDAYS, N_("星期一至星期五")), _choice(WEEKEND, N_("星期六、星期日"))]
    return spans + [_choice(n, name) for n, name in enumerate(WEEKDAYS, 1)]


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    day = DateField(lazy("日期"), validators=[Optional()])
    until = DateField(lazy("到哪天（可不填）"), validators=[Optional()])
    weekday = SelectField(lazy("星期几"), choices=_week(), default="")
    part = SelectField(
        lazy("时段"), choices=[_choice("", N_("全天")), *(_choice(p, n) for p, n in PART_NAMES.items())], default=""
    )
    starts = TimeField(lazy("从"), validators=[Optional()], render_kw=QUARTERS)
    ends = TimeField(lazy("到"), validators=[Optional()], render_kw=QUARTERS)
    length = SelectField(
        lazy("用多久"), choices=[_choice("", N_("整段时间")), *(_choice(m, n) for m, n in LENGTHS.items())], default=""
    )
    seats = IntegerField(lazy("至少座位数"), validators=[Optional(), NumberRange(0, 5000)])
    town = SelectField(lazy("镇"), validators=[Optional()], default="")
    kind = SelectField(
        lazy("类型"), choices=[_choice("", N_("全部")), *(_choice(k.value, n) for k, n in KINDS.items())], default=""
    )
    tier = SelectField(
        lazy("层级"),
        choices=[_choice("", N_("全部")), *(_choice(t.value, n) for t, n in TIER_NAMES.items())],
        default="",
    )
    equipment = SelectMultipleField(
        lazy("设备"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
        validate_choice=False,  # what no venue has is a wish that finds nothing
    )
    step_free = BooleanField(lazy("须可无障碍到达"))
    near = SelectField(lazy("离哪个单位近"), validators=[Optional()], default="")
    within = SelectField(
        lazy("距离"), choices=[_choice("", N_("不限")), *(_choice(b, f"{b}公里以内") for b in BANDS)], default=""
    )

    def offer(self, towns: Sequence[tuple[UUID, str]], tags: Sequence[str], units: Sequence[tuple[UUID, str]]) -> None:
        """What there is to choose from: the towns, the equipment of their venues, the units with coordinates."""
        self.town.choices = [_choice("", N_("全部")), *(SelectChoice(value=str(i), label=n) for i, n in towns)]
        self.equipment.choices = [SelectChoice(value=tag, label=tag) for tag in tags]
        self.near.choices = [_choice("", N_("不限")), *(SelectChoice(value=str(i), label=n) for i, n in units)]

    def validate_until(self, field: DateField) -> None:
        if field.data and self.day.data and field.data < self.day.data:
            raise ValidationError(lazy("结束日期不能早于开始日期"))
        if field.data and self.day.data and (field.data - self.day.data).days >= rules.MOST_DAYS:
            raise ValidationError(lazy("一次最多查31天"))

    def validate_ends(self, field: TimeField) -> None:
        if field.data and self.starts.data and _minute(field.data, 1440) <= (_minute(self.starts.data) or 0):
            raise ValidationError(lazy("结束时间要晚于开始时间"))

    def validate_within(self, field: SelectField) -> None:
        if field.data and not self.near.data:
            raise ValidationError(lazy("请先选择离哪个单位近"))

    def criteria(self, today: date) -> Criteria:
        first = self.day.data or today
        part = PARTS.get(self.part.data or "", (None, None))
        starts = _minute(self.starts.data) if self.starts.data else part[0]
        ends = _minute(self.ends.data, 1440) if self.ends.data else part[1]
        whole = (ends or 0) - (starts or 0) if self.starts.data and self.ends.data else 0
        return Criteria(
            first=first,
            last=min(self.until.data or first, first + timedelta(days=rules.MOST_DAYS - 1)),
            weekday=int(self.weekday.data or 0),
            starts=starts,
            ends=ends,
            minutes=int(self.length.data or 0) or whole,
            seats=self.seats.data or 0,
            equipment=tuple(self.equipment.data or ()),
            step_free=bool(self.step_free.data),
            tier=Tier(self.tier.data) if self.tier.data else None,
            kind=VenueKind(self.kind.data) if self.kind.data else None,
            town_id=UUID(self.town.data) if self.town.data else None,
            near_unit_id=UUID(self.near.data) if self.near.data else None,
            within_km=int(self.within.data or 0),
        )

    def more(self) -> int:
        """How much is asked for that stands under 更多条件."""
        return sum(bool(self[name].data) for name in MORE)

    def has_faults_below(self) -> bool:
        return any(self[name].errors for name in MORE)

    def address(self) -> dict[str, Any]:
        """The search as its address says it: what was left open is left out."""
        raw = {name: self[name].raw_data or [] for name in self._fields}
        return {name: values if len(values) > 1 else values[0] for name, values in raw.items() if any(values)}


def _minute(at: time, midnight: int = 0) -> int:
    """Minutes of the day; an end at 00:00 is the end of the day."""
    return at.hour * 60 + at.minute or midnight
