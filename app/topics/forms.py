"""What people type about a topic."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.kit.i18n import lazy
from app.topics.models import TopicWords


class TopicForm(FlaskForm):
    partnership = SelectField(lazy("提交给"))
    title = StringField(lazy("议题名称"), validators=[DataRequired(lazy("请填写议题名称")), Length(max=60)])
    presenter = StringField(lazy("汇报人"), validators=[Length(max=60)])
    minutes = IntegerField(
        lazy("需要的时间（分钟）"),
        validators=[InputRequired(lazy("请填写分钟数")), NumberRange(5, 120, lazy("请填写5到120之间的整数"))],
        default=15,
    )
    summary = TextAreaField(
        lazy("提请会议研究的内容"),
        validators=[DataRequired(lazy("请写明提请研究什么")), Length(max=2000)],
        render_kw={"rows": 6},
    )
    is_standing = BooleanField(lazy("常设议题：每次会议都列入"))
    papers = MultipleFileField(lazy("材料"))

    def words(self) -> TopicWords:
        return TopicWords(
            title=self.title.data.strip(),
            presenter=(self.presenter.data or "").strip(),
            minutes=self.minutes.data,
            summary=self.summary.data.strip(),
            is_standing=bool(self.is_standing.data),
        )


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy("原因"), validators=[DataRequired(lazy("请写明原因")), Length(max=300)], render_kw={"rows": 2}
    )
