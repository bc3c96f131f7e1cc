"""The editor of an agreement in three pages: terms and articles, parties, annexes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.clauses import rules
from app.kit.i18n import lazy
from app.precedents.models import (
    LONGEST_ARTICLE,
    SWITCH_NAMES,
    AgreementText,
    AnnexText,
    ArticleText,
    PartyText,
    Switch,
    TermsText,
)
from app.towns.models import Organ

OUTSIDE = ""  # the choice for a party that is no town
IDENTITY = [DataRequired(), validators.UUID()]


class VersionForm(FlaskForm):
    """What every page of the editor carries: the version on the screen, a text kept aside, what was changed."""

    base = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    aside = HiddenField(validators=[Optional(), validators.UUID()])
    note = StringField(lazy("修改说明"), validators=[Length(max=200)])


class ArticleForm(Form):
    id = HiddenField(validators=IDENTITY)
    heading = StringField(lazy("条标题"), validators=[Length(max=60)])
    body = TextAreaField(lazy("条文"), validators=[Length(max=LONGEST_ARTICLE)], render_kw={"rows": 7})
    key = StringField(lazy("引用名"), validators=[Length(max=20)])

    def typed(self) -> ArticleText:
        return ArticleText(
            id=UUID(self.id.data), heading=self.heading.data, body=_lines(self.body.data), key=self.key.data
        )


class TextForm(VersionForm):
    title = StringField(lazy("协议名称"), validators=[DataRequired(lazy("请填写协议名称")), Length(max=120)])
    preamble = TextAreaField(lazy("序言"), validators=[Length(max=2000)], render_kw={"rows": 4})
    from_on = DateField(lazy("协议开始日期"), validators=[Optional()])
    until_on = DateField(lazy("协议终止日期"), validators=[Optional()])
    copies_each = IntegerField(lazy("每方执几份"), validators=[InputRequired(lazy("请填写份数")), NumberRange(1, 20)])
    fee = TextAreaField(lazy("费用约定"), validators=[Length(max=300)], render_kw={"rows": 2})
    switches = SelectMultipleField(
        lazy("本协议是下列事项的依据"),
        choices=[SelectChoice(value=s.value, label=lazy(name)) for s, name in SWITCH_NAMES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    articles = FieldList(FormField(ArticleForm), lazy("有条款填写的内容不符合要求，请看标红处"))
    is_joint = BooleanField(lazy("以联合行文印发（只标主办机关的发文字号）"))
    copies_to = StringField(lazy("抄送"), validators=[Length(max=300)])
    printed_by = StringField(lazy("印发机关"), validators=[Length(max=60)])

    def typed(self, onto: AgreementText) -> AgreementText:
        """What was typed, on the text that was on the screen."""
        terms = TermsText(
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            copies_each=self.copies_each.data,
            fee=_lines(self.fee.data),
            switches=tuple(Switch(s) for s in self.switches.data or ()),
        )
        return onto.model_copy(
            update={
                "title": self.title.data.strip(),
                "preamble": _lines(self.preamble.data).strip(),
                "terms": terms,
                "articles": tuple(entry.form.typed() for entry in self.articles),
                "is_joint": self.is_joint.data,
                "copies_to": (self.copies_to.data or "").strip(),
                "printed_by": (self.printed_by.data or "").strip(),
            }
        )

    @staticmethod
    def filled(text: AgreementText, carried: Mapping[str, Any]) -> "TextForm":
        kept = text.model_dump(include={"title", "preamble", "is_joint", "copies_to", "printed_by"})
        terms = text.terms.model_dump(exclude={"switches"}) | {"switches": [s.value for s in text.terms.switches]}
        articles = [a.model_dump() | {"id": str(a.id)} for a in text.articles]
        return TextForm(formdata=None, data={**kept, **terms, "articles": articles, **carried})


class PartyForm(Form):
    organ = SelectField(lazy("签署机关"))
    name = StringField(lazy("单位名称（企业、社会组织等）"), validators=[Length(max=100)])
    credit_code = StringField(lazy("统一社会信用代码"), validators=[Optional(), Length(min=18, max=18)])
    representative = StringField(lazy("法定代表人（负责人）"), validators=[Length(max=60)])
    address = StringField(lazy("地址"), validators=[Length(max=120)])
    contact = StringField(lazy("联系方式"), validators=[Length(max=80)])

    def typed(self, organs: Mapping[str, Organ]) -> PartyText:
        organ = organs.get(self.organ.data or OUTSIDE)
        named = {"town_id": organ.town_id, "organ_id": organ.id, "name": organ.full_name} if organ else {}
        said = {n: self[n].data or "" for n in ("name", "credit_code", "representative", "address", "contact")}
        return PartyText(**said | named)


class PartiesForm(VersionForm):
    parties = FieldList(FormField(PartyForm), lazy("有一方填写的内容不符合要求，请看标红处"))

    def offer(self, organs: Iterable[tuple[Organ, str]]) -> "PartiesForm":
        """The organs of the partnership's towns, then whoever has no account."""
        choices = [SelectChoice(value=str(o.id), label=f"{town}：{o.full_name}") for o, town in organs]
        choices.append(SelectChoice(value=OUTSIDE, label=lazy("其他单位（在下面填写名称，纸质签署）")))
        for entry in self.parties:
            entry.form.organ.choices = choices
        return self

    def typed(self, organs: Iterable[tuple[Organ, str]]) -> tuple[PartyText, ...]:
        known = {str(o.id): o for o, _ in organs}
        return tuple(entry.form.typed(known) for entry in self.parties)

    @staticmethod
    def filled(parties: Iterable[PartyText], carried: Mapping[str, Any]) -> "PartiesForm":
        rows = [p.model_dump() | {"organ": str(p.organ_id or OUTSIDE)} for p in parties]
        return PartiesForm(formdata=None, data={"parties": rows, **carried})


class AnnexForm(Form):
    id = HiddenField(validators=IDENTITY)
    source = HiddenField()
    taken_on = HiddenField()
    title = StringField(lazy("附件名称"), validators=[DataRequired(lazy("请填写附件名称")), Length(max=80)])
    words = TextAreaField(lazy("文字"), validators=[Length(max=LONGEST_ARTICLE)], render_kw={"rows": 3})
    table = TextAreaField(lazy("表格"), validators=[Length(max=60_000)], render_kw={"rows": 8})

    def typed(self, before: Mapping[UUID, AnnexText]) -> AnnexText:
        head, rows = rules.table_of(self.table.data or "")
        was = before.get(UUID(self.id.data))
        widths = was.widths if was and len(was.head) == len(head) else ()
        return AnnexText(
            id=UUID(self.id.data),
            source=self.source.data or "",
            title=self.title.data or "",
            words=_lines(self.words.data),
            head=head,
            rows=rows,
            widths=widths,
            taken_on=date.fromisoformat(self.taken_on.data) if self.taken_on.data else None,
        )


class AnnexesForm(VersionForm):
    annexes = FieldList(FormField(AnnexForm), lazy("有附件填写的内容不符合要求，请看标红处"))

    def typed(self, onto: AgreementText) -> tuple[AnnexText, ...]:
        before = {a.id: a for a in onto.annexes}
        return tuple(entry.form.typed(before) for entry in self.annexes)

    @staticmethod
    def filled(annexes: Iterable[AnnexText], carried: Mapping[str, Any]) -> "AnnexesForm":
        rows = [
            {
                **a.model_dump(include={"source", "title", "words"}),
                "id": str(a.id),
                "taken_on": a.taken_on.isoformat() if a.taken_on else "",
                "table": rules.lines_of(a.head, a.rows),
            }
            for a in annexes
        ]
        return AnnexesForm(formdata=None, data={"annexes": rows, **carried})


class CompareForm(FlaskForm):
    """Asked by a link: which two versions stand side by side."""

    class Meta:
        csrf = False

    old = SelectField(lazy("原来的版本"), coerce=int)
    new = SelectField(lazy("现在的版本"), coerce=int)


def fresh_article() -> ArticleText:
    return ArticleText(id=uuid4())


def _lines(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n")
