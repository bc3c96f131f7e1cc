"""How a list of bookings is narrowed. Read from the address."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.booked.queries import Filter
from app.kit.i18n import lazy


class ListForm(FlaskForm):
    class Meta:
        csrf = False

    words = StringField(lazy("用途、团队或场地"), validators=[Length(max=40)])
    when = SelectField(
        lazy("时间"),
        choices=[SelectChoice(value="", label=lazy("今天以后")), SelectChoice(value="past", label=lazy("以前的"))],
        default="",
    )
    mine = BooleanField(lazy("只看我预约的"))
    series = BooleanField(lazy("列出系列的每一次"))

    def filter(self, person_id: UUID) -> Filter:
        return Filter(
            words=(self.words.data or "").strip(),
            person_id=person_id if self.mine.data else None,
            is_past=self.when.data == "past",
            with_series=bool(self.series.data),
        )
