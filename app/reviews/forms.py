"""A comment, and a mentor's word on a month."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy
from app.reviews.models import GRADES, Grade, RatingDraft


class CommentForm(FlaskForm):
    text = TextAreaField(
        lazy("点评"),
        validators=[DataRequired(lazy("请写一句点评")), Length(max=1000, message=lazy("请不超过1000字"))],
        render_kw={"rows": 3},
    )


class RatingForm(FlaskForm):
    grade = RadioField(
        lazy("本月评价"),
        choices=[SelectChoice(value=g.value, label=lazy(word)) for g, word in GRADES.items()],
        validators=[DataRequired(lazy("请选择评价"))],
    )
    text = TextAreaField(
        lazy("评语"), validators=[Length(max=500, message=lazy("请不超过500字"))], render_kw={"rows": 3}
    )

    def draft(self) -> RatingDraft:
        return RatingDraft(grade=Grade(self.grade.data), text=(self.text.data or "").strip())
