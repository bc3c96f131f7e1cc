"""What is sent as a scan, and why one is refused."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.kit.i18n import lazy


class ScanForm(FlaskForm):
    scans = MultipleFileField(lazy("扫描件"))


class ConfirmForm(FlaskForm):
    compared = BooleanField(
        lazy("我已逐页核对扫描件，文字与印发文本一致，签字盖章齐全"), validators=[DataRequired(lazy("请先核对并勾选"))]
    )


class RefuseForm(FlaskForm):
    reason = TextAreaField(
        lazy("哪里不一致"), validators=[DataRequired(lazy("请写明扫描件与印发文本哪里不一致")), Length(max=500)]
    )
