"""What people say about an agreement: a remark, a refusal article by article, an answer, a file."""

from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField, validators
from wtforms.validators import DataRequired, Length, Optional

from app.kit.i18n import lazy
from app.precedents.models import LONGEST_ARTICLE, AgreementText, ArticleText
from app.remarks.models import CommentDraft, ObjectionDraft

A_UUID = [Optional(), validators.UUID()]


class CommentForm(FlaskForm):
    text = TextAreaField(
        lazy("意见"), validators=[DataRequired(lazy("请写下意见")), Length(max=1000)], render_kw={"rows": 3}
    )
    article_id = HiddenField(validators=A_UUID)
    reply_to = HiddenField(validators=A_UUID)

    def draft(self) -> CommentDraft:
        return CommentDraft(
            article_id=UUID(self.article_id.data) if self.article_id.data else None,
            text=self.text.data.strip(),
            reply_to=UUID(self.reply_to.data) if self.reply_to.data else None,
        )


class ObjectionForm(Form):
    """One article: why it is not signed, and the wording that would be."""

    article_id = HiddenField(validators=[DataRequired(), validators.UUID()])
    reason = StringField(lazy("不同意的理由"), validators=[Length(max=300)])
    heading = StringField(lazy("条标题"), validators=[Length(max=60)])
    counter_text = TextAreaField(
        lazy("本镇可以同意的表述"), validators=[Length(max=LONGEST_ARTICLE)], render_kw={"rows": 6}
    )

    def draft(self, article: ArticleText) -> ObjectionDraft | None:
        """None where nothing was said about the article."""
        heading, body = (self.heading.data or "").strip(), _lines(self.counter_text.data)
        changed = (heading, body) != (article.heading, _lines(article.body))
        if not changed and not (self.reason.data or "").strip():
            return None
        return ObjectionDraft(
            article_id=article.id,
            reason=(self.reason.data or "").strip(),
            heading=heading if heading != article.heading else "",
            counter_text=body if changed else "",
        )

    def lacks_reason(self, article: ArticleText) -> bool:
        changed = (self.heading.data or "").strip() != article.heading or _lines(self.counter_text.data) != _lines(
            article.body
        )
        return changed and not (self.reason.data or "").strip()


class RefuseForm(FlaskForm):
    seen_hash = HiddenField(validators=[DataRequired(), Length(max=64)])
    general = TextAreaField(lazy("总的意见"), validators=[Length(max=500)], render_kw={"rows": 3})
    articles = FieldList(FormField(ObjectionForm), lazy("有条款填写的内容不符合要求，请看标红处"))

    def drafts(self, text: AgreementText) -> list[ObjectionDraft]:
        known = {str(a.id): a for a in text.articles}
        found = (e.form.draft(known[e.form.article_id.data]) for e in self.articles if e.form.article_id.data in known)
        return [d for d in found if d]

    def check_reasons(self, text: AgreementText, lacking: str) -> bool:
        """A reworded article needs its reason; the error stands at the field."""
        known = {str(a.id): a for a in text.articles}
        rows = [e.form for e in self.articles if e.form.article_id.data in known]
        bad = [row for row in rows if row.lacks_reason(known[row.article_id.data])]
        for row in bad:
            row.reason.errors = [*row.reason.errors, lacking]
        if bad:
            self.form_errors.append(lacking)
        return not bad

    @staticmethod
    def filled(text: AgreementText, seen_hash: str) -> "RefuseForm":
        rows = [{"article_id": str(a.id), "heading": a.heading, "counter_text": a.body} for a in text.articles]
        return RefuseForm(formdata=None, data={"seen_hash": seen_hash, "articles": rows})


class AnswerForm(FlaskForm):
    answer = TextAreaField(
        lazy("答复"), validators=[DataRequired(lazy("请写明答复")), Length(max=1000)], render_kw={"rows": 3}
    )


class FileForm(FlaskForm):
    file = FileField(lazy("文件（Word、PDF等）"), validators=[FileRequired(lazy("请选择文件"))])
    note = StringField(lazy("说明"), validators=[Length(max=200)])


def _lines(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()
