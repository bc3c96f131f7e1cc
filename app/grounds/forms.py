"""An assessment put on record."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.grounds.models import AssessmentDraft
from app.kit.i18n import lazy


class AssessmentForm(FlaskForm):
    made_on = DateField(lazy("评估日期"), validators=[InputRequired(lazy("请填写评估日期"))])
    valid_until = DateField(lazy("有效期至"), validators=[Optional()])
    summary = TextAreaField(
        lazy("评估摘要"),
        validators=[
            DataRequired(lazy("请填写评估摘要")),
            Length(min=10, max=1000, message=lazy("请用10到1000字写明评估了什么、有哪些风险、采取了哪些措施")),
        ],
        render_kw={"rows": 5},
    )
    paper = FileField(lazy("评估报告"))
    kept_where = StringField(lazy("原件存放处"), validators=[Length(max=80)])

    def to_draft(self) -> AssessmentDraft:
        return AssessmentDraft(
            made_on=self.made_on.data,
            valid_until=self.valid_until.data,
            summary=(self.summary.data or "").strip(),
            kept_where=(self.kept_where.data or "").strip(),
        )
