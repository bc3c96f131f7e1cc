"""Topics from a town's desk into the pool and onto an agenda, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.files.models import Upload
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.topics import actions, queries, rules
from app.topics.models import Carry, DraftState, Topic, TopicDraft, TopicState, TopicWords

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CLOSES, HELD = NOW + timedelta(days=10), NOW + timedelta(days=25)
MEETING = "meeting:12"


@pytest.fixture
def drafted(session, cast):
    """A draft of D镇, submitted to its 书记."""

    def draft(title="关于多功能厅周末共享的事项", **given):
        made = actions.propose(
            session,
            town_id=cast.dong.id,
            partnership_id=cast.pair.id,
            title=title,
            presenter="朱敏",
            summary="建议周末向两镇老年协会开放。",
            actor=cast.actor(cast.lao_chen),
            now=NOW,
            **given,
        )
        actions.submit(session, made, actor=cast.actor(cast.lao_chen), now=NOW)
        return made

    return draft


@pytest.fixture
def passed(session, cast, drafted):
    def pass_it(now=NOW, **given):
        topic = actions.pass_draft(session, drafted(**given), actor=cast.actor(cast.shen), now=now)
        session.commit()
        return topic.id

    return pass_it


@pytest.fixture
def call(session, cast):
    made = {
        "meeting": MEETING,
        "name": "第12次轮值联席会议",
        "held_at": HELD,
        "closes_at": CLOSES,
        "url": "/meetings/12",
    }
    actions.open_call(session, partnership_id=cast.pair.id, **made, actor=cast.actor(cast.ma), now=NOW)
    session.commit()


def test_the_partner_sees_nothing_before_the_secretary_has_passed_it(session, reaching, cast, drafted):
    made = drafted()
    session.commit()
    draft_id = made.id
    with reaching(cast.qi) as there:
        assert there.exec(select(TopicDraft)).all() == []
        assert queries.pool(there, cast.pair.id) == ()
        with pytest.raises(NotFound):
            queries.get_draft(there, draft_id, town_id=cast.dong.id)


def test_only_the_towns_own_secretary_passes(session, cast, drafted):
    made = drafted()
    for person in (cast.ma, cast.he, cast.xu):
        with pytest.raises(rules.NotTheSecretary):
            actions.pass_draft(session, made, actor=cast.actor(person), now=NOW)


def test_a_passed_topic_is_in_the_pool_with_its_papers_and_the_other_clerk_hears(session, reaching, cast):
    made = actions.propose(
        session,
        town_id=cast.dong.id,
        partnership_id=cast.pair.id,
        title="关于场地共享",
        summary="x",
        actor=cast.actor(cast.lao_chen),
        now=NOW,
    )
    actions.add_paper(session, made, Upload("方案.pdf", PDF), actor=cast.actor(cast.lao_chen))
    actions.submit(session, made, actor=cast.actor(cast.lao_chen), now=NOW)
    topic_id = actions.pass_draft(session, made, actor=cast.actor(cast.shen), now=NOW).id
    session.commit()
    with reaching(cast.qi) as there:
        assert [(t.title, t.town_name, t.is_late) for t in queries.pool(there, cast.pair.id)] == [
            ("关于场地共享", "D镇", False)
        ]
        assert [p.name for p in queries.papers_of(there, topic_id)] == ["方案.pdf"]
        told = there.exec(select(Notice).where(Notice.kind == "topics.passed")).all()
        assert [n.person_id for n in told] == [cast.yan.id]


def test_a_returned_draft_says_why_and_can_be_submitted_again(session, cast, drafted):
    made = drafted()
    with pytest.raises(rules.ReasonMissing):
        actions.return_draft(session, made, " ", actor=cast.actor(cast.shen), now=NOW)
    actions.return_draft(session, made, "请先征求老年协会意见", actor=cast.actor(cast.shen), now=NOW)
    assert (made.state, made.reason) == (DraftState.RETURNED, "请先征求老年协会意见")
    actions.edit(session, made, TopicWords(title="关于多功能厅共享", summary="已征求"), actor=cast.actor(cast.lao_chen))
    actions.submit(session, made, actor=cast.actor(cast.lao_chen), now=NOW + timedelta(hours=1))
    assert (made.state, made.reason) == (DraftState.SUBMITTED, "")


def test_a_submitted_draft_is_not_edited(session, cast, drafted):
    with pytest.raises(rules.NotEditable):
        actions.edit(session, drafted(), TopicWords(title="x"), actor=cast.actor(cast.lao_chen))


def test_the_agenda_takes_a_topic_and_gives_it_back(session, cast, passed, call):
    topic_id = passed()
    clerk = cast.actor(cast.yan)
    actions.mark_placed(session, topic_id, meeting=MEETING, actor=clerk, now=NOW)
    assert [t.id for t in queries.placed_in(session, MEETING)] == [topic_id]
    with pytest.raises(rules.NotInPool):
        actions.mark_placed(session, topic_id, meeting="meeting:13", actor=clerk, now=NOW)
    actions.put_back(session, topic_id, actor=clerk, now=NOW)
    assert [t.id for t in queries.pool(session, cast.pair.id)] == [topic_id]


def test_a_late_topic_needs_the_other_clerks_nod(session, reaching, cast, passed, call):
    topic_id = passed(now=CLOSES + timedelta(minutes=1))
    with pytest.raises(rules.NeedsNod, match="Q镇"):
        actions.mark_placed(session, topic_id, meeting=MEETING, actor=cast.actor(cast.ma), now=NOW)
    with pytest.raises(rules.OwnNod):
        actions.nod(session, topic_id, meeting=MEETING, actor=cast.actor(cast.ma), now=NOW)
    session.commit()
    with reaching(cast.qi) as there:
        assert queries.pool(there, cast.pair.id, meeting=MEETING)[0].needs_nod_of == ("Q镇",)
        for _ in range(2):
            actions.nod(there, topic_id, meeting=MEETING, actor=cast.actor(cast.yan), now=NOW)
        there.commit()
    actions.mark_placed(session, topic_id, meeting=MEETING, actor=cast.actor(cast.ma), now=NOW)


def test_a_topic_late_for_one_meeting_is_in_time_for_the_next(session, cast, passed, call):
    topic_id = passed(now=CLOSES + timedelta(minutes=1))
    next_one = {"meeting": "meeting:13", "name": "第13次", "held_at": HELD + timedelta(days=60)}
    actions.open_call(
        session,
        partnership_id=cast.pair.id,
        **next_one,
        closes_at=CLOSES + timedelta(days=60),
        url="",
        actor=cast.actor(cast.ma),
        now=NOW,
    )
    actions.mark_placed(session, topic_id, meeting="meeting:13", actor=cast.actor(cast.ma), now=NOW)


@pytest.mark.parametrize("carry", [Carry.MORE_STUDY, Carry.OPEN_FOLLOWUP])
def test_what_is_not_settled_comes_back_and_is_never_late(session, cast, passed, call, carry):
    topic_id = passed()
    clerk = cast.actor(cast.yan)
    actions.mark_placed(session, topic_id, meeting=MEETING, actor=clerk, now=NOW)
    actions.close(session, topic_id, meeting=MEETING, actor=clerk, now=HELD)
    for _ in range(2):
        actions.carry_over(session, topic_id, meeting=MEETING, carry=carry, actor=clerk, now=HELD)
    late_call = {"meeting": "meeting:13", "name": "第13次", "held_at": HELD, "closes_at": NOW - timedelta(days=1)}
    actions.open_call(session, partnership_id=cast.pair.id, **late_call, url="", actor=clerk, now=NOW)
    (line,) = queries.pool(session, cast.pair.id, meeting="meeting:13")
    assert (line.carried_from, line.is_late, line.needs_nod_of) == (MEETING, False, ())


def test_a_standing_topic_is_back_at_once(session, cast, passed, call):
    topic_id = passed(is_standing=True)
    clerk = cast.actor(cast.yan)
    actions.mark_placed(session, topic_id, meeting=MEETING, actor=clerk, now=NOW)
    topic = actions.close(session, topic_id, meeting=MEETING, actor=clerk, now=HELD)
    assert (topic.state, topic.carry) == (TopicState.POOL, Carry.STANDING)


def test_only_the_proposing_town_withdraws_and_says_why(session, reaching, cast, passed):
    topic_id = passed()
    with reaching(cast.qi) as there, pytest.raises(rules.NotYourTopic):
        actions.withdraw(there, topic_id, reason="x", actor=cast.actor(cast.yan), now=NOW)
    with pytest.raises(rules.ReasonMissing):
        actions.withdraw(session, topic_id, reason="", actor=cast.actor(cast.ma), now=NOW)
    actions.withdraw(session, topic_id, reason="并入另一议题", actor=cast.actor(cast.ma), now=NOW)
    session.commit()
    with reaching(cast.qi) as there:
        assert queries.get_topic(there, topic_id).reason == "并入另一议题"


def test_what_is_on_an_agenda_is_taken_off_before_it_is_withdrawn(session, cast, passed, call):
    topic_id = passed()
    actions.mark_placed(session, topic_id, meeting=MEETING, actor=cast.actor(cast.yan), now=NOW)
    with pytest.raises(rules.OnAgendaAlready):
        actions.withdraw(session, topic_id, reason="x", actor=cast.actor(cast.ma), now=NOW)


def test_the_next_call_is_the_nearest_open_one(session, cast, call):
    assert queries.next_call(session, cast.pair.id, NOW).meeting == MEETING
    assert queries.next_call(session, cast.pair.id, HELD) is None
    actions.close_call(session, MEETING, actor=cast.actor(cast.ma), now=NOW)
    assert queries.next_call(session, cast.pair.id, NOW) is None


def test_a_stranger_finds_no_topic(reaching, cast, passed):
    topic_id = passed()
    with reaching(cast.wai) as far:
        assert far.exec(select(Topic)).all() == []
        with pytest.raises(NotFound):
            queries.get_topic(far, topic_id)
        with pytest.raises(NotFound):
            actions.propose(
                far,
                town_id=cast.wai.id,
                partnership_id=cast.pair.id,
                title="x",
                actor=cast.actor(cast.bao),
                now=NOW,
            )


PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 3]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
