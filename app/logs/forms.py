"""The log's form: two minutes on a phone. And leave."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, DecimalField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.jottings.models import Words
from app.kit.i18n import lazy
from app.logs.models import KINDS, LEAVES, EntryDraft, Kind, LeaveDraft, LeaveKind, LogEntry
from app.logs.rules import names_in

PICTURES = "image/jpeg,image/png,image/webp"


class EntryForm(FlaskForm):
    """`base` and `revision` name the draft that stood on the screen."""

    kind = SelectField(
        lazy("工作类型"), choices=[SelectChoice(value=k.value, label=lazy(word)) for k, word in KINDS.items()]
    )
    done = TextAreaField(
        lazy("做了什么"),
        validators=[DataRequired(lazy("请写一两句做了什么")), Length(max=2000, message=lazy("请不超过2000字"))],
        render_kw={"rows": 4},
    )
    learned = TextAreaField(
        lazy("学到什么"), validators=[Length(max=2000, message=lazy("请不超过2000字"))], render_kw={"rows": 3}
    )
    suggestion = TextAreaField(
        lazy("有什么建议"), validators=[Length(max=1000, message=lazy("请不超过1000字"))], render_kw={"rows": 2}
    )
    hours = DecimalField(
        lazy("用时（小时）"),
        places=1,
        validators=[Optional(), NumberRange(0, 24, lazy("请填写0到24之间的数"))],
        render_kw={"inputmode": "decimal"},
    )
    names = StringField(lazy("文中提到的居民姓名"), validators=[Length(max=200, message=lazy("请不超过200字"))])
    photos = MultipleFileField(lazy("照片"), render_kw={"accept": PICTURES})
    base, revision = HiddenField(), HiddenField()

    def draft(self) -> EntryDraft:
        return EntryDraft(
            kind=Kind(self.kind.data),
            done=self.done.data.strip(),
            learned=(self.learned.data or "").strip(),
            suggestion=(self.suggestion.data or "").strip(),
            minutes=None if self.hours.data is None else int(self.hours.data * 60),
            names="、".join(names_in(self.names.data or "")),
        )

    def words(self) -> Words:
        """As typed, for the draft."""
        typed: dict[str, Any] = {name: getattr(self, name).data or "" for name in Words.model_fields}
        return Words(**{name: str(value)[: _most(name)] for name, value in typed.items()})


def _most(name: str) -> int:
    return int(next(m.max_length for m in Words.model_fields[name].metadata if hasattr(m, "max_length")))


def filled(words: Words) -> dict[str, Any]:
    """A draft as the form's data; hours that are no number stay empty."""
    return {**words.model_dump(), "hours": _number(words.hours)}


def of_entry(entry: LogEntry) -> dict[str, Any]:
    """An entry as the form's data."""
    said = entry.model_dump(include={"done", "learned", "suggestion", "names"})
    return said | {"kind": entry.kind.value, "hours": hours_of(entry)}


def like_last(last: LogEntry) -> dict[str, Any]:
    """与上次相同: kind, hours and what was done; what was learned is new every time."""
    return {"kind": last.kind.value, "hours": hours_of(last), "done": last.done}


def hours_of(entry: LogEntry) -> Decimal | None:
    return None if entry.minutes is None else round(Decimal(entry.minutes) / 60, 1)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


class PhotosForm(FlaskForm):
    photos = MultipleFileField(
        lazy("照片"), validators=[DataRequired(lazy("请选择照片"))], render_kw={"accept": PICTURES}
    )


class LeaveForm(FlaskForm):
    from_on = DateField(lazy("请假开始"), validators=[DataRequired(lazy("请选择开始日期"))])
    until_on = DateField(lazy("请假结束（含当日）"), validators=[DataRequired(lazy("请选择结束日期"))])
    kind = SelectField(
        lazy("请假类型"), choices=[SelectChoice(value=k.value, label=lazy(word)) for k, word in LEAVES.items()]
    )
    note = StringField(lazy("说明"), validators=[Length(max=100, message=lazy("请不超过100字"))])

    def draft(self) -> LeaveDraft:
        return LeaveDraft(
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            kind=LeaveKind(self.kind.data),
            note=(self.note.data or "").strip(),
        )


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(lazy("关键词"), default="")
