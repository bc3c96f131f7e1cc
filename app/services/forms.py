"""What a unit types about its service, and what is looked for in the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import N_, lazy
from app.services.models import KINDS, STATES, Kind, ServiceDraft, TermsDraft
from app.services.queries import Price, Search
from app.towns.models import Town, Unit

AGES = {"0": N_("不限年龄"), "60": N_("须年满60周岁"), "65": N_("须年满65周岁")}
WORDS = ("name", "description", "bring", "staff", "phone", "hours", "place", "eligibility")
TICKS = ("asks_guardian", "asks_contact", "is_marked_sensitive")
SIGN_UP = {"yes": N_("需要报名（按场次和名额）"), "no": N_("不用报名，按服务时间直接来")}


def _choices(names: Mapping[Any, str], first: str = "") -> list[SelectChoice]:
    known = [SelectChoice(value=str(value), label=lazy(name)) for value, name in names.items()]
    return [SelectChoice(value="", label=lazy(first)), *known] if first else known


def _text(label: str, longest: int, missing: str = "", **given: Any) -> StringField:
    wanted = [DataRequired(lazy(missing))] if missing else []
    said = lazy("请不超过%(longest)s字", longest=longest)
    return StringField(lazy(label), validators=[*wanted, Length(max=longest, message=said)], **given)


class HomeForm(FlaskForm):
    """What holds for the residents of one home town."""

    class Meta:
        csrf = False

    is_admitted = BooleanField(lazy("可以参加"))
    price = _text("收费", 60)
    subsidy = _text("补贴或减免", 80)


class ServiceForm(FlaskForm):
    revision = HiddenField(default="0")
    unit_id = SelectField(lazy("提供单位"))
    kind = SelectField(
        lazy("类别"), choices=_choices(KINDS, N_("请选择")), validators=[DataRequired(lazy("请选择类别"))], default=""
    )
    name = _text("服务名称", 40, "请填写服务名称")
    description = TextAreaField(lazy("服务内容"), validators=[Length(max=1000)], render_kw={"rows": 4})
    eligibility = _text("服务对象", 200)
    bring = TextAreaField(lazy("请带好"), validators=[Length(max=300)], render_kw={"rows": 2})
    by_sign_up = SelectField(lazy("怎样参加"), choices=_choices(SIGN_UP), default="yes")
    hours = _text("服务时间", 120)
    venue_id = SelectField(lazy("场地"), default="")
    place = _text("地点说明", 120)
    staff = _text("当班人员", 80)
    phone = _text("咨询电话", 30)
    min_age = SelectField(lazy("年龄要求"), choices=_choices(AGES), default="0")
    asks_guardian = BooleanField(lazy("有未满14周岁的孩子参加：登记监护人姓名和电话"))
    asks_contact = BooleanField(lazy("登记紧急联系人（如日间照料）"))
    is_marked_sensitive = BooleanField(lazy("登记内容涉及健康、纠纷等敏感个人信息"))

    def prepare(self, units: Iterable[Unit], venues: Iterable[tuple[UUID, str]], homes: Sequence[Price]) -> None:
        """The choices of today, and one part for each home town."""
        self.unit_id.choices = [SelectChoice(value=str(u.id), label=u.name) for u in units]
        self.venue_id.choices = [
            SelectChoice(value="", label=lazy("不用共享场地")),
            *(SelectChoice(value=str(i), label=words) for i, words in venues),
        ]
        self.homes = [(home, _home_form(home)) for home in homes]

    def validate(self, extra_validators: Any = None) -> bool:
        return all([super().validate(extra_validators), *(part.validate() for _, part in self.homes)])

    def draft(self) -> ServiceDraft:
        said: dict[str, Any] = {name: (self[name].data or "").strip() for name in WORDS}
        ticks: dict[str, Any] = {name: bool(self[name].data) for name in TICKS}
        return ServiceDraft(
            unit_id=UUID(self.unit_id.data),
            kind=Kind(self.kind.data),
            venue_id=UUID(self.venue_id.data) if self.venue_id.data else None,
            min_age=int(self.min_age.data),
            by_sign_up=self.by_sign_up.data == "yes",
            **said,
            **ticks,
        )

    def terms(self) -> list[TermsDraft]:
        return [
            TermsDraft(
                town_id=home.town_id,
                is_admitted=bool(part.is_admitted.data),
                price=(part.price.data or "").strip(),
                subsidy=(part.subsidy.data or "").strip(),
            )
            for home, part in self.homes
        ]


def _home_form(home: Price) -> HomeForm:
    said = {"is_admitted": home.is_admitted, "price": home.price, "subsidy": home.subsidy}
    return HomeForm(data=said, prefix=f"home-{home.town_id}")


class CatalogueForm(FlaskForm):
    """What is looked for; it stands in the address."""

    class Meta:
        csrf = False

    q = StringField(lazy("关键词"), default="")
    kind = SelectField(lazy("类别"), choices=_choices(KINDS, N_("全部类别")), default="")
    town = SelectField(lazy("提供方"), default="")
    state = SelectField(lazy("状态"), choices=_choices(STATES, N_("全部状态")), default="")

    def offer(self, towns: Iterable[Town]) -> None:
        every = SelectChoice(value="", label=lazy("各镇"))
        self.town.choices = [every, *(SelectChoice(value=str(t.id), label=t.name) for t in towns)]

    def search(self) -> Search:
        """What was asked; anything unreadable asks nothing."""
        known = {name: self._known(name) for name in ("kind", "town", "state")}
        town = UUID(known["town"]) if known["town"] else None
        return Search((self.q.data or "")[:40].strip(), known["kind"], town, state=known["state"])

    def _known(self, name: str) -> str:
        field = self[name]
        values = {choice.value for choice in field.choices}
        return str(field.data) if field.data in values else ""
