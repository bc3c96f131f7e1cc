"""A correction, and taking it back."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.corrections.models import CorrectionDraft, FixDraft
from app.kit.i18n import lazy


class FixForm(Form):
    place = StringField(lazy("位置"), validators=[Length(max=80)])
    wrong = TextAreaField(lazy("原文有误的文字"), validators=[Length(max=500)], render_kw={"rows": 2})
    right = TextAreaField(lazy("更正为"), validators=[Length(max=500)], render_kw={"rows": 2})

    @property
    def is_blank(self) -> bool:
        return not any((f.data or "").strip() for f in (self.place, self.wrong, self.right))

    def validate(self, extra_validators: Any = None) -> bool:
        """A line that was begun needs its place and the right words."""
        fine = bool(super().validate(extra_validators))
        if self.is_blank:
            return fine
        for field, said in (
            (self.place, lazy("请填写位置，如“第二部分第（一）项”")),
            (self.right, lazy("请填写更正后的文字")),
        ):
            if not (field.data or "").strip():
                field.errors = [*field.errors, said]
                fine = False
        return fine


class CorrectionForm(FlaskForm):
    fixes = FieldList(FormField(FixForm), lazy("更正之处没有填完整"), min_entries=3)
    reason = StringField(lazy("更正原因"), validators=[DataRequired(lazy("请填写更正原因")), Length(max=200)])
    entered_number = StringField(lazy("文号"), validators=[Length(max=90)])

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if all(f.form.is_blank for f in self.fixes):
            self.form_errors.append(lazy("请至少填写一处更正"))
            return False
        return fine

    def draft(self) -> CorrectionDraft:
        lines = [f.form for f in self.fixes if not f.form.is_blank]
        return CorrectionDraft(
            fixes=[FixDraft(place=f.place.data, wrong=f.wrong.data or "", right=f.right.data) for f in lines],
            reason=self.reason.data,
            entered_number=self.entered_number.data or "",
        )


class WithdrawForm(FlaskForm):
    reason = StringField(lazy("撤回原因"), validators=[DataRequired(lazy("请填写撤回原因")), Length(max=200)])
