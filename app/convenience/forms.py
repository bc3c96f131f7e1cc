"""What residents look for; it stands in the address."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.kit.i18n import lazy
from app.services.models import KINDS, Kind
from app.services.queries import Search
from app.towns.models import Town


class ListForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(lazy("想找什么"), default="")
    kind = SelectField(
        lazy("类别"),
        choices=[
            SelectChoice(value="", label=lazy("全部类别")),
            *(SelectChoice(value=k.value, label=lazy(name)) for k, name in KINDS.items()),
        ],
        default="",
    )
    town = SelectField(lazy("在哪个镇"), default="")

    def offer(self, towns: Iterable[Town]) -> None:
        every = SelectChoice(value="", label=lazy("各镇"))
        self.town.choices = [every, *(SelectChoice(value=str(t.id), label=t.name) for t in towns)]

    def search(self) -> Search:
        """What was asked; anything unreadable asks nothing."""
        kind = self.kind.data if self.kind.data in {k.value for k in Kind} else ""
        town = self.town.data if self.town.data in {c.value for c in self.town.choices} else ""
        return Search((self.q.data or "")[:40].strip(), kind, UUID(town) if town else None)
