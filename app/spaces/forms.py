"""What people type to book a venue, for themselves or for a team, and to say it otherwise."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.availability.rules import EXEMPTIONS, Exemption
from app.bookings.forms import HEADS, USE_CHOICES, PurposeForm, SpanForm, UndertakenForm
from app.bookings.models import Booking, BookingDraft, EditDraft, Use
from app.kit.i18n import lazy

DEFAULT_HEADS = 10


class BookForm(SpanForm, UndertakenForm):
    heads = IntegerField(lazy("人数"), validators=HEADS, default=DEFAULT_HEADS)

    def draft(self, venue_id: UUID) -> BookingDraft:
        span = self.span()
        return BookingDraft(venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, **self.purpose())


class MoveForm(SpanForm):
    venue = SelectField(lazy("场地"))


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=200)], render_kw={"rows": 2}
    )


class DivideForm(FlaskForm):
    parts = TextAreaField(
        lazy("分隔成的各部分"),
        validators=[DataRequired(lazy("请写出各部分")), Length(max=400)],
        render_kw={"rows": 3},
    )


class CheckboxesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class QuickForm(SpanForm):
    """At the counter or by telephone: a team, who answers for it, how many."""

    venue = SelectField(lazy("场地"), validators=[DataRequired(lazy("请选择场地"))])
    team = StringField(
        lazy("团队"),
        validators=[DataRequired(lazy("请填写团队名称")), Length(max=40)],
        render_kw={"list": "teams", "autocomplete": "off"},
    )
    contact = StringField(lazy("负责人和电话"), validators=[Length(max=70)])
    heads = IntegerField(lazy("人数"), validators=HEADS)
    use = SelectField(lazy("使用类别"), choices=USE_CHOICES, validators=[DataRequired(lazy("请选择使用类别"))])
    agrees = BooleanField(
        lazy("已向负责人说明：不使用明火，不从事商业和宗教活动，用后恢复原状、清理并交还钥匙"),
        validators=[DataRequired(lazy("请先向负责人说明使用承诺"))],
    )

    def draft(self, contact: tuple[str, str]) -> BookingDraft:
        span = self.span()
        team = self.team.data.strip()
        return BookingDraft(
            venue_id=UUID(self.venue.data),
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            title=f"{team}活动",
            use=Use(self.use.data),
            heads=self.heads.data,
            contact_name=contact[0],
            contact_phone=contact[1],
            team=team,
        )


class ExceptionForm(BookForm):
    """例外办理: the booking, for which town, which terms are set aside, and why."""

    town = SelectField(lazy("为哪个镇办理"), validators=[DataRequired(lazy("请选择镇"))])
    exempt = CheckboxesField(
        lazy("这次例外放宽"), choices=[SelectChoice(value=e.value, label=lazy(w)) for e, w in EXEMPTIONS.items()]
    )
    reason = TextAreaField(
        lazy("例外的原因"),
        validators=[DataRequired(lazy("请写明原因，对方会看到")), Length(max=200)],
        render_kw={"rows": 2},
    )

    def exemptions(self) -> frozenset[Exemption]:
        return frozenset(map(Exemption, self.exempt.data or []))


class EditForm(PurposeForm):
    def said(self) -> EditDraft:
        return EditDraft(**self.purpose())


def filled(booking: Booking) -> dict[str, Any]:
    """The edit form's first contents."""
    return {name: getattr(booking, name) for name in EditDraft.model_fields} | {"use": booking.use.value}
