"""What is typed about somebody who is not on the list, and what a clerk notes by hand."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.attendance.models import GuestDraft, Mark, MarkDraft
from app.attendance.rules import MARK_NAMES
from app.kit.i18n import lazy
from app.participants.models import Participant
from app.towns.models import Town


class GuestForm(FlaskForm):
    """Somebody who is not on the list."""

    town = SelectField(lazy("所在的镇"), validators=[DataRequired(lazy("请选择所在的镇"))])
    name = StringField(lazy("姓名"), validators=[DataRequired(lazy("请填写姓名")), Length(max=40)])
    unit = StringField(lazy("单位"), validators=[DataRequired(lazy("请填写单位")), Length(max=60)])
    post = StringField(lazy("职务"), validators=[Length(max=60)])
    substitute_for = SelectField(lazy("参会身份"))

    def offer(self, members: Sequence[Town], missing: Sequence[Participant]) -> None:
        """The towns of the meeting, and whom a substitute may have come for: those who have not signed in."""
        names = {town.id: town.name for town in members}
        self.town.choices = [SelectChoice(value="", label=gettext("请选择"))]
        self.town.choices += [SelectChoice(value=str(t.id), label=t.name) for t in members]
        self.substitute_for.choices = [SelectChoice(value="", label=gettext("列席"))]
        self.substitute_for.choices += [
            SelectChoice(
                value=str(p.id), label=gettext("代%(name)s参会（%(town)s）", name=p.name, town=names.get(p.town_id, ""))
            )
            for p in missing
        ]

    def draft(self) -> GuestDraft:
        return GuestDraft(
            name=self.name.data,
            unit=self.unit.data,
            post=self.post.data or "",
            town_id=UUID(self.town.data),
            substitute_for=UUID(self.substitute_for.data) if self.substitute_for.data else None,
        )


class MarkForm(FlaskForm):
    mark = RadioField(
        lazy("到会情况"),
        choices=[SelectChoice(value=m.value, label=lazy(MARK_NAMES[m])) for m in Mark],
        validators=[DataRequired(lazy("请选择到会情况"))],
    )
    note = StringField(lazy("请假事由"), validators=[Length(max=100)])
    name = StringField(lazy("代会人员姓名"), validators=[Length(max=40)])
    unit = StringField(lazy("代会人员单位"), validators=[Length(max=60)])
    post = StringField(lazy("代会人员职务"), validators=[Length(max=60)])
    is_leader = BooleanField(lazy("代会人员经书记授权，可代表本镇"))

    def draft(self) -> MarkDraft:
        return MarkDraft(
            mark=Mark(self.mark.data),
            note=self.note.data or "",
            name=self.name.data or "",
            unit=self.unit.data or "",
            post=self.post.data or "",
            is_leader=bool(self.is_leader.data),
        )
