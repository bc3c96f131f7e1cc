"""What is typed to find a document."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from app.documents.models import DocumentKind, DocumentState
from app.documents.queries import Search
from app.documents.rules import KIND_NAMES, STATE_NAMES
from app.kit.i18n import lazy


class SearchForm(FlaskForm):
    """Filters of the register, in the address of the page."""

    class Meta:
        csrf = False

    q = StringField(lazy("标题"), validators=[Length(max=60)])
    number = StringField(lazy("文号（含登记号）"), validators=[Length(max=60)])
    organ = SelectField(lazy("发文机关"), default="")
    kind = SelectField(lazy("文种"), default="")
    year = SelectField(lazy("年份"), default="")
    state = SelectField(lazy("状态"), default="")

    def offer(self, years: list[int], organs: list[str]) -> "SearchForm":
        """Fill the choices; what is not offered cannot be asked for."""
        every: list[tuple[str, Any]] = [("", lazy("全部"))]
        self.kind.choices = every + [(k.value, lazy(name)) for k, name in KIND_NAMES.items()]
        self.organ.choices = every + [(organ, organ) for organ in organs]
        self.year.choices = every + [(str(y), str(y)) for y in years]
        self.state.choices = every + [(s.value, lazy(name)) for s, name in STATE_NAMES.items()]
        return self

    def to_search(self) -> Search:
        if not self.validate():
            return Search(words=(self.q.data or "")[:60])
        return Search(
            words=(self.q.data or "").strip(),
            number="".join((self.number.data or "").split()),
            organ=self.organ.data or "",
            kind=DocumentKind(self.kind.data) if self.kind.data else None,
            year=int(self.year.data) if self.year.data else None,
            state=DocumentState(self.state.data) if self.state.data else None,
        )
