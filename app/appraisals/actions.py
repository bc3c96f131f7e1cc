"""Fill in the boxes in their order; the last one closes the 鉴定表 for good. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.appraisals import queries, rules
from app.appraisals.models import (
    Appraisal,
    AppraisalStep,
    Midterm,
    MidtermDraft,
    Step,
    StepDraft,
    YearDraft,
    YearSheet,
)
from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.kit.text import content_hash
from app.notifications import actions as notifications
from app.secondments import queries as postings
from app.secondments.models import Secondment
from app.secondments.rules import Standing


def fill(session: Session, standing: Standing, draft: StepDraft, *, actor: Actor, now: datetime) -> AppraisalStep:
    """One box by whose turn it is; rewritten while the next one is empty."""
    posting = postings.get_locked(session, standing.posting.id)
    filled, today = queries.steps_of(session, posting.id), clock.to_town(now).date()
    rules.check_step(standing, draft, filled, today=today)
    if draft.step is Step.SUMMARY:
        rules.check_summary_day(posting, standing.state, today=today)
    written = {
        "written_by": standing.reader.person_id,
        "written_by_name": accounts.get_person(session, standing.reader.person_id).name,
        "written_at": now,
    }
    kept = next((s for s in filled if s.step is draft.step), None)
    if kept is None:
        kept = AppraisalStep.model_validate(draft, update=_of(posting) | written)
    else:
        kept.sqlmodel_update(draft.model_dump() | written)
    session.add(kept)
    session.flush()
    audit.record(session, actor, "appraisals.fill", posting.subject, step=draft.step.value)
    if draft.step is Step.ORGANISATION:
        _finish(session, posting, actor, now)
    else:
        _tell_next(session, posting, draft.step, now)
    return kept


def assess_midterm(
    session: Session, standing: Standing, draft: MidtermDraft, *, actor: Actor, now: datetime
) -> Midterm:
    """中期考核 by the host; once written it can be amended until the posting's 鉴定 is finished."""
    rules.check_midterm(standing, draft, today=clock.to_town(now).date())
    posting = standing.posting
    if queries.find_finished(session, posting.id):
        raise rules.IsFinished
    kept = queries.find_midterm(session, posting.id)
    made = _made(session, standing, now)
    if kept is None:
        kept = Midterm.model_validate(draft, update=_of(posting) | made)
    else:
        kept.sqlmodel_update(draft.model_dump() | made)
    session.add(kept)
    session.flush()
    audit.record(session, actor, "appraisals.midterm", posting.subject, grade=draft.grade.value)
    _tell_home(session, posting, "midterm", "中期考核已完成", now)
    return kept


def assess_year(session: Session, standing: Standing, draft: YearDraft, *, actor: Actor, now: datetime) -> YearSheet:
    """年度考核 sheet of one year, for the home unit."""
    rules.check_year(standing, draft)
    posting = standing.posting
    kept = next((y for y in queries.years_of(session, [posting.id]) if y.year == draft.year), None)
    made = _made(session, standing, now)
    if kept is None:
        kept = YearSheet.model_validate(draft, update=_of(posting) | made)
    else:
        kept.sqlmodel_update(draft.model_dump() | made)
    session.add(kept)
    session.flush()
    audit.record(session, actor, "appraisals.year", posting.subject, year=draft.year)
    _tell_home(session, posting, f"year:{draft.year}", f"{draft.year}年度考核情况表已提供", now)
    return kept


def _finish(session: Session, posting: Secondment, actor: Actor, now: datetime) -> None:
    content = queries.to_data(queries.appraisal_paper(session, posting))
    graded = next(s for s in queries.steps_of(session, posting.id) if s.step is Step.HOST_COMMITTEE)
    session.add(
        Appraisal.model_validate(
            _of(posting)
            | {
                "grade": graded.grade,
                "content": content,
                "content_hash": content_hash(content),
                "finished_at": now,
            }
        )
    )
    session.flush()
    audit.record(session, actor, "appraisals.finish", posting.subject, hash=content_hash(content))
    _tell_person(session, posting, "finished", "挂职鉴定已办结，可以查看和下载鉴定表")


def _tell_next(session: Session, posting: Secondment, done: Step, now: datetime) -> None:
    """Whose box is next."""
    following = rules.ORDER[rules.ORDER.index(done) + 1]
    town_id = posting.host_town_id if following in (Step.HOST_UNIT, Step.HOST_COMMITTEE) else posting.home_town_id
    people = {p.id for p in accounts.people_with(session, town_id, {Role.ORGANISER}, now)}
    if following is Step.HOST_UNIT and posting.host_mentor_id:
        people.add(posting.host_mentor_id)
    for person_id in sorted(people):
        title = f"请填写鉴定表“{rules.STEP_NAMES[following]}”"
        _tell(session, posting, person_id, town_id, f"next:{following.value}", title)


def _tell_home(session: Session, posting: Secondment, mark: str, title: str, now: datetime) -> None:
    for person in accounts.people_with(session, posting.home_town_id, {Role.ORGANISER}, now):
        _tell(session, posting, person.id, posting.home_town_id, mark, title)
    _tell_person(session, posting, mark, title)


def _tell_person(session: Session, posting: Secondment, mark: str, title: str) -> None:
    _tell(session, posting, posting.person_id, posting.home_town_id, mark, title)


def _tell(session: Session, posting: Secondment, person_id: UUID, town_id: UUID, mark: str, title: str) -> None:
    facts = postings.facts_of(session, [posting])[posting.id]
    notifications.tell(
        session,
        person_id=person_id,
        town_id=town_id,
        kind="appraisals.told",
        event=f"{posting.subject}:appraisal:{mark}",
        title=f"{title}：{facts.person}",
        text=f"{facts.home_town}{facts.person}同志在{facts.place}挂职。{title}。",
        url=f"/secondments/{posting.id}/appraisal",
    )


def _of(posting: Secondment) -> dict[str, object]:
    return {
        "secondment_id": posting.id,
        "home_town_id": posting.home_town_id,
        "host_town_id": posting.host_town_id,
    }


def _made(session: Session, standing: Standing, now: datetime) -> dict[str, object]:
    person = accounts.get_person(session, standing.reader.person_id)
    return {"made_by": person.id, "made_by_name": person.name, "made_at": now}
