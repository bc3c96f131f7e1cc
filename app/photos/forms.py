"""What is said of a photo."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy


class AltForm(FlaskForm):
    alt = StringField(lazy("照片说明"), validators=[DataRequired(lazy("请用一句话说明照片内容")), Length(max=80)])


class PhotoForm(AltForm):
    photo = FileField(lazy("照片"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
