"""The boxes of the 鉴定表 are filled in by the right people, in their order, and stand for ever after the last."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from postings import agreed_pair

from app.accounts import queries as accounts
from app.appraisals import actions, queries, rules
from app.appraisals.models import Appraisal, Grade, MidtermDraft, Step, StepDraft, YearDraft
from app.secondments import queries as postings
from app.secondments.rules import Reader

OVER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
DURING = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 10, 9)


@pytest.fixture
def posting(reaching, cast):
    return agreed_pair(reaching, cast)[0]


def reader(cast, session, person, at) -> Reader:
    roles = frozenset(r.role for r in accounts.roles_at(session, person.id, at))
    return Reader(person.id, person.town_id, roles)


def fill(reaching, cast, posting, person, step, at=OVER, **said):
    town = cast.dong if person.town_id == cast.dong.id else cast.qi
    with reaching(town, now=at) as session:
        standing = postings.get_secondment(session, posting.id, reader=reader(cast, session, person, at), now=at)
        draft = StepDraft.model_validate({"step": step, "text": "同意。", "on": ON} | said)
        actions.fill(session, standing, draft, actor=cast.actor(person), now=at)
        session.commit()


def fill_all(reaching, cast, posting):
    fill(reaching, cast, posting, cast.lin, Step.SUMMARY, text="半年来走访居民一百二十户。")
    fill(reaching, cast, posting, cast.tang, Step.HOST_UNIT)
    fill(reaching, cast, posting, cast.shi, Step.HOST_COMMITTEE, grade=Grade.EXCELLENT)
    fill(reaching, cast, posting, cast.shen, Step.HOME_COMMITTEE)
    fill(reaching, cast, posting, cast.zhu, Step.ORGANISATION, organ="中共崇明区委组织部")


def test_five_boxes_make_a_finished_appraisal(reaching, cast, posting):
    fill_all(reaching, cast, posting)
    session = reaching(cast.qi)
    finished = queries.find_finished(session, posting.id)
    assert finished is not None
    assert finished.grade is Grade.EXCELLENT
    paper = queries.appraisal_paper(session, posting)
    assert [box.label for box in paper.boxes][-1] == "组织部门意见"
    assert paper.boxes[2].choice == "等次：优秀"
    assert paper.boxes[4].signs == "中共崇明区委组织部（盖章）"


@pytest.mark.parametrize(
    ("who", "step", "refusal"),
    [
        ("tang", Step.SUMMARY, rules.NotYourBox),
        ("lin", Step.HOST_UNIT, rules.NotYourBox),
        ("shi", Step.HOST_UNIT, rules.StepMissing),
        ("zhu", Step.HOST_COMMITTEE, rules.NotYourBox),
    ],
)
def test_each_box_waits_for_its_own_people_and_its_turn(reaching, cast, posting, who, step, refusal):
    with pytest.raises(refusal):
        fill(reaching, cast, posting, getattr(cast, who), step)


def test_a_box_is_rewritten_only_until_the_next_is_filled(reaching, cast, posting):
    fill(reaching, cast, posting, cast.lin, Step.SUMMARY)
    fill(reaching, cast, posting, cast.lin, Step.SUMMARY, text="补充后的总结。")
    fill(reaching, cast, posting, cast.tang, Step.HOST_UNIT)
    with pytest.raises(rules.StepIsFixed):
        fill(reaching, cast, posting, cast.lin, Step.SUMMARY)
    with pytest.raises(rules.GradeMissing):
        fill(reaching, cast, posting, cast.shi, Step.HOST_COMMITTEE)


def test_the_summary_may_come_in_the_last_thirty_days_and_no_opinion_before_the_end(reaching, cast, posting):
    with pytest.raises(rules.TooEarly):
        fill(reaching, cast, posting, cast.lin, Step.SUMMARY, at=DURING, on=date(2026, 7, 1))
    late = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)
    fill(reaching, cast, posting, cast.lin, Step.SUMMARY, at=late, on=date(2026, 9, 9))
    with pytest.raises(rules.NotOver):
        fill(reaching, cast, posting, cast.tang, Step.HOST_UNIT, at=late, on=date(2026, 9, 9))


def test_a_finished_appraisal_is_kept_by_the_database(reaching, cast, posting, owner):
    fill_all(reaching, cast, posting)
    for statement in (
        "UPDATE appraisal SET grade = 'basic'",
        "DELETE FROM appraisal",
        "UPDATE appraisal_step SET text = 'x'",
        "DELETE FROM appraisal_step",
    ):
        with pytest.raises(sa.exc.IntegrityError), owner.begin() as connection:
            connection.execute(sa.text(statement))
    with pytest.raises(rules.IsFinished):
        fill(reaching, cast, posting, cast.zhu, Step.ORGANISATION, organ="组织部")
    assert reaching(cast.dong).exec(sa.select(Appraisal)).first() is not None


def test_the_host_assesses_half_way_and_by_the_year(reaching, cast, posting):
    with reaching(cast.qi, now=DURING) as session:
        mentor = reader(cast, session, cast.tang, DURING)
        standing = postings.get_secondment(session, posting.id, reader=mentor, now=DURING)
        assert rules.is_midterm_due(standing.posting, [], today=date(2026, 7, 2))
        draft = MidtermDraft(held_on=date(2026, 7, 1), progress="按计划推进", grade=Grade.COMPETENT)
        made = actions.assess_midterm(session, standing, draft, actor=cast.actor(cast.tang), now=DURING)
        assert not rules.is_midterm_due(standing.posting, [made], today=date(2026, 7, 2))
        year = YearDraft(year=2026, performance="表现良好", grade=Grade.COMPETENT)
        actions.assess_year(session, standing, year, actor=cast.actor(cast.tang), now=DURING)
        other = year.model_copy(update={"year": 2027})
        with pytest.raises(rules.YearOutside):
            actions.assess_year(session, standing, other, actor=cast.actor(cast.tang), now=DURING)
        session.commit()
    with reaching(cast.dong, now=DURING) as session:
        home = postings.get_secondment(session, posting.id, reader=reader(cast, session, cast.zhu, DURING), now=DURING)
        with pytest.raises(rules.OnlyHost):
            actions.assess_midterm(session, home, draft, actor=cast.actor(cast.zhu), now=DURING)
        assert "183天" in queries.attendance_of(session, posting, 2026)
