"""What a worker fills in for residents: ticks on the list, or rows; how they were told and agreed."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit.i18n import lazy
from app.kit.text import mask_name
from app.residents.models import Resident, ResidentDraft
from app.residents.queries import Card
from app.residents.rules import WHYS
from app.services.models import Service
from app.signups.models import AGREED, HOWS, Agreed, DeclaredDraft, How, SignUpDraft

TEL = {"inputmode": "tel", "autocomplete": "off"}
OFF = {"autocomplete": "off"}
BY_HAND = (How.SPOKEN, How.WRITTEN)
One = TypeVar("One", bound=StrEnum)
Places = Iterable[tuple[UUID, str, list[tuple[UUID, str]]]]


class CheckboxesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RowForm(Form):
    """A resident who is not on the list yet."""

    name = StringField(lazy("姓名"), validators=[Length(max=20)], render_kw=OFF)
    phone = StringField(lazy("手机号码"), validators=[Length(max=20)], render_kw=TEL)
    home = SelectField(lazy("所在镇和社区"), default="")

    @property
    def is_filled(self) -> bool:
        return bool((self.name.data or "").strip() or (self.phone.data or "").strip())

    @property
    def masked(self) -> str:
        return f"{mask_name((self.name.data or '').strip())} {(self.phone.data or '').strip()[-4:]}".strip()

    def to_draft(self) -> ResidentDraft:
        town, _, unit = str(self.home.data).partition(":")
        return ResidentDraft.model_construct(
            name=self.name.data or "",
            phone=self.phone.data or "",
            home_town_id=UUID(town),
            community_id=UUID(unit) if unit else None,
        )


class WorkerForm(FlaskForm):
    known = CheckboxesField(lazy("名册中的居民"), choices=[])
    rows = FieldList(FormField(RowForm, label=lazy("名册外的居民")), min_entries=3, max_entries=30)
    of_age = BooleanField(lazy("已看过证件，所报居民都达到年龄要求"))
    guardian_name = StringField(lazy("监护人姓名"), validators=[Length(max=20)], render_kw=OFF)
    guardian_phone = StringField(lazy("监护人电话"), validators=[Length(max=20)], render_kw=TEL)
    emergency_name = StringField(lazy("紧急联系人姓名"), validators=[Length(max=20)], render_kw=OFF)
    emergency_phone = StringField(lazy("紧急联系人电话"), validators=[Length(max=20)], render_kw=TEL)
    note = StringField(lazy("备注"), validators=[Length(max=60)], render_kw=OFF)
    told_how = RadioField(
        lazy("告知书怎样告知居民"),
        choices=[SelectChoice(value=h.value, label=lazy(HOWS[h])) for h in BY_HAND],
        default=How.SPOKEN.value,
    )
    agreed_by = RadioField(
        lazy("谁单独同意处理敏感个人信息"),
        choices=[SelectChoice(value=a.value, label=lazy(w)) for a, w in AGREED.items()],
        validate_choice=False,
    )
    agreed_how = RadioField(
        lazy("怎样同意"),
        choices=[SelectChoice(value=h.value, label=lazy(HOWS[h])) for h in BY_HAND],
        validate_choice=False,
    )
    wait = BooleanField(lazy("名额不够的，加入候补"))
    each = BooleanField(lazy("有人报不上的，先为其余的人报名"))

    def ask_for(self, service: Service, places: Places, cards: Iterable[Card], *, own: str) -> None:
        """Only what this service declares; `own` is the worker's community, or "" where they have none."""
        self.known.choices = [SelectChoice(value=str(c.id), label=_label(c)) for c in cards]
        homes = _homes(places)
        for row in self.rows:
            row.form.home.choices = homes
            row.form.home.data = row.form.home.data or own
        gone = {
            "of_age": not service.min_age,
            "guardian_name": not service.asks_guardian,
            "guardian_phone": not service.asks_guardian,
            "emergency_name": not service.asks_contact,
            "emergency_phone": not service.asks_contact,
            "agreed_by": not service.is_sensitive,
            "agreed_how": not service.is_sensitive,
        }
        for name in [n for n, is_gone in gone.items() if is_gone]:
            delattr(self, name)

    def make_room(self, number: int) -> None:
        """So many rows to type in."""
        while len(self.rows) < number:
            self.rows.append_entry()

    def who(self, chosen: Iterable[Resident]) -> list[str]:
        """Whom `drafts` are about, in its order, masked: this may travel in a cookie."""
        shown = {str(choice.value): str(choice.label) for choice in self.known.choices}
        return [
            *(shown.get(str(c.id), "") for c in chosen),
            *(row.form.masked for row in self.rows if row.form.is_filled),
        ]

    def typed(self) -> list[ResidentDraft]:
        return [row.form.to_draft() for row in self.rows if row.form.is_filled]

    def is_homeless(self) -> bool:
        """Somebody was typed without saying from where."""
        return any(row.form.is_filled and not row.form.home.data for row in self.rows)

    def chosen_ids(self) -> list[UUID]:
        return [UUID(value) for value in self.known.data or []]

    def drafts(self, service: Service, chosen: Iterable[Resident]) -> list[SignUpDraft]:
        """First who was ticked, then who was typed."""
        people = [
            ResidentDraft.model_construct(**c.model_dump(include=set(ResidentDraft.model_fields))) for c in chosen
        ]
        said: dict[str, Any] = {
            "declared": DeclaredDraft(**{n: self[n].data or "" for n in DeclaredDraft.model_fields if n in self}),
            "age_seen": service.min_age if self.of_age and self.of_age.data else 0,
            "told_how": How(self.told_how.data),
            "agreed_by": _one_of(Agreed, self.agreed_by),
            "agreed_how": _one_of(How, self.agreed_how),
            "notice_id": None,
        }
        return [SignUpDraft.model_construct(person=p, **said) for p in [*people, *self.typed()]]


def _one_of(kind: type[One], field: RadioField | None) -> One | None:
    """What was chosen, as far as it is one of its kind: the field itself lets nothing chosen pass."""
    return next((one for one in kind if field and field.data == one.value), None)


def _homes(places: Places) -> list[SelectChoice]:
    choices = [SelectChoice(value="", label=lazy("请选择"))]
    for town_id, town, communities in places:
        choices += [
            SelectChoice(value=f"{town_id}:{unit_id}", label=name, optgroup=town) for unit_id, name in communities
        ]
        choices.append(SelectChoice(value=f"{town_id}:", label=lazy("其他社区、村"), optgroup=town))
    return choices


def _label(card: Card) -> str:
    return " ".join(part for part in (card.name, card.phone, card.community) if part)


class CancelForm(FlaskForm):
    reason = StringField(lazy("原因（不写姓名、病情）"), validators=[Length(max=100)], render_kw=OFF)


class RevealForm(FlaskForm):
    why = SelectField(lazy("查看理由"), choices=[SelectChoice(value=w.value, label=lazy(s)) for w, s in WHYS.items()])
