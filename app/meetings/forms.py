"""What the host's clerk types to confirm a meeting."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TimeField
from wtforms.validators import DataRequired, Length, ValidationError

from app.kit import clock
from app.kit.i18n import lazy
from app.meetings.models import Arrangements, Meeting
from app.meetings.rules import EndsBeforeStart


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(lazy("名称或地点"))
    state = SelectField(lazy("状态"), default="")
    host = SelectField(lazy("承办方"), default="")
    year = SelectField(lazy("年份"), default="")


class Hours:
    """When on the meeting's day."""

    starts = TimeField(lazy("开始时间"), validators=[DataRequired(lazy("请填写开始时间"))])
    ends = TimeField(lazy("结束时间"), validators=[DataRequired(lazy("请填写结束时间"))])

    def validate_ends(self, field: TimeField) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(lazy(EndsBeforeStart.message))


class HoursForm(Hours, FlaskForm):
    """The hours for which free venues are looked up."""

    class Meta:
        csrf = False


class ConfirmForm(Hours, FlaskForm):
    venue_id = SelectField(lazy("场地"), validators=[DataRequired(lazy("请选择场地"))])
    parking = StringField(lazy("停车安排"), validators=[Length(max=200)])
    contact_name = StringField(lazy("联系人"), validators=[DataRequired(lazy("请填写联系人")), Length(max=40)])
    contact_phone = StringField(
        lazy("联系电话（办公电话）"), validators=[DataRequired(lazy("请填写联系电话")), Length(max=30)]
    )

    def draft(self, meeting: Meeting) -> Arrangements:
        """The arrangements on the meeting's own day."""
        return Arrangements(
            starts_at=clock.at(meeting.day, self.starts.data),
            ends_at=clock.at(meeting.day, self.ends.data),
            venue_id=UUID(self.venue_id.data),
            parking=self.parking.data or "",
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
        )
