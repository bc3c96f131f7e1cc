"""What is brought in: a container with its passphrase and revocation lists, or a certificate alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.certificates.models import CertificateDraft
from app.certificates.rules import LARGEST
from app.kit.i18n import lazy
from app.towns.models import Organ


def contents(sent: Any) -> list[bytes]:
    """The bytes of each file that was chosen; what is too large to be a list or a container is cut off."""
    return [file.read(LARGEST * 20) for file in sent or () if file and file.filename]


class CertificateForm(FlaskForm):
    organ_id = SelectField(lazy("发文机关"))
    container = FileField(lazy("证书文件"), validators=[FileRequired(lazy("请选择证书文件"))])
    passphrase = PasswordField(lazy("证书口令"), validators=[Length(max=200)], render_kw={"autocomplete": "off"})
    revocation = MultipleFileField(lazy("吊销列表（CRL）"))
    checked = BooleanField(lazy("证书主体名称与机关名称不同，已核对属于本机关"))

    def offer(self, organs: Sequence[Organ]) -> "CertificateForm":
        self.organ_id.choices = [SelectChoice(value=str(o.id), label=o.full_name) for o in organs]
        return self

    def to_draft(self) -> CertificateDraft:
        return CertificateDraft(
            organ_id=UUID(self.organ_id.data),
            data=self.container.data.read(LARGEST),
            passphrase=self.passphrase.data or "",
            revocation=contents(self.revocation.data),
            checked=self.checked.data,
        )


class RevocationForm(FlaskForm):
    revocation = MultipleFileField(lazy("新的吊销列表（CRL）"))
