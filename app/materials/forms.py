"""What a clerk types for the room and the duties."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy
from app.materials.models import DutyDraft, RoomDraft
from app.sheets.models import Seating


class RoomForm(FlaskForm):
    seating = RadioField(
        lazy("座次"),
        choices=[
            SelectChoice(value=Seating.FACING.value, label=lazy("两镇对坐")),
            SelectChoice(value=Seating.ROWS.value, label=lazy("主席台加排座")),
        ],
        default=Seating.FACING.value,
    )
    chair = StringField(lazy("主持人（姓名和职务）"), validators=[Length(max=60)])
    opening = TextAreaField(lazy("开场白"), validators=[Length(max=1000)])
    closing = TextAreaField(lazy("结束语"), validators=[Length(max=1000)])

    def draft(self) -> RoomDraft:
        return RoomDraft(
            seating=Seating(self.seating.data),
            chair=(self.chair.data or "").strip(),
            opening=(self.opening.data or "").strip(),
            closing=(self.closing.data or "").strip(),
        )


class DutyForm(FlaskForm):
    task = StringField(lazy("事项"), validators=[DataRequired(lazy("请填写事项")), Length(max=60)])
    content = StringField(lazy("内容"), validators=[Length(max=200)])
    person = StringField(lazy("责任人"), validators=[DataRequired(lazy("请填写责任人")), Length(max=60)])
    due = StringField(lazy("时间"), validators=[Length(max=60)])

    def draft(self) -> DutyDraft:
        return DutyDraft(
            task=self.task.data.strip(),
            content=(self.content.data or "").strip(),
            person=self.person.data.strip(),
            due=(self.due.data or "").strip(),
        )
