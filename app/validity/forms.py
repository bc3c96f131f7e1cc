"""Which agreements are shown: by their state in the calendar."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.kit.i18n import lazy
from app.validity.rules import LIVES, Life


class LifeForm(FlaskForm):
    """In the address of the page."""

    class Meta:
        csrf = False

    life = SelectField(
        lazy("状态"),
        default="",
        choices=[
            SelectChoice(value="", label=lazy("全部")),
            *(SelectChoice(value=life.value, label=lazy(name)) for life, name in LIVES.items()),
        ],
    )

    def wanted(self) -> Life | None:
        return Life(self.life.data) if self.life.data and self.validate() else None
