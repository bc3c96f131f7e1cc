"""What is looked for on the calendar of sessions; it stands in the address."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.kit import clock
from app.kit.i18n import lazy
from app.services.models import KINDS, Kind
from app.sessions.queries import Search
from app.towns.models import Town

DAYS = 14


class CalendarForm(FlaskForm):
    class Meta:
        csrf = False

    first = DateField(lazy("从哪天起"), validators=[Optional()])
    kind = SelectField(
        lazy("类别"),
        choices=[
            SelectChoice(value="", label=lazy("全部类别")),
            *(SelectChoice(value=k.value, label=lazy(name)) for k, name in KINDS.items()),
        ],
        default="",
    )
    town = SelectField(lazy("提供方"), default="")

    def offer(self, towns: Iterable[Town]) -> None:
        every = SelectChoice(value="", label=lazy("各镇"))
        self.town.choices = [every, *(SelectChoice(value=str(t.id), label=t.name) for t in towns)]

    def begins(self, today: date) -> date:
        """The first day shown; what cannot be read is today."""
        return self.first.data or today

    def search(self, today: date, town_ids: Sequence[UUID]) -> Search:
        """Two weeks from the first day, of these towns or the one that was chosen."""
        first = self.begins(today)
        kinds = [k for k in Kind if k.value == self.kind.data]
        chosen = [i for i in town_ids if str(i) == self.town.data]
        return Search(
            clock.at(first, "00:00"),
            clock.at(first + timedelta(days=DAYS), "00:00"),
            town_ids=chosen or list(town_ids),
            kinds=kinds,
            only_open=False,
        )
