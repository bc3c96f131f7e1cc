"""What somebody wants to find a common time for. Read from the address."""

from datetime import date, time
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.clock import WEEKDAYS
from app.kit.i18n import N_, lazy
from app.slots.models import Wish

DAYS = {14: N_("14天"), 30: N_("30天"), 60: N_("60天")}
LENGTHS = {30: N_("半小时"), 60: N_("1小时"), 90: N_("1个半小时"), 120: N_("2小时"), 180: N_("3小时"), 240: N_("4小时")}
WHEN = {"work": N_("星期一至星期五"), "any": N_("每天")}
SETS = {"work": frozenset(range(1, 6)), "any": frozenset(range(1, 8))}


def _choices(names: dict[int, str] | dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=str(value), label=lazy(name)) for value, name in names.items()]


class SlotsForm(FlaskForm):
    class Meta:
        csrf = False

    venues = SelectMultipleField(
        lazy("场地"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )
    people = SelectMultipleField(
        lazy("参加人"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )
    who = StringField(lazy("添加参加人"), validators=[Optional(), Length(max=20)])
    first = DateField(lazy("从哪天起"), validators=[Optional()])
    days = SelectField(lazy("找多少天"), choices=_choices(DAYS), default="14")
    length = SelectField(lazy("用多久"), choices=_choices(LENGTHS), default="120")
    weekday = SelectField(
        lazy("星期几"),
        choices=_choices(WHEN) + [SelectChoice(value=str(n), label=lazy(name)) for n, name in enumerate(WEEKDAYS, 1)],
        default="work",
    )
    starts = TimeField(lazy("最早"), validators=[Optional()], render_kw={"step": 900})
    ends = TimeField(lazy("最晚"), validators=[Optional()], render_kw={"step": 900})

    def validate_ends(self, field: TimeField) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(lazy("最晚时间要晚于最早时间"))

    def wish(self, today: date) -> Wish:
        return Wish(
            first=max(self.first.data or today, today),
            days=int(self.days.data),
            minutes=int(self.length.data),
            starts=_minute(self.starts.data, 0),
            ends=_minute(self.ends.data, 1440),
            weekdays=SETS.get(self.weekday.data) or frozenset({int(self.weekday.data)}),
            venue_ids=_ids(self.venues.data),
            person_ids=_ids(self.people.data),
        )


def _minute(at: time | None, otherwise: int) -> int:
    return at.hour * 60 + at.minute if at else otherwise


def _ids(values: list[str] | None) -> tuple[UUID, ...]:
    """The ids that were ticked, each once; what is no id was not ticked."""
    found = []
    for value in values or ():
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
