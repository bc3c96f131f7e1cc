"""Which organ's year is put away, and how long one paper is kept."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from app.archives.models import TERMS
from app.kit.i18n import lazy


class YearForm(FlaskForm):
    """In the address of the page: whose papers of which year are shown."""

    class Meta:
        csrf = False

    organ = SelectField(lazy("发文机关"), default="")
    year = SelectField(lazy("年度"), default="")


class PackForm(FlaskForm):
    fonds = StringField(
        lazy("全宗号（可不填）"),
        validators=[Length(max=20), Regexp(r"^[A-Za-z0-9]*$", message=lazy("全宗号只含字母和数字，如Z109"))],
    )


class TermForm(FlaskForm):
    term = SelectField(
        lazy("保管期限"), choices=[SelectChoice(value=term.value, label=lazy(name)) for term, name in TERMS.items()]
    )
    reason = StringField(
        lazy("调整理由"), validators=[DataRequired(lazy("请填写理由，便于档案移交时说明")), Length(max=120)]
    )
