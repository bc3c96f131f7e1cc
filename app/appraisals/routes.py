"""/secondments/<id>/appraisal: 中期考核, 鉴定表 and 年度考核, with their papers; the empty papers too."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.appraisals import actions, queries, rules
from app.appraisals.forms import MidtermForm, StepForm, YearForm
from app.appraisals.models import Step
from app.boxes.gateways import to_docx
from app.boxes.models import BoxedForm
from app.consents.rules import HANDLERS, Reader
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.secondments import queries as postings
from app.secondments.models import Stage
from app.secondments.rules import Standing, State
from app.summaries import queries as summaries
from app.typeset import gateways as typesetting
from app.verdicts import rules as verdicts

bp = Blueprint("appraisals", __name__, url_prefix="/secondments")
PEOPLE = (*HANDLERS, Role.WORKER, Role.SECONDEE, Role.MENTOR)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMPTY = verdicts.Basics()
BLANKS = {
    "appraisal": verdicts.appraisal(EMPTY, {}),
    "midterm": verdicts.midterm(EMPTY),
    "year": verdicts.year(EMPTY),
}


@bp.get("/<uuid:secondment_id>/appraisal")
@allow(*PEOPLE)
def show(secondment_id: UUID) -> ResponseReturnValue:
    return _page(_standing(secondment_id))


@bp.post("/<uuid:secondment_id>/appraisal/fill")
@allow(*PEOPLE)
def fill(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), StepForm()
    if form.step.data not in set(Step):
        raise NotFound
    deed = _deed(lambda: actions.fill(session(), standing, form.draft(), actor=current_actor(), now=clock.now()), form)
    return _done(secondment_id, _("已填写")) if deed else (_page(_standing(secondment_id), step=form), 422)


@bp.post("/<uuid:secondment_id>/appraisal/midterm")
@allow(*PEOPLE)
def midterm(secondment_id: UUID) -> ResponseReturnValue:
    standing, form = _standing(secondment_id), MidtermForm()

    def assess() -> None:
        actions.assess_midterm(session(), standing, form.draft(), actor=current_actor(), now=clock.now())

    deed = _deed(assess, form)
    return _done(secondment_id, _("中期考核已登记")) if deed else (_page(_standing(secondment_id), mid=form), 422)


@bp.post("/<uuid:secondment_id>/appraisal/year")
@allow(*PEOPLE)
def year(secondment_id: UUID) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    form = _with_years(YearForm(), standing)
    deed = _deed(
        lambda: actions.assess_year(session(), standing, form.draft(), actor=current_actor(), now=clock.now()), form
    )
    return (
        _done(secondment_id, _("年度考核情况已登记")) if deed else (_page(_standing(secondment_id), yearly=form), 422)
    )


@bp.get("/<uuid:secondment_id>/appraisal/<any(appraisal, midterm):sheet>.<any(pdf, docx):form>")
@allow(*PEOPLE)
def download(secondment_id: UUID, sheet: str, form: str) -> ResponseReturnValue:
    posting = _standing(secondment_id).posting
    paper = (queries.appraisal_paper if sheet == "appraisal" else queries.midterm_paper)(session(), posting)
    return _file(paper, form, postings.facts_of(session(), [posting])[posting.id].person)


@bp.get("/<uuid:secondment_id>/appraisal/year-<int:year>.<any(pdf, docx):form>")
@allow(*PEOPLE)
def download_year(secondment_id: UUID, year: int, form: str) -> ResponseReturnValue:
    posting = _standing(secondment_id).posting
    if year not in rules.years_of(posting):
        raise NotFound
    paper = queries.year_paper(session(), posting, year)
    return _file(paper, form, postings.facts_of(session(), [posting])[posting.id].person)


@bp.get("/blank-forms")
@allow(*PEOPLE)
def blank_forms() -> ResponseReturnValue:
    return render_template("appraisals/blank.html", papers=[(key, paper.title) for key, paper in BLANKS.items()])


@bp.get("/blank-forms/<any(appraisal, midterm, year):sheet>.<any(pdf, docx):form>")
@allow(*PEOPLE)
def blank(sheet: str, form: str) -> ResponseReturnValue:
    """An empty paper for the pen."""
    return _file(BLANKS[sheet], form, "空白")


def _file(paper: BoxedForm, form: str, name: str) -> Response:
    data = typesetting.to_pdf(paper) if form == "pdf" else to_docx(paper)
    shown = f"attachment; filename*=UTF-8''{quote(f'{paper.title}（{name}）.{form}')}"
    return Response(data, mimetype="application/pdf" if form == "pdf" else DOCX, headers={"Content-Disposition": shown})


def _page(
    standing: Standing, step: StepForm | None = None, mid: MidtermForm | None = None, yearly: YearForm | None = None
) -> str:
    posting = standing.posting
    filled = queries.steps_of(session(), posting.id)
    made = queries.find_midterm(session(), posting.id)
    boxes = rules.boxes(standing, filled)
    return render_template(
        "appraisals/show.html",
        standing=standing,
        posting=posting,
        facts=postings.facts_of(session(), [posting])[posting.id],
        boxes=boxes,
        grades=rules.GRADE_NAMES,
        finished=queries.find_finished(session(), posting.id),
        midterm=made,
        years=queries.years_of(session(), [posting.id]),
        step_forms={box.step: _step_form(standing, box, step) for box in boxes if box.is_mine},
        failed=next((f for f in (step, mid, yearly) if f is not None and f.errors), None),
        mid_form=mid or MidtermForm(formdata=None, obj=made, held_on=made.held_on if made else clock.today()),
        year_form=_year_form(standing, yearly),
        may_assess=rules.may_assess(standing) and standing.state in (State.ACTIVE, *rules.OVER),
        is_over=standing.state in rules.OVER,
    )


def _step_form(standing: Standing, box: rules.BoxLine, sent: StepForm | None) -> StepForm:
    """The form of one open box: as sent, as filled in before, or with the person's confirmed summary."""
    if sent is not None and sent.step.data == box.step:
        return sent
    form = StepForm(formdata=None, step=box.step.value, on=clock.today())
    if box.filled:
        form.text.data, form.on.data, form.organ.data = box.filled.text, box.filled.on, box.filled.organ
        form.grade.data = box.filled.grade.value if box.filled.grade else ""
    elif box.step is Step.SUMMARY:
        form.text.data = summaries.confirmed_text(session(), standing.posting.id)
    return form


def _year_form(standing: Standing, sent: YearForm | None) -> YearForm:
    if sent is not None:
        return sent
    year = min(max(clock.today().year, standing.posting.from_on.year), standing.posting.until_on.year)
    said = queries.attendance_of(session(), standing.posting, year)
    return _with_years(YearForm(formdata=None, year=year, attendance=said), standing)


def _with_years(form: YearForm, standing: Standing) -> YearForm:
    years = rules.years_of(standing.posting)
    form.year.choices = [SelectChoice(value=year, label=_("%(year)s年", year=year)) for year in years]
    return form


def _deed(deed: Callable[[], object], form: FlaskForm) -> bool:
    """Carry out what the form says; False with the reason in the form."""
    if not form.validate_on_submit():
        return False
    try:
        deed()
    except Refusal as refusal:
        say_on(form, refusal)
        return False
    return True


def _done(secondment_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("appraisals.show", secondment_id=secondment_id))


def _standing(secondment_id: UUID) -> Standing:
    """Those who read the log read the appraisal; an office keeps its papers too."""
    reader = Reader.of(current_person())
    standing = postings.get_secondment(session(), secondment_id, reader=reader, now=clock.now())
    if standing.posting.stage is not Stage.AGREED:
        raise NotFound
    return standing
