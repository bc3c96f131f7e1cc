"""A card, a topic drawn from a suggestion, a try."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.i18n import lazy
from app.lessons.models import OUTCOMES, LessonDraft, Outcome, UseDraft
from app.lessons.rules import tidy_tags
from app.logs.models import LogPhoto
from app.towns.models import Unit


class LessonForm(FlaskForm):
    title = StringField(
        lazy("名称"),
        validators=[DataRequired(lazy("请填写名称")), Length(max=60, message=lazy("请不超过60字"))],
    )
    practice = TextAreaField(
        lazy("主要做法"),
        validators=[DataRequired(lazy("请写明做法")), Length(max=4000, message=lazy("请不超过4000字"))],
        render_kw={"rows": 8},
    )
    effect = TextAreaField(
        lazy("工作成效"), validators=[Length(max=1000, message=lazy("请不超过1000字"))], render_kw={"rows": 3}
    )
    tags = StringField(lazy("标签"), validators=[Length(max=100, message=lazy("请不超过100字"))])
    files = MultipleFileField(lazy("附件"))

    def draft(self) -> LessonDraft:
        return LessonDraft(
            title=self.title.data.strip(),
            practice=self.practice.data.strip(),
            effect=(self.effect.data or "").strip(),
            tags=tidy_tags(self.tags.data or ""),
        )


class PublishForm(LessonForm):
    """From an entry: with the photos that may leave the log."""

    photos = SelectMultipleField(
        lazy("带上的照片"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), coerce=str
    )

    def offer(self, photos: Iterable[LogPhoto]) -> None:
        self.photos.choices = [SelectChoice(value=str(p.id), label=lazy("第%(n)s张照片", n=p.place)) for p in photos]


class FreeForm(LessonForm):
    """Without an entry: whose practice it is must be said."""

    partnership = SelectField(lazy("联合体"))
    from_town = SelectField(lazy("做法来自"))


class TopicForm(FlaskForm):
    title = StringField(
        lazy("议题名称"),
        validators=[DataRequired(lazy("请填写议题名称")), Length(max=60, message=lazy("请不超过60字"))],
    )
    minutes = IntegerField(
        lazy("预计用时（分钟）"),
        default=15,
        validators=[InputRequired(lazy("请填写分钟数")), NumberRange(5, 120, lazy("请填写5到120之间的整数"))],
    )
    summary = TextAreaField(
        lazy("主要内容"), validators=[Length(max=1000, message=lazy("请不超过1000字"))], render_kw={"rows": 5}
    )


class UseForm(FlaskForm):
    unit_id = SelectField(lazy("试用单位"))
    tried_on = DateField(lazy("试用日期"), validators=[DataRequired(lazy("请选择日期"))])
    outcome = RadioField(
        lazy("效果"),
        choices=[SelectChoice(value=o.value, label=lazy(word)) for o, word in OUTCOMES.items()],
        validators=[DataRequired(lazy("请选择效果"))],
    )
    result = TextAreaField(
        lazy("怎么试的，结果如何"),
        validators=[DataRequired(lazy("请写一两句")), Length(max=1000, message=lazy("请不超过1000字"))],
        render_kw={"rows": 3},
    )

    def offer(self, units: Iterable[Unit]) -> None:
        self.unit_id.choices = [SelectChoice(value=str(u.id), label=u.name) for u in units]

    def draft(self) -> UseDraft:
        return UseDraft(
            unit_id=self.unit_id.data,
            tried_on=self.tried_on.data,
            outcome=Outcome(self.outcome.data),
            result=self.result.data.strip(),
        )


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(lazy("关键词"), default="")
    tag = StringField(lazy("标签"), default="")
