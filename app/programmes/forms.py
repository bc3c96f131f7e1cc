"""What people type to plan one session of a service, or a series of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.bookings.models import Span
from app.kit import clock
from app.kit.i18n import lazy
from app.previews.models import Choice
from app.programmes.rules import AT_START, CLOSINGS, OPENINGS, Particulars, Wish
from app.recurrence.forms import QUARTERS, RhythmForm
from app.sessions.models import SeriesDraft, ServiceSession
from app.sessions.rules import RESERVE_DAYS, Share
from app.towns.models import Town

TEXTS = ("label", "place", "staff", "note")


def _choices(names: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=lazy(name)) for value, name in names.items()]


class KeptForm(FlaskForm):
    """How many places are kept for one home town."""

    class Meta:
        csrf = False

    kept = IntegerField(
        lazy("保留名额"), validators=[Optional(), NumberRange(0, 5000, lazy("请填写0以上的整数"))], default=0
    )


class ParticularsForm(FlaskForm):
    """What one session and a series have in common."""

    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)
    label = StringField(lazy("场次名称"), validators=[Length(max=30, message=lazy("请不超过30字"))])
    places = IntegerField(
        lazy("名额"),
        validators=[InputRequired(lazy("请填写名额")), NumberRange(1, 5000, lazy("名额为1至5000"))],
        default=20,
    )
    venue_id = SelectField(lazy("场地"), default="")
    place = StringField(lazy("地点说明"), validators=[Length(max=120, message=lazy("请不超过120字"))])
    staff = StringField(lazy("当班人员"), validators=[Length(max=80, message=lazy("请不超过80字"))])
    note = TextAreaField(
        lazy("本场说明"), validators=[Length(max=200, message=lazy("请不超过200字"))], render_kw={"rows": 2}
    )
    opening = SelectField(lazy("什么时候开始报名"), choices=_choices(OPENINGS), default="")
    closing = SelectField(lazy("什么时候截止报名"), choices=_choices(CLOSINGS), default=AT_START)
    reserve_days = IntegerField(
        lazy("保留到开始前几天"),
        validators=[InputRequired(lazy("请填写天数")), NumberRange(0, 60, lazy("天数为0至60"))],
        default=RESERVE_DAYS,
    )

    def prepare(self, venues: Iterable[tuple[UUID, str]], homes: Iterable[Town], *, by_sign_up: bool) -> None:
        """The venues of today, and a number for each home town that is admitted; without sign-up nothing of it."""
        self.venue_id.choices = [
            SelectChoice(value="", label=lazy("不用共享场地")),
            *(SelectChoice(value=str(i), label=words) for i, words in venues),
        ]
        self.homes = [(town, KeptForm(prefix=f"home-{town.id}")) for town in homes if by_sign_up]
        if not by_sign_up:
            del self.opening, self.closing, self.reserve_days

    def validate(self, extra_validators: Any = None) -> bool:
        return all([super().validate(extra_validators), *(part.validate() for _, part in self.homes)])

    def validate_ends(self, field: Any) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(lazy("结束时间须晚于开始时间"))

    def begin_like(self, before: ServiceSession, shares: Iterable[Share]) -> None:
        """Hours, places and venue as the last time; what is said of one session only is not carried on."""
        first, last = clock.to_town(before.starts_at), clock.to_town(before.ends_at)
        if first.date() == last.date():
            self.starts.data, self.ends.data = first.time(), last.time()
        self.places.data, self.place.data, self.staff.data = before.places, before.place, before.staff
        if before.venue_id and str(before.venue_id) in {choice.value for choice in self.venue_id.choices}:
            self.venue_id.data = str(before.venue_id)
        kept = {share.town_id: share.reserved for share in shares}
        for town, part in self.homes:
            part.kept.data = kept.get(town.id, 0)

    def chosen_venue(self) -> UUID | None:
        return UUID(self.venue_id.data) if self.venue_id.data else None

    def particulars(self) -> Particulars:
        said: dict[str, Any] = {name: (self[name].data or "").strip() for name in TEXTS}
        said |= {name: self[name].data for name in ("opening", "closing", "reserve_days") if name in self}
        reserved = {town.id: part.kept.data for town, part in self.homes if part.kept.data}
        return Particulars(places=self.places.data, reserved=reserved, **said)


class PlanForm(ParticularsForm):
    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])

    def span(self) -> Span:
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))

    def take(self, other: Choice) -> None:
        """An offered alternative, as if it had been typed."""
        if other.span is None:
            return
        first, last = clock.to_town(other.span.starts_at), clock.to_town(other.span.ends_at)
        self.venue_id.data = str(other.venue_id)
        self.day.data, self.starts.data, self.ends.data = first.date(), first.time(), last.time()


class SeriesForm(RhythmForm, ParticularsForm):
    def wish(self) -> Wish:
        return Wish(SeriesDraft(**self.rhythm()), self.chosen_venue(), self.particulars())
