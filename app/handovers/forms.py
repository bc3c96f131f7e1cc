"""A tick with its day, and who stands in."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.handovers.models import Item, TickDraft
from app.kit.i18n import lazy


class TickForm(FlaskForm):
    item = HiddenField()
    done_on = DateField(lazy("完成日期"), validators=[DataRequired(lazy("请选择完成日期"))])
    note = StringField(lazy("备注"), validators=[Length(max=120)])

    def draft(self) -> TickDraft:
        return TickDraft(item=Item(self.item.data), done_on=self.done_on.data, note=(self.note.data or "").strip())


class StandInForm(FlaskForm):
    person = SelectField(lazy("代岗人员"), validators=[DataRequired(lazy("请选择代岗人员"))])
    duties = StringField(lazy("代岗工作"), validators=[Length(max=300)])
