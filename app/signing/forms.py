"""What is given to sign: which place, which certificate, its passphrase; or a file that was signed elsewhere."""

from collections.abc import Sequence
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.certificates.models import SigningCertificate
from app.kit.i18n import lazy
from app.signing.models import SignDraft


class SignForm(FlaskForm):
    """One choice names place and certificate together: a place can only be signed with its own organ's."""

    which = RadioField(lazy("用哪张证书签署"), validators=[DataRequired(lazy("请选择签名证书"))])
    passphrase = PasswordField(
        lazy("证书口令"),
        validators=[DataRequired(lazy("请输入证书口令")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, choices: Sequence[tuple[int, str, SigningCertificate]]) -> "SignForm":
        """Place, its printed name, and a certificate of that organ."""
        self.which.choices = [
            SelectChoice(value=f"{place}:{kept.id}", label=f"{name}：{kept.subject}") for place, name, kept in choices
        ]
        if self.which.data is None and len(choices) == 1:
            self.which.data = self.which.choices[0].value
        return self

    def to_draft(self) -> SignDraft:
        place, _, certificate = self.which.data.partition(":")
        return SignDraft(place=int(place), certificate_id=UUID(certificate), passphrase=self.passphrase.data)


class SignedForm(FlaskForm):
    paper = FileField(lazy("签署后的PDF文件"), validators=[FileRequired(lazy("请选择签署后的PDF文件"))])
