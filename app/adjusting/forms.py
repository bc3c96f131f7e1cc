"""Another time, place or number of places for a session, or none at all; always with the reason that people read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.kit import clock
from app.kit.i18n import lazy
from app.previews.models import Choice
from app.programmes.rules import Change
from app.sessions.models import ServiceSession
from app.sessions.queries import Counted

QUARTERS = {"step": 900}


def _reason() -> StringField:
    wanted = [DataRequired(lazy("请写明原因，已报名的人会看到")), Length(max=120, message=lazy("请不超过120字"))]
    return StringField(lazy("原因"), validators=wanted)


class MoveForm(FlaskForm):
    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)
    venue_id = SelectField(lazy("场地"), default="")
    place = StringField(lazy("地点说明"), validators=[Length(max=120, message=lazy("请不超过120字"))])
    reason = _reason()

    def prepare(self, venues: Iterable[tuple[UUID, str]]) -> None:
        self.venue_id.choices = [
            SelectChoice(value="", label=lazy("不用共享场地")),
            *(SelectChoice(value=str(i), label=words) for i, words in venues),
        ]

    def show(self, occasion: ServiceSession) -> None:
        """As it stands now."""
        first, last = clock.to_town(occasion.starts_at), clock.to_town(occasion.ends_at)
        self.day.data, self.starts.data, self.ends.data = first.date(), first.time(), last.time()
        self.venue_id.data, self.place.data = str(occasion.venue_id or ""), occasion.place

    def take(self, other: Choice) -> None:
        """An offered alternative, as if it had been typed."""
        if other.span is None:
            return
        first, last = clock.to_town(other.span.starts_at), clock.to_town(other.span.ends_at)
        self.venue_id.data = str(other.venue_id)
        self.day.data, self.starts.data, self.ends.data = first.date(), first.time(), last.time()

    def validate_ends(self, field: Any) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(lazy("结束时间须晚于开始时间"))

    def change(self) -> Change:
        return Change(
            starts_at=clock.at(self.day.data, self.starts.data),
            ends_at=clock.at(self.day.data, self.ends.data),
            venue_id=UUID(self.venue_id.data) if self.venue_id.data else None,
            place=(self.place.data or "").strip(),
            reason=(self.reason.data or "").strip(),
        )


class CallOffForm(FlaskForm):
    reason = _reason()
    following = BooleanField(lazy("本系列以后各场一并取消"))


class KeptForm(FlaskForm):
    """How many places are kept for one home town."""

    class Meta:
        csrf = False

    kept = IntegerField(
        lazy("保留名额"), validators=[Optional(), NumberRange(0, 5000, lazy("请填写0以上的整数"))], default=0
    )


class PlacesForm(FlaskForm):
    places = IntegerField(
        lazy("名额"), validators=[InputRequired(lazy("请填写名额")), NumberRange(1, 5000, lazy("名额为1至5000"))]
    )

    def prepare(self, counters: Iterable[Counted]) -> None:
        self.homes = [
            (home, KeptForm(data={"kept": home.reserved}, prefix=f"home-{home.town_id}")) for home in counters
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        return all([super().validate(extra_validators), *(part.validate() for _, part in self.homes)])

    def reserved(self) -> dict[UUID, int]:
        return {home.town_id: part.kept.data for home, part in self.homes if part.kept.data}


def _kept_form(home: Counted) -> KeptForm:
    return KeptForm(data={"kept": home.reserved}, prefix=f"home-{home.town_id}")
