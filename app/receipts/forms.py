"""What a clerk types about somebody who comes."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.accounts.models import Person
from app.kit.i18n import lazy
from app.participants.models import ParticipantDraft, Standing
from app.participants.rules import MEALS, stands_for_town
from app.receipts.rules import LOOK_REASONS


class ParticipantForm(FlaskForm):
    person = SelectField(lazy("从本镇人员中选"))
    name = StringField(lazy("姓名"), validators=[Length(max=40)])
    unit = StringField(lazy("单位"), validators=[Length(max=60)])
    post = StringField(lazy("职务"), validators=[Length(max=60)])
    standing = RadioField(
        lazy("参会身份"),
        choices=[
            SelectChoice(value=Standing.ATTENDEE.value, label=lazy("出席")),
            SelectChoice(value=Standing.OBSERVER.value, label=lazy("列席")),
        ],
        default=Standing.ATTENDEE.value,
    )
    is_leader = BooleanField(lazy("负责同志（书记、副书记或者受权代表本镇）"))
    phone = StringField(lazy("联系电话"), validators=[Length(max=30)])
    meal = SelectField(lazy("用餐"))
    car_plate = StringField(lazy("车牌号"), validators=[Length(max=20)])

    def offer(self, people: Sequence[Person]) -> None:
        """The town's people with accounts; choosing one fills in name and post, and lets the notice reach them."""
        self.person.choices = [SelectChoice(value="", label=gettext("不在其中，直接填写姓名"))]
        self.person.choices += [SelectChoice(value=str(p.id), label=f"{p.name} {p.post}") for p in people]
        self.meal.choices = [SelectChoice(value="", label=gettext("未定"))]
        self.meal.choices += [SelectChoice(value=m, label=gettext(m)) for m in MEALS]

    def validate(self, extra_validators: object = None) -> bool:
        """Either a person of the town or a name."""
        valid = bool(super().validate(extra_validators))
        if not self.person.data and not (self.name.data or "").strip():
            self.name.errors = (*self.name.errors, gettext("请选择人员或者填写姓名"))
            return False
        return valid

    def draft(self, people: Sequence[Person]) -> ParticipantDraft:
        chosen = next((p for p in people if str(p.id) == self.person.data), None)
        post = self.post.data or (chosen.post if chosen else "")
        return ParticipantDraft(
            name=self.name.data or (chosen.name if chosen else ""),
            unit=self.unit.data or "",
            post=post,
            standing=Standing(self.standing.data),
            is_leader=bool(self.is_leader.data) or stands_for_town(post),
            person_id=UUID(self.person.data) if self.person.data else None,
            phone=self.phone.data or "",
            meal=self.meal.data or "",
            car_plate=(self.car_plate.data or "").upper(),
        )


class ReasonForm(FlaskForm):
    reason = SelectField(
        lazy("查看事由"),
        choices=[SelectChoice(value=reason.value, label=lazy(words)) for reason, words in LOOK_REASONS.items()],
    )
