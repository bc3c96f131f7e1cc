"""What is written into the boxes."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.appraisals.models import Grade, MidtermDraft, Step, StepDraft, YearDraft
from app.appraisals.rules import GRADE_NAMES
from app.kit.i18n import lazy

GRADES = [
    SelectChoice(value="", label=lazy("请选择")),
    *(SelectChoice(value=g.value, label=lazy(name)) for g, name in GRADE_NAMES.items()),
]


def _text(label: str, most: int, rows: int, *, needed: bool = True) -> TextAreaField:
    checks: list[Any] = [DataRequired(lazy("请填写%(label)s", label=lazy(label)))] if needed else []
    return TextAreaField(lazy(label), validators=[*checks, Length(max=most)], render_kw={"rows": rows})


class StepForm(FlaskForm):
    step = HiddenField()
    text = _text("意见", 3000, 8)
    grade = SelectField(lazy("等次"), choices=GRADES, default="")
    organ = StringField(lazy("组织部门名称"), validators=[Length(max=60)])
    on = DateField(lazy("签署日期"), validators=[DataRequired(lazy("请选择日期"))])

    def draft(self) -> StepDraft:
        grade = Grade(self.grade.data) if self.grade.data else None
        step = Step(self.step.data)
        return StepDraft(
            step=step,
            text=self.text.data.strip(),
            on=self.on.data,
            grade=grade if step is Step.HOST_COMMITTEE else None,
            organ=(self.organ.data or "").strip() if step is Step.ORGANISATION else "",
        )


class MidtermForm(FlaskForm):
    held_on = DateField(lazy("考核日期"), validators=[DataRequired(lazy("请选择日期"))])
    progress = _text("挂职目标完成情况", 2000, 6)
    advice = _text("问题和建议", 1000, 4, needed=False)
    grade = SelectField(lazy("等次"), choices=GRADES, validators=[DataRequired(lazy("请选择等次"))])

    def draft(self) -> MidtermDraft:
        return MidtermDraft(
            held_on=self.held_on.data,
            progress=self.progress.data.strip(),
            advice=(self.advice.data or "").strip(),
            grade=Grade(self.grade.data),
        )


class YearForm(FlaskForm):
    year = SelectField(lazy("考核年度"), coerce=int)
    performance = _text("德能勤绩廉表现", 2000, 8)
    attendance = _text("出勤情况", 300, 2, needed=False)
    grade = SelectField(lazy("建议等次"), choices=GRADES, validators=[DataRequired(lazy("请选择等次"))])

    def draft(self) -> YearDraft:
        return YearDraft(
            year=self.year.data,
            performance=self.performance.data.strip(),
            attendance=(self.attendance.data or "").strip(),
            grade=Grade(self.grade.data),
        )
