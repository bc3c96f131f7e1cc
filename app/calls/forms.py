"""What a clerk types into a letter or a notice."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.calls.models import PaperDraft
from app.kit.i18n import lazy


class PaperForm(FlaskForm):
    title = StringField(lazy("标题"), validators=[DataRequired(lazy("请填写标题")), Length(max=120)])
    to = StringField(lazy("主送"), validators=[DataRequired(lazy("请填写主送单位")), Length(max=200)])
    body = TextAreaField(
        lazy("正文"), validators=[DataRequired(lazy("请填写正文")), Length(max=8000)], render_kw={"rows": 18}
    )
    copies_to = StringField(lazy("抄送"), validators=[Length(max=200)])
    entered_number = StringField(lazy("发文字号（登记取号）"), validators=[Length(max=60)])

    def draft(self) -> PaperDraft:
        return PaperDraft(
            title=self.title.data,
            to=self.to.data,
            body=self.body.data,
            copies_to=self.copies_to.data or "",
            entered_number=self.entered_number.data or "",
        )
