"""延期 and 提前结束 by both keys, 召回 by the home secretary alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from keys import check_all
from postings import NOW, UNTIL, agreed_pair, key_draft

from app.consents import queries as consents
from app.consents import rules as consent_rules
from app.extensions import actions, queries, rules
from app.extensions.models import ChangeDraft, ChangeKind, ChangeState, PostingChange, RecallReason
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import EndKind, Secondment
from app.secondments.rules import State

DURING = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
LATER = UNTIL + timedelta(days=92)


@pytest.fixture
def posting(reaching, cast):
    return agreed_pair(reaching, cast)[0]


def decide(reaching, cast, posting, kind, until_on, now=DURING):
    """Proposed by the home town, signed by both, committed."""
    with reaching(cast.dong, now=now) as session:
        draft = ChangeDraft(kind=kind, until_on=until_on, reason="项目收尾需要")
        mine = postings.get_locked(session, posting.id)
        change = actions.propose(session, mine, draft, actor=cast.actor(cast.ma), now=now)
        session.commit()
    check_all(reaching, change.consent_id, cast, now)
    for town, signer in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        with reaching(town, now=now) as session:
            key = key_draft(consents.get(session, change.consent_id))
            actions.turn_key(session, session.get_one(PostingChange, change.id), key, actor=cast.actor(signer), now=now)
            session.commit()
    return reaching(cast.dong).get_one(Secondment, posting.id)


def test_both_keys_extend_a_posting(reaching, cast, posting):
    longer = decide(reaching, cast, posting, ChangeKind.EXTEND, LATER)
    assert (longer.until_on, longer.agreed_until_on, longer.end_kind) == (LATER, UNTIL, None)
    assert posting_rules.state_at(longer, posting_rules.end_of(UNTIL)) is State.ACTIVE


def test_both_keys_end_it_early_and_say_why(reaching, cast, posting):
    shorter = decide(reaching, cast, posting, ChangeKind.END_EARLY, date(2026, 6, 30))
    assert (shorter.end_kind, shorter.end_reason) == (EndKind.AGREED, "项目收尾需要")
    assert posting_rules.state_at(shorter, posting_rules.end_of(date(2026, 6, 30))) is State.ENDED_EARLY


def test_one_key_alone_changes_nothing(reaching, cast, posting):
    with reaching(cast.dong, now=DURING) as session:
        draft = ChangeDraft(kind=ChangeKind.EXTEND, until_on=LATER, reason="需要")
        mine = postings.get_locked(session, posting.id)
        change = actions.propose(session, mine, draft, actor=cast.actor(cast.ma), now=DURING)
        session.commit()
    check_all(reaching, change.consent_id, cast, DURING)
    with reaching(cast.dong, now=DURING) as session:
        mine = session.get_one(PostingChange, change.id)
        key = key_draft(consents.get(session, change.consent_id))
        actions.turn_key(session, mine, key, actor=cast.actor(cast.shen), now=DURING)
        assert postings.get_locked(session, posting.id).until_on == UNTIL
        with pytest.raises(rules.ChangeIsOpen):
            actions.propose(
                session, postings.get_locked(session, posting.id), draft, actor=cast.actor(cast.ma), now=NOW
            )
        actions.withdraw(session, mine, reason="不再需要", actor=cast.actor(cast.ma), now=DURING)
        assert queries.changes_of(session, posting.id)[0].state is ChangeState.WITHDRAWN


@pytest.mark.parametrize(
    ("kind", "until_on", "refusal"),
    [
        (ChangeKind.EXTEND, UNTIL, rules.NotLonger),
        (ChangeKind.EXTEND, date(2028, 4, 1), posting_rules.TooLong),
        (ChangeKind.END_EARLY, UNTIL, rules.NotEarlier),
        (ChangeKind.END_EARLY, date(2026, 5, 31), rules.NotEarlier),
    ],
)
def test_other_days_are_refused(reaching, cast, posting, kind, until_on, refusal):
    draft = ChangeDraft(kind=kind, until_on=until_on, reason="需要")
    with pytest.raises(refusal):
        actions.propose(reaching(cast.dong), posting, draft, actor=cast.actor(cast.ma), now=DURING)


def recall(session, cast, posting, by, until_on=date(2026, 6, 10)):
    said = {"until_on": until_on, "why": RecallReason.HEALTH, "reason": "住院治疗"}
    return actions.recall(session, posting, **said, actor=cast.actor(by), now=DURING)


def test_the_home_secretary_recalls_the_own_person(reaching, cast, posting):
    with reaching(cast.dong, now=DURING) as session:
        mine = postings.get_locked(session, posting.id)
        recall(session, cast, mine, cast.shen)
        assert (mine.end_kind, mine.until_on) == (EndKind.RECALLED, date(2026, 6, 10))


def test_nobody_else_recalls(reaching, cast, posting):
    session = reaching(cast.dong, now=DURING)
    with pytest.raises(consent_rules.NotTheSigner):
        recall(session, cast, posting, cast.zhu)
    with pytest.raises(rules.NotYourPerson):
        recall(session, cast, posting, cast.xu)
