"""The spreadsheet that is sent, and what of its check was seen."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField

from app.kit.i18n import lazy

ACCEPTS = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(FlaskForm):
    sheet = FileField(lazy("填好的表格"), render_kw={"accept": ACCEPTS})


class ConfirmForm(FlaskForm):
    seen = HiddenField()
