from datetime import UTC, date, datetime, timedelta

import pytest
from postings import UNTIL, agreed_pair

from app.extensions import actions as extensions
from app.extensions.models import RecallReason
from app.filings import actions, queries, rules
from app.filings.models import Authority, FilingDraft
from app.secondments import queries as postings

DURING = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
FILED = FilingDraft(authority=Authority.ORGANISATION, filed_on=date(2026, 4, 3), number="崇组备〔2026〕8号")


@pytest.fixture
def posting(reaching, cast):
    return agreed_pair(reaching, cast)[0]


def test_a_posting_is_reported_once_and_again_after_a_change(reaching, cast, posting):
    with reaching(cast.dong, now=DURING) as session:
        mine = postings.get_locked(session, posting.id)
        assert [o.name for o in queries.missing_of(session, mine)] == ["派出挂职"]
        actions.note(session, mine, "start", FILED, actor=cast.actor(cast.zhu), now=DURING)
        assert queries.missing_of(session, mine) == []
        with pytest.raises(rules.FiledAlready):
            actions.note(session, mine, "start", FILED, actor=cast.actor(cast.zhu), now=DURING)
        said = {"until_on": UNTIL - timedelta(days=40), "why": RecallReason.TRANSFER, "reason": "工作调动"}
        extensions.recall(session, mine, **said, actor=cast.actor(cast.shen), now=DURING)
        assert [o.name for o in queries.missing_of(session, mine)] == ["召回"]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"number": ""}, rules.FilingIncomplete),
        ({"filed_on": None}, rules.FilingIncomplete),
        ({"filed_on": date(2026, 6, 2)}, rules.FiledInFuture),
        ({"authority": Authority.EXEMPT}, rules.ReasonMissing),
    ],
)
def test_a_report_says_to_whom_when_and_under_which_number(changed, refusal):
    with pytest.raises(refusal):
        rules.check_draft(FILED.model_copy(update=changed), today=date(2026, 6, 1))
    exempt = FilingDraft(authority=Authority.EXEMPT, reason="社区工作者按区里规定无需报备")
    rules.check_draft(exempt, today=date(2026, 6, 1))


def test_only_the_home_town_reports_its_person(reaching, cast, posting):
    with pytest.raises(rules.OnlyHomeFiles):
        actions.note(reaching(cast.qi), posting, "start", FILED, actor=cast.actor(cast.shi), now=DURING)
