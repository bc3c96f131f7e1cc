"""A mark with a sentence; the four digits on the screen; the unit's answer."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp
from wtforms.validators import Optional as Empty

from app.feedback.models import SCORES, STATES, OpinionDraft
from app.kit.i18n import lazy

MARKS = [SelectChoice(value=str(score), label=lazy(words)) for score, words in SCORES.items()]


class OpinionForm(FlaskForm):
    """Behind the link."""

    score = RadioField(lazy("您对这次服务满意吗"), choices=MARKS, validators=[InputRequired(lazy("请选择一项"))])
    words = TextAreaField(lazy("想说的一句话（可不填）"), validators=[Length(max=200)])
    wants_call = BooleanField(lazy("希望服务单位给我回电"))
    call_name = StringField(lazy("怎样称呼您"), validators=[Length(max=20)])
    call_phone = StringField(lazy("联系电话"), validators=[Length(max=20)])

    def draft(self) -> OpinionDraft:
        called = bool(self.wants_call.data)
        return OpinionDraft(
            score=int(self.score.data),
            words=(self.words.data or "").strip(),
            call_name=(self.call_name.data or "").strip() if called else "",
            call_phone=(self.call_phone.data or "").strip() if called else "",
        )


class DigitsForm(FlaskForm):
    digits = StringField(
        lazy("手机号后四位"),
        validators=[DataRequired(lazy("请输入手机号后四位")), Regexp(r"^\d{4}$", message=lazy("请输入四位数字"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"},
    )


class TapForm(FlaskForm):
    """On the screen: one tap is the mark, a sentence is optional."""

    score = RadioField(lazy("您对这次服务满意吗"), choices=MARKS, validators=[InputRequired(lazy("请选择一项"))])
    words = StringField(lazy("还想说一句（可不填）"), validators=[Length(max=200)])

    def draft(self) -> OpinionDraft:
        return OpinionDraft(score=int(self.score.data), words=(self.words.data or "").strip())


class AnswerForm(FlaskForm):
    answer = TextAreaField(
        lazy("整改和答复"), validators=[DataRequired(lazy("请写明怎样整改、怎样答复")), Length(max=300)]
    )


class FilterForm(FlaskForm):
    class Meta:
        csrf = False

    state = SelectField(
        lazy("状态"),
        choices=[
            SelectChoice(value="", label=lazy("全部")),
            *(SelectChoice(value=state.value, label=lazy(words)) for state, words in STATES.items()),
        ],
        validators=[Empty()],
        default="",
    )
    service = SelectField(lazy("服务项目"), validators=[Empty()], default="")

    def offer(self, services: dict[str, str]) -> None:
        all_of_them = SelectChoice(value="", label=lazy("全部"))
        self.service.choices = [all_of_them, *(SelectChoice(value=i, label=name) for i, name in services.items())]
