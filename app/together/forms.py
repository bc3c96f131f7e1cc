"""What people type to book several venues for one time."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.bookings.models import USES, BookingDraft, Span, Use
from app.kit import clock
from app.kit.i18n import lazy

QUARTERS = {"step": 900}
TEXTS = ("title", "speaker", "outline", "contact_name", "contact_phone", "team")


class WhenForm(FlaskForm):
    """The time alone: first it is asked which venues are free then."""

    class Meta:
        csrf = False

    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)

    def span(self) -> Span | None:
        """What was asked for, when it is given the right way round."""
        if not (self.day.data and self.starts.data and self.ends.data) or self.ends.data <= self.starts.data:
            return None
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))


class TogetherForm(FlaskForm):
    venues = SelectMultipleField(
        lazy("场地"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Length(2, 20, lazy("请至少选择两个场地"))],
    )
    title = StringField(lazy("用途"), validators=[DataRequired(lazy("请填写用途")), Length(max=60)])
    use = SelectField(
        lazy("使用类别"),
        choices=[
            SelectChoice(value="", label=lazy("请选择")),
            *(SelectChoice(value=u.value, label=lazy(name)) for u, name in USES.items()),
        ],
        validators=[DataRequired(lazy("请选择使用类别"))],
        default="",
    )
    speaker = StringField(lazy("主讲人"), validators=[Length(max=60)])
    outline = TextAreaField(lazy("内容提要"), validators=[Length(max=500)], render_kw={"rows": 2})
    heads = IntegerField(
        lazy("每个场地的人数"),
        validators=[InputRequired(lazy("请填写人数")), NumberRange(1, 5000, lazy("人数至少为1"))],
        default=10,
    )
    contact_name = StringField(lazy("联系人"), validators=[DataRequired(lazy("请填写联系人")), Length(max=40)])
    contact_phone = StringField(lazy("联系电话"), validators=[DataRequired(lazy("请填写联系电话")), Length(max=30)])
    team = StringField(lazy("使用团队"), validators=[Length(max=40)])
    agrees = BooleanField(
        lazy("使用人承诺：不使用明火，不从事商业和宗教活动，用后恢复原状、清理并交还钥匙"),
        validators=[DataRequired(lazy("请先同意使用承诺"))],
    )

    def drafts(self, span: Span) -> list[BookingDraft]:
        """One wish for each ticked venue, all for the same time."""
        said = {name: (self[name].data or "").strip() for name in TEXTS}
        use, heads = Use(self.use.data), self.heads.data
        return [
            BookingDraft(venue_id=UUID(v), starts_at=span.starts_at, ends_at=span.ends_at, use=use, heads=heads, **said)
            for v in self.venues.data
        ]
