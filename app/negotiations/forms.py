"""Beginning an agreement, looking for one, taking one back."""

from collections.abc import Collection, Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.agreements.models import STATES, AgreementState
from app.agreements.queries import Wanted
from app.kit.i18n import lazy
from app.precedents.models import KIND_NAMES, AgreementKind
from app.towns.models import Partnership, Town
from app.validity.rules import LIVES, Life

EVERY = [SelectChoice(value="", label=lazy("全部"))]
KINDS = [SelectChoice(value=k.value, label=lazy(name)) for k, name in KIND_NAMES.items()]


class BeginForm(FlaskForm):
    kind = RadioField(lazy("协议种类"), choices=KINDS, validators=[DataRequired(lazy("请选择协议种类"))])
    partnership = SelectField(lazy("联合体"))
    towns = SelectMultipleField(lazy("签署的镇"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    title = StringField(lazy("协议名称"), validators=[Length(max=120)])

    def offer(self, partnerships: Iterable[Partnership], towns: Iterable[Town]) -> "BeginForm":
        self.partnership.choices = [SelectChoice(value=str(p.id), label=p.name) for p in partnerships]
        self.towns.choices = [SelectChoice(value=str(t.id), label=t.name) for t in towns]
        if not self.is_submitted():
            self.towns.data = [choice.value for choice in self.towns.choices]
        return self

    @property
    def partnership_id(self) -> UUID:
        return UUID(self.partnership.data)

    @property
    def town_ids(self) -> list[UUID]:
        return [UUID(t) for t in self.towns.data or []]


class SearchForm(FlaskForm):
    """Asked by a link: nothing is changed."""

    class Meta:
        csrf = False

    q = StringField(lazy("名称中的文字"), default="")
    kind = SelectField(lazy("种类"), choices=[*EVERY, *KINDS], default="")
    state = SelectField(
        lazy("状态"),
        choices=[*EVERY, *(SelectChoice(value=s.value, label=lazy(name)) for s, name in (STATES | LIVES).items())],
        default="",
    )

    @property
    def life(self) -> Life | None:
        """Asked for by its place in the term, which the calendar tells and no column."""
        return Life(self.state.data) if self.state.data in set(Life) else None

    def wanted(self, among: Collection[UUID] | None = None) -> Wanted:
        kinds, states = {k.value for k in AgreementKind}, {s.value for s in AgreementState}
        kind, state = self.kind.data or "", self.state.data or ""
        return Wanted(
            state=AgreementState(state) if state in states else None,
            kind=AgreementKind(kind) if kind in kinds else None,
            words=self.q.data or "",
            among=among,
        )


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=200)], render_kw={"rows": 2}
    )
