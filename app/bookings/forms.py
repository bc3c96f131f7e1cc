"""What people say of a booking, by whatever form they book: when, what for, how many come, who answers for it."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.bookings.models import USES, Span, Use
from app.kit import clock
from app.kit.i18n import lazy

QUARTERS = {"step": 900}
HEADS = [InputRequired(lazy("请填写人数")), NumberRange(1, 5000, lazy("人数至少为1"))]
USE_CHOICES = [
    SelectChoice(value="", label=lazy("请选择")),
    *(SelectChoice(value=u.value, label=lazy(name)) for u, name in USES.items()),
]
TEXTS = ("title", "speaker", "outline", "contact_name", "contact_phone", "team")


class SpanForm(FlaskForm):
    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)

    def span(self) -> Span:
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))


class PurposeForm(FlaskForm):
    """What for, and who: of a booking that is made, or said otherwise."""

    title = StringField(lazy("用途"), validators=[DataRequired(lazy("请填写用途")), Length(max=60)])
    use = SelectField(
        lazy("使用类别"), choices=USE_CHOICES, validators=[DataRequired(lazy("请选择使用类别"))], default=""
    )
    speaker = StringField(lazy("主讲人"), validators=[Length(max=60)])
    outline = TextAreaField(lazy("内容提要"), validators=[Length(max=500)], render_kw={"rows": 2})
    heads = IntegerField(lazy("人数"), validators=HEADS)
    contact_name = StringField(lazy("联系人"), validators=[DataRequired(lazy("请填写联系人")), Length(max=40)])
    contact_phone = StringField(lazy("联系电话"), validators=[DataRequired(lazy("请填写联系电话")), Length(max=30)])
    team = StringField(lazy("使用团队"), validators=[Length(max=40)])

    def purpose(self) -> dict[str, Any]:
        """The fields of a draft that are not its time and place."""
        texts = {name: (self[name].data or "").strip() for name in TEXTS}
        return texts | {"use": Use(self.use.data), "heads": self.heads.data}


class UndertakenForm(PurposeForm):
    """A new booking takes the undertaking as well."""

    agrees = BooleanField(
        lazy("使用人承诺：不使用明火，不从事商业和宗教活动，用后恢复原状、清理并交还钥匙"),
        validators=[DataRequired(lazy("请先同意使用承诺"))],
    )
