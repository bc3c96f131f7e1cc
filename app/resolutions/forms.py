"""What the list of resolutions is narrowed to."""

from wtforms import Form, SelectField, StringField
from wtforms.validators import Length, Optional

from app.kit.i18n import lazy


class SearchForm(Form):
    words = StringField(lazy("查找"), validators=[Optional(), Length(max=40)])
    year = SelectField(lazy("年份"), validators=[Optional()])
