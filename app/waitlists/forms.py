"""What people type to wait for a venue: the same as for a booking, so that nothing is typed twice."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.bookings.models import USES, BookingDraft, Span, Use
from app.kit import clock
from app.kit.i18n import lazy

QUARTERS = {"step": 900}
LONG = 240
LENGTHS = {
    "0": lazy("所选的整个时段"),
    "30": lazy("其中任意30分钟"),
    "60": lazy("其中任意1小时"),
    "90": lazy("其中任意1小时30分钟"),
    "120": lazy("其中任意2小时"),
    "180": lazy("其中任意3小时"),
    "240": lazy("其中任意4小时"),
}


class WishForm(FlaskForm):
    day = DateField(lazy("日期"), validators=[DataRequired(lazy("请选择日期"))])
    starts = TimeField(lazy("开始时间"), validators=[InputRequired(lazy("请填写开始时间"))], render_kw=QUARTERS)
    ends = TimeField(lazy("结束时间"), validators=[InputRequired(lazy("请填写结束时间"))], render_kw=QUARTERS)
    minutes = SelectField(
        lazy("需要多长时间"), choices=[SelectChoice(value=v, label=name) for v, name in LENGTHS.items()], default="0"
    )
    title = StringField(lazy("用途"), validators=[DataRequired(lazy("请填写用途")), Length(max=60)])
    use = SelectField(
        lazy("使用类别"),
        choices=[
            SelectChoice(value="", label=lazy("请选择")),
            *(SelectChoice(value=u.value, label=lazy(name)) for u, name in USES.items()),
        ],
        validators=[DataRequired(lazy("请选择使用类别"))],
    )
    speaker = StringField(lazy("主讲人"), validators=[Length(max=60)])
    outline = TextAreaField(lazy("内容提要"), validators=[Length(max=500)], render_kw={"rows": 2})
    heads = IntegerField(
        lazy("人数"), validators=[InputRequired(lazy("请填写人数")), NumberRange(1, 5000, lazy("人数至少为1"))]
    )
    contact_name = StringField(lazy("联系人"), validators=[DataRequired(lazy("请填写联系人")), Length(max=40)])
    contact_phone = StringField(lazy("联系电话"), validators=[DataRequired(lazy("请填写联系电话")), Length(max=30)])
    team = StringField(lazy("使用团队"), validators=[Length(max=40)])
    agrees = BooleanField(
        lazy("使用人承诺：不使用明火，不从事商业和宗教活动，用后恢复原状、清理并交还钥匙"),
        validators=[DataRequired(lazy("请先同意使用承诺"))],
    )

    def span(self) -> Span:
        return Span(clock.at(self.day.data, self.starts.data), clock.at(self.day.data, self.ends.data))

    def propose_length(self) -> None:
        """Who comes from a whole day that is taken hardly wants all of it."""
        named = self.day.data and self.starts.data and self.ends.data
        if named and self.minutes.data == "0" and self.span().minutes > LONG:
            self.minutes.data = "120"

    def draft(self, venue_id: UUID) -> BookingDraft:
        span = self.span()
        return BookingDraft(
            venue_id=venue_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            title=self.title.data.strip(),
            use=Use(self.use.data),
            heads=self.heads.data,
            contact_name=self.contact_name.data.strip(),
            contact_phone=self.contact_phone.data.strip(),
            team=(self.team.data or "").strip(),
            speaker=(self.speaker.data or "").strip(),
            outline=(self.outline.data or "").strip(),
        )
