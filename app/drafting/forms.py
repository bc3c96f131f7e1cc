"""The editor of minutes: one block per item of the agenda, each with its resolutions and one empty line more."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.drafting.models import ItemText, MinutesText, Outcome
from app.drafting.rules import OUTCOME_NAMES
from app.followups.queries import FollowupLine
from app.kit.i18n import lazy
from app.resolutions.models import ResolutionText
from app.resolutions.rules import brief_of
from app.towns.models import Town


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validators=[Optional()]
    )


class ResolutionForm(Form):
    id = HiddenField(validators=[DataRequired(), validators.UUID()])
    text = TextAreaField(lazy("议定事项"), validators=[Length(max=1000)])
    town_ids = _ticks(lazy("责任镇"))
    unit = StringField(lazy("责任单位"), validators=[Length(max=60)])
    person = StringField(lazy("责任人"), validators=[Length(max=40)])
    due_on = DateField(lazy("完成时限"), validators=[Optional()])
    needs_committee = BooleanField(lazy("须经各镇党委会研究（签发时填写会议名称和日期）"))

    def typed(self) -> ResolutionText:
        return ResolutionText(
            id=UUID(self.id.data),
            text=self.text.data or "",
            town_ids=[UUID(t) for t in self.town_ids.data or []],
            unit=self.unit.data or "",
            person=self.person.data or "",
            due_on=self.due_on.data,
            needs_committee=self.needs_committee.data,
        )


class ItemForm(Form):
    item_id = HiddenField(validators=[DataRequired(), validators.UUID()])
    summary = TextAreaField(lazy("会议情况"), validators=[Length(max=4000)], render_kw={"rows": 6})
    outcome = RadioField(
        lazy("结论"),
        choices=[SelectChoice(value=o.value, label=lazy(name)) for o, name in OUTCOME_NAMES.items()],
        validators=[Optional()],
    )
    resolutions = FieldList(FormField(ResolutionForm))

    def typed(self, item: ItemText) -> ItemText:
        """What was typed, on the item as the agenda has it."""
        resolutions = [entry.form.typed() for entry in self.resolutions]
        return ItemText(
            item_id=item.item_id,
            topic_id=item.topic_id,
            title=item.title,
            summary=self.summary.data or "",
            outcome=Outcome(self.outcome.data) if self.outcome.data and item.topic_id else None,
            resolutions=[r for r in resolutions if r.text],
        )


class EditForm(FlaskForm):
    base = IntegerField(widget=HiddenInput(), validators=[DataRequired()])
    title = StringField(lazy("标题"), validators=[DataRequired(lazy("请填写标题")), Length(max=120)])
    opening = TextAreaField(lazy("会议概况"), validators=[Length(max=1000)], render_kw={"rows": 4})
    items = FieldList(FormField(ItemForm), lazy("有议题填写的内容不符合要求，请看标红处"))
    closed_followups = _ticks(lazy("会上确认办结的事项"))
    closing = TextAreaField(lazy("结尾"), validators=[Length(max=1000)], render_kw={"rows": 3})

    def offer(self, towns: Iterable[Town], reported: Iterable[FollowupLine]) -> None:
        """The towns that can be responsible, and the reports that the meeting can confirm."""
        choices = [SelectChoice(value=str(t.id), label=t.name) for t in towns]
        for item in self.items:
            for resolution in item.form.resolutions:
                resolution.form.town_ids.choices = choices
        self.closed_followups.choices = [
            SelectChoice(value=str(line.id), label=f"{line.source_title}：{brief_of(line.text)}") for line in reported
        ]

    def typed(self, standing: MinutesText) -> MinutesText:
        """The text as typed. Which items there are is the agenda's affair, not the form's."""
        blocks = {UUID(entry.form.item_id.data): entry.form for entry in self.items}
        return MinutesText(
            title=self.title.data or "",
            opening=self.opening.data or "",
            items=[blocks[i.item_id].typed(i) if i.item_id in blocks else i for i in standing.items],
            closing=self.closing.data or "",
            closed_followups=sorted(UUID(f) for f in self.closed_followups.data or []),
        )


def filled(text: MinutesText, base: int) -> dict[str, Any]:
    """A text as the editor's data, with an empty resolution at the end of every topic."""
    return {
        "base": base,
        "title": text.title,
        "opening": text.opening,
        "closing": text.closing,
        "closed_followups": [str(f) for f in text.closed_followups],
        "items": [_block(item) for item in text.items],
    }


def _block(item: ItemText) -> dict[str, Any]:
    lines = [_line(r) for r in item.resolutions]
    return {
        "item_id": str(item.item_id),
        "summary": item.summary,
        "outcome": item.outcome.value if item.outcome else None,
        "resolutions": [*lines, {"id": str(uuid4())}],
    }


def _line(resolution: ResolutionText) -> dict[str, Any]:
    return resolution.model_dump() | {"id": str(resolution.id), "town_ids": [str(t) for t in resolution.town_ids]}
