from datetime import UTC, date, datetime

import agreed
import keys
import pytest
from sqlmodel import select

from app.accounts.models import Assignment, Role
from app.audit.models import AuditEntry
from app.consents.models import RefusalDraft
from app.kit.db import open_session
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.proposals import actions
from app.series import queries, rules
from app.series.models import ProposalState, SeriesState
from app.towns.models import PartnershipTown

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def series_id(reaching, cast):
    return agreed.found(reaching, cast, NOW)


@pytest.fixture
def third_town(cast, engine):
    """外镇 joins the partnership; 老吴 heads its office."""
    with open_session(engine, Reach.nothing()) as session:
        since = date(2026, 10, 1)
        session.add(PartnershipTown(partnership_id=cast.pair.id, town_id=cast.wai.id, place=3, joined_on=since))
        session.add(
            Assignment(
                person_id=cast.wu.id,
                town_id=cast.wai.id,
                unit_id=cast.wai_centre.id,
                role=Role.OFFICE_HEAD,
                starts_at=NOW,
            )
        )
        session.commit()
    return cast.wai


def sign_for_third_town(reaching, cast, proposal_id):
    with reaching(cast.wai, now=NOW) as session:
        proposal = queries.get_proposal(session, proposal_id)
        consent = keys.queries.get(session, proposal.consent_id)
        for person in (cast.bao, cast.wu):
            actions.check_content(session, proposal, consent.content_hash, actor=cast.actor(person), now=NOW)
        actions.turn_key(session, proposal, keys.draft_for(consent), actor=cast.actor(cast.fang), now=NOW)
        session.commit()


def hosts(session, cast, series_id):
    names = {cast.dong.id: "D", cast.qi.id: "Q", cast.wai.id: "W"}
    return "".join(names[t.host_id] for t in queries.turns_of(session, series_id))


def turn(session, series_id, number):
    return queries.turns_of(session, series_id)[number - 1]


def propose(reaching, cast, deed, *, by=None):
    person = by or cast.ma
    town = cast.dong if person.town_id == cast.dong.id else cast.qi
    with reaching(town, now=NOW) as session:
        proposal = deed(session, cast.actor(person))
        session.commit()
    return proposal.id


def test_a_series_is_in_force_with_the_last_key_and_planned_six_ahead(session, cast, reaching, series_id):
    series = queries.get_series(session, series_id)
    assert series.state is SeriesState.ACTIVE
    turns = queries.turns_of(session, series_id)
    assert [t.day for t in turns[:3]] == [date(2026, 11, 12), date(2027, 1, 14), date(2027, 3, 11)]
    assert hosts(session, cast, series_id) == "DQDQDQ"
    assert [t.uncertain for t in turns[:2]] == [False, True]


def test_before_the_last_key_nothing_is_planned(session, cast, reaching):
    proposal = actions.found(session, cast.pair.id, agreed.draft(cast), actor=cast.actor(cast.ma), now=NOW)
    consent_id = proposal.consent_id
    keys.check(session, consent_id, cast, cast.dong, NOW)
    consent = keys.queries.get(session, consent_id)
    actions.turn_key(session, proposal, keys.draft_for(consent), actor=cast.actor(cast.shen), now=NOW)
    assert queries.get_series(session, proposal.series_id).state is SeriesState.PROPOSED
    assert queries.turns_of(session, proposal.series_id) == []


def test_a_refused_series_is_dropped_with_its_reason(session, cast, reaching):
    proposal_id = actions.found(session, cast.pair.id, agreed.draft(cast), actor=cast.actor(cast.ma), now=NOW).id
    session.commit()
    with reaching(cast.qi, now=NOW) as theirs:
        mine = queries.get_proposal(theirs, proposal_id)
        consent = keys.check(theirs, mine.consent_id, cast, cast.qi, NOW)
        no = RefusalDraft(seen_hash=consent.content_hash, reason="改为每季度一次")
        actions.refuse(theirs, mine, no, actor=cast.actor(cast.xu), now=NOW)
        draft_id = actions.raise_as_topic(theirs, mine, actor=cast.actor(cast.yan), now=NOW)
        theirs.commit()
    assert draft_id
    with reaching(cast.dong) as mine:
        assert queries.list_series(mine) == []
        assert queries.get_proposal(mine, proposal_id).state is ProposalState.REFUSED


def test_a_swap_needs_both_keys_and_is_repaid_at_once(cast, reaching, series_id):
    with reaching(cast.dong) as reading:
        first = turn(reading, series_id, 2)
    proposal_id = propose(
        reaching, cast, lambda s, a: actions.swap(s, first, cast.dong.id, reason="Q镇换届", actor=a, now=NOW)
    )
    with reaching(cast.dong) as reading:
        assert hosts(reading, cast, series_id) == "DQDQDQ"
    agreed.agree(reaching, cast, proposal_id, NOW)
    with reaching(cast.dong) as reading:
        assert hosts(reading, cast, series_id) == "DDQQDQ"
        assert turn(reading, series_id, 2).revision == 2
        series = queries.get_series(reading, series_id)
        why = [str(w) for w in queries.coming(reading, series, today=TODAY)[2].why]
        assert "Q镇在此前的对调中欠D镇一次，本次由Q镇还轮，次数记在D镇" in why
    with reaching(cast.qi) as theirs:
        told = theirs.exec(select(Notice.text).where(Notice.person_id == cast.yan.id, Notice.kind == "series.turn"))
        assert "承办镇由Q镇调整为D镇。" in told.all()


def test_a_skip_is_said_by_the_host_with_its_reason_and_paid_at_the_next_turn(cast, reaching, series_id):
    with reaching(cast.dong) as reading:
        first = turn(reading, series_id, 1)
    with reaching(cast.qi) as theirs, pytest.raises(rules.NotTheHost):
        actions.skip(theirs, first, reason="防汛", actor=cast.actor(cast.yan), now=NOW)
    with reaching(cast.dong) as mine, pytest.raises(rules.ReasonMissing):
        actions.skip(mine, first, reason=" ", actor=cast.actor(cast.ma), now=NOW)
    proposal_id = propose(reaching, cast, lambda s, a: actions.skip(s, first, reason="防汛应急", actor=a, now=NOW))
    agreed.agree(reaching, cast, proposal_id, NOW)
    with reaching(cast.dong) as reading:
        assert hosts(reading, cast, series_id) == "QDDQDQ"


def test_a_third_town_joins_last_with_the_smallest_count(cast, reaching, series_id, third_town):
    with reaching(cast.dong, now=NOW) as session:
        series = queries.get_series(session, series_id)
        proposal = actions.join(session, series, third_town.id, reason="", actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    agreed.agree(reaching, cast, proposal.id, NOW)
    with reaching(cast.dong) as reading:
        assert hosts(reading, cast, series_id) == "DQDQDQ"
    sign_for_third_town(reaching, cast, proposal.id)
    with reaching(cast.wai) as theirs:
        assert hosts(theirs, cast, series_id) == "DQWDQW"
        (row,) = [r for r in queries.counts(theirs, queries.get_series(theirs, series_id)) if r.town == "外镇"]
        assert (row.credited, row.hosted) == (0, 0)


def test_terms_change_from_the_next_free_turn_and_are_audited(cast, reaching, series_id):
    with reaching(cast.dong, now=NOW) as session:
        series = queries.get_series(session, series_id)
        draft = queries.draft_of(session, series)
        changed = draft.model_copy(update={"every_months": 3, "order": [cast.qi.id, cast.dong.id]})
        proposal = actions.change_terms(session, series, changed, actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    agreed.agree(reaching, cast, proposal.id, NOW)
    with reaching(cast.dong) as reading:
        turns = queries.turns_of(reading, series_id)
        assert [t.day.month for t in turns] == [11, 2, 5, 8, 11, 2]
        assert hosts(reading, cast, series_id) == "QDQDQD"
    with reaching(cast.qi) as theirs:
        assert "series.proposal_agreed" in theirs.exec(select(AuditEntry.deed)).all()


def test_one_question_about_a_turn_at_a_time(session, cast, series_id):
    first = turn(session, series_id, 1)
    actions.skip(session, first, reason="防汛", actor=cast.actor(cast.ma), now=NOW)
    with pytest.raises(rules.AlreadyProposed):
        actions.swap(session, first, cast.qi.id, reason="", actor=cast.actor(cast.ma), now=NOW)


def test_only_the_proposer_withdraws(session, cast, series_id):
    first = turn(session, series_id, 1)
    proposal = actions.skip(session, first, reason="防汛", actor=cast.actor(cast.ma), now=NOW)
    with pytest.raises(rules.NotTheProposer):
        actions.withdraw(session, proposal, reason="", actor=cast.actor(cast.yan), now=NOW)
    actions.withdraw(session, proposal, reason="已能承办", actor=cast.actor(cast.ma), now=NOW)
    assert proposal.state is ProposalState.WITHDRAWN
    with pytest.raises(rules.NotOpen):
        actions.withdraw(session, proposal, reason="", actor=cast.actor(cast.ma), now=NOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"notice_days": 20}, rules.NoticeAfterTopics),
        ({"first_on": date(2026, 10, 1)}, rules.FirstDayPast),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(session, cast, change, refusal):
    with pytest.raises(refusal):
        actions.found(session, cast.pair.id, agreed.draft(cast, **change), actor=cast.actor(cast.ma), now=NOW)


def test_every_town_stands_in_the_order_once(session, cast):
    for order in ([cast.dong.id, cast.dong.id], [cast.dong.id, cast.wai.id]):
        with pytest.raises(rules.WrongOrder):
            actions.found(session, cast.pair.id, agreed.draft(cast, order=order), actor=cast.actor(cast.ma), now=NOW)


def test_a_stranger_sees_no_series(cast, reaching, series_id):
    with reaching(cast.wai) as strange:
        assert queries.list_series(strange) == []
        with pytest.raises(NotFound):
            queries.get_series(strange, series_id)
