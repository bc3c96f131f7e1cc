"""Two towns agree on who goes where: nothing holds before both keys, and nothing changes after them."""

from datetime import date, timedelta

import pytest
from keys import check, check_all
from postings import FROM, NOW, UNTIL, agreed_pair, begun, filled, home_part, host_part, key_draft
from sqlmodel import select

from app.accounts.models import Assignment, Role
from app.consents import queries as consents
from app.consents import rules as consent_rules
from app.consents.models import RefusalDraft
from app.exchanges import actions, queries, rules
from app.notifications.models import Notice
from app.secondments import rules as posting_rules
from app.secondments.models import Exchange, ExchangeDraft, Post, Secondment, Stage
from app.topics.models import TopicDraft


def test_nothing_is_asked_before_both_sides_are_filled_in(session, cast):
    exchange = begun(session, cast)
    actions.fill_home(session, exchange, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)
    with pytest.raises(rules.NotComplete) as refusal:
        actions.ask(session, exchange, actor=cast.actor(cast.ma), now=NOW)
    assert "Q镇给出的挂职岗位和带教人、Q镇派出的同志" in str(refusal.value)


def test_a_town_names_only_its_own_people_and_units(session, cast):
    exchange = begun(session, cast)
    for wrong, refusal in (
        ({"person_id": cast.qian.id}, rules.NotYourPerson),
        ({"home_unit_id": cast.qi_centre.id}, rules.NotYourUnit),
        ({"home_mentor_id": cast.lin.id}, rules.MentorIsSecondee),
        ({"person_id": cast.shen.id}, rules.OperatorPosted),
        ({"goals": ["只有一条"]}, rules.GoalsMissing),
    ):
        with pytest.raises(refusal):
            actions.fill_home(session, exchange, home_part(cast, **wrong), actor=cast.actor(cast.zhu), now=NOW)


def test_an_elected_post_is_refused_with_its_reason(session, cast):
    exchange = begun(session, cast)
    actions.fill_home(session, exchange, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)
    elected = host_part(cast, post=Post.COMMITTEE_DIRECTOR)
    with pytest.raises(rules.ElectedPost, match="依法选举产生"):
        actions.fill_host(session, exchange, elected, actor=cast.actor(cast.shi), now=NOW)


def test_the_key_asks_for_the_committee_that_decided(session, cast):
    exchange = filled(session, cast)
    consent = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=NOW)
    check(session, consent.id, cast, cast.dong, NOW)
    without = key_draft(consent).model_copy(update={"basis": None})
    with pytest.raises(consent_rules.BasisMissing):
        actions.turn_key(session, exchange, without, actor=cast.actor(cast.shen), now=NOW)


def test_both_keys_make_two_agreed_postings_with_dated_rights(reaching, cast):
    mine, theirs = agreed_pair(reaching, cast)
    assert (mine.stage, theirs.stage) == (Stage.AGREED, Stage.AGREED)
    assert (mine.host_town_id, theirs.host_town_id) == (cast.qi.id, cast.dong.id)
    with reaching(cast.dong) as session:
        granted = session.exec(select(Assignment).where(Assignment.granted_by == mine.subject)).all()
    posts = {(a.person_id, a.role, a.town_id) for a in granted}
    assert posts == {
        (cast.lin.id, Role.SECONDEE, cast.qi.id),
        (cast.lao_chen.id, Role.MENTOR, cast.dong.id),
        (cast.tang.id, Role.MENTOR, cast.qi.id),
    }
    told = reaching(cast.qi).exec(select(Notice).where(Notice.kind == "secondments.agreed")).all()
    assert {n.person_id for n in told} == {cast.tang.id, cast.qian.id, cast.yan.id}


def test_one_key_alone_gives_nobody_a_right(reaching, cast):
    with reaching(cast.dong, now=NOW) as session:
        exchange = filled(session, cast)
        consent_id = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=NOW).id
        session.commit()
    check_all(reaching, consent_id, cast, NOW)
    with reaching(cast.dong, now=NOW) as session:
        draft = key_draft(consents.get(session, consent_id))
        actions.turn_key(session, session.get_one(Exchange, exchange.id), draft, actor=cast.actor(cast.shen), now=NOW)
        assert session.exec(select(Assignment).where(Assignment.role == Role.SECONDEE)).all() == []
        assert {p.stage for p in session.exec(select(Secondment))} == {Stage.PROPOSED}


def test_a_change_after_one_key_drops_it(session, cast):
    exchange = filled(session, cast)
    consent = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=NOW)
    check(session, consent.id, cast, cast.dong, NOW)
    actions.turn_key(session, exchange, key_draft(consent), actor=cast.actor(cast.shen), now=NOW)
    actions.change_days(session, exchange, FROM, UNTIL + timedelta(days=31), actor=cast.actor(cast.zhu), now=NOW)
    assert consents.keys_of(session, consents.get(session, consent.id)) == []


def test_a_refused_exchange_can_become_a_topic(session, cast):
    exchange = filled(session, cast)
    consent = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=NOW)
    check(session, consent.id, cast, cast.dong, NOW)
    no = RefusalDraft(seen_hash=consent.content_hash, reason="人手不足，请缓至下半年")
    actions.refuse(session, exchange, no, actor=cast.actor(cast.shen), now=NOW)
    draft_id = actions.raise_as_topic(session, exchange, actor=cast.actor(cast.ma), now=NOW)
    assert "人手不足" in session.get_one(TopicDraft, draft_id).summary


def test_withdrawn_people_are_free_again(session, cast):
    exchange = filled(session, cast)
    actions.withdraw(session, exchange, reason="人选有变", actor=cast.actor(cast.zhu), now=NOW)
    again = begun(session, cast)
    actions.fill_home(session, again, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)
    assert {p.stage for p in queries.postings_of(session, exchange.id)} == {Stage.DROPPED}


def test_the_same_person_is_not_posted_twice_at_a_time(session, cast):
    filled(session, cast)
    second = begun(session, cast, UNTIL, date(2027, 3, 31))
    with pytest.raises(posting_rules.Overlapping):
        actions.fill_home(session, second, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)
    third = begun(session, cast, UNTIL + timedelta(days=1), date(2027, 3, 31))
    actions.fill_home(session, third, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)


def test_after_the_keys_nothing_can_be_rewritten(reaching, cast):
    mine, _ = agreed_pair(reaching, cast)
    with reaching(cast.dong) as session:
        exchange = session.get_one(Exchange, mine.exchange_id)
        with pytest.raises(rules.AlreadyAgreed):
            actions.fill_home(session, exchange, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)


def test_a_stranger_is_no_partner(session, cast):
    draft = ExchangeDraft(partner_town_id=cast.wai.id, name="与外镇互派", from_on=FROM, until_on=UNTIL)
    with pytest.raises(rules.NotPartners):
        actions.begin(session, draft, actor=cast.actor(cast.zhu), now=NOW)
