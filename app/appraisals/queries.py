"""What has been assessed, and the papers made of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.appraisals import rules
from app.appraisals.models import Appraisal, AppraisalStep, Midterm, YearSheet
from app.boxes.models import BoxedForm
from app.kit.clock import chinese_date
from app.kit.errors import NotFound
from app.logs import queries as logs
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import Secondment
from app.verdicts import rules as verdicts

_FORM = TypeAdapter(BoxedForm)


def steps_of(session: Session, secondment_id: UUID) -> Sequence[AppraisalStep]:
    found = select(AppraisalStep).where(AppraisalStep.secondment_id == secondment_id)
    return session.exec(found.order_by(col(AppraisalStep.written_at), col(AppraisalStep.id))).all()


def steps_of_all(session: Session, secondment_ids: Sequence[UUID]) -> Sequence[AppraisalStep]:
    found = select(AppraisalStep).where(col(AppraisalStep.secondment_id).in_(secondment_ids))
    return session.exec(found.order_by(col(AppraisalStep.written_at), col(AppraisalStep.id))).all()


def find_finished(session: Session, secondment_id: UUID) -> Appraisal | None:
    return session.exec(select(Appraisal).where(Appraisal.secondment_id == secondment_id)).first()


def finished_of(session: Session, secondment_ids: Sequence[UUID]) -> dict[UUID, Appraisal]:
    found = select(Appraisal).where(col(Appraisal.secondment_id).in_(secondment_ids))
    return {a.secondment_id: a for a in session.exec(found.order_by(col(Appraisal.finished_at)))}


def find_midterm(session: Session, secondment_id: UUID) -> Midterm | None:
    return session.exec(select(Midterm).where(Midterm.secondment_id == secondment_id)).first()


def midterms_of(session: Session, secondment_ids: Sequence[UUID]) -> Sequence[Midterm]:
    found = select(Midterm).where(col(Midterm.secondment_id).in_(secondment_ids))
    return session.exec(found.order_by(col(Midterm.made_at), col(Midterm.id))).all()


def years_of(session: Session, secondment_ids: Sequence[UUID]) -> Sequence[YearSheet]:
    found = select(YearSheet).where(col(YearSheet.secondment_id).in_(secondment_ids))
    return session.exec(found.order_by(col(YearSheet.year), col(YearSheet.id))).all()


def get_year(session: Session, secondment_id: UUID, year: int) -> YearSheet:
    found = select(YearSheet).where(YearSheet.secondment_id == secondment_id, YearSheet.year == year)
    one = session.exec(found).first()
    if one is None:
        raise NotFound
    return one


def appraisal_paper(session: Session, posting: Secondment) -> BoxedForm:
    """The 鉴定表 as it was finished, or as far as it is filled in."""
    if finished := find_finished(session, posting.id):
        return _FORM.validate_python(finished.content)
    said = {s.step.value: _said(s) for s in steps_of(session, posting.id)}
    return verdicts.appraisal(basics_of(session, posting), said)


def midterm_paper(session: Session, posting: Secondment) -> BoxedForm:
    basics, made = basics_of(session, posting), find_midterm(session, posting.id)
    if made is None:
        return verdicts.midterm(basics)
    return verdicts.midterm(basics, made.progress, made.advice, rules.GRADE_NAMES[made.grade], made.held_on)


def year_paper(session: Session, posting: Secondment, year: int) -> BoxedForm:
    basics, days = basics_of(session, posting), f"{rules.days_in(posting, year)}天"
    made = next((y for y in years_of(session, [posting.id]) if y.year == year), None)
    if made is None:
        return verdicts.year(basics, f"{year}年", days)
    grade, on = rules.GRADE_NAMES[made.grade], made.made_at.date()
    return verdicts.year(basics, f"{year}年", days, made.performance, made.attendance, grade, on)


def to_data(form: BoxedForm) -> dict[str, Any]:
    """A paper as JSON, to be kept word for word."""
    kept: dict[str, Any] = _FORM.dump_python(form, mode="json")
    return kept


def basics_of(session: Session, posting: Secondment) -> verdicts.Basics:
    facts = postings.facts_of(session, [posting])[posting.id]
    post = accounts.get_person(session, posting.person_id).post
    days = f"{chinese_date(posting.from_on)}至{chinese_date(posting.until_on)}（{posting_rules.days_of(posting)}天）"
    return verdicts.Basics(
        person=facts.person,
        identity=facts.identity,
        home=f"{facts.home_place}　{post}".strip(),
        host=facts.place,
        post=facts.post,
        days=days,
        mentors=f"派出单位：{facts.home_mentor}　挂职单位：{facts.host_mentor}",
        basis=posting.basis,
    )


def attendance_of(session: Session, posting: Secondment, year: int) -> str:
    """The year's leave in a sentence, drawn from what the host has granted."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = sum(
        (min(leave.until_on, last) - max(leave.from_on, first)).days + 1
        for leave in logs.leaves_of(session, posting.id)
        if leave.from_on <= last and leave.until_on >= first
    )
    return f"{year}年挂职{rules.days_in(posting, year)}天，" + (f"其中请假{days}天。" if days else "无请假。")


def _said(step: AppraisalStep) -> verdicts.Said:
    grade = rules.GRADE_NAMES[step.grade] if step.grade else ""
    return verdicts.Said(step.text, step.on, grade, step.organ)
