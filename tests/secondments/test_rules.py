"""The calendar of a posting, read to the minute."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.secondments import rules
from app.secondments.models import EndKind, Identity, PartyTie, Secondment, Stage
from app.secondments.rules import Reader, State

FROM, UNTIL = date(2026, 4, 1), date(2026, 9, 30)
MINUTE = timedelta(minutes=1)


def posting(**changed) -> Secondment:
    stated = {
        "exchange_id": uuid4(),
        "partnership_id": uuid4(),
        "home_town_id": uuid4(),
        "host_town_id": uuid4(),
        "person_id": uuid4(),
        "identity": Identity.COMMUNITY_WORKER,
        "home_unit_id": uuid4(),
        "home_mentor_id": uuid4(),
        "party_tie": PartyTie.STAYS,
        "basis": "党委会",
        "goals": [],
        "from_on": FROM,
        "until_on": UNTIL,
        "agreed_until_on": UNTIL,
        "ends_at": rules.end_of(UNTIL),
        "stage": Stage.AGREED,
    }
    return Secondment(**(stated | changed))


STARTS = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)  # 1 April 00:00 in Shanghai
ENDS = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (STARTS - MINUTE, State.AGREED),
        (STARTS, State.ACTIVE),
        (ENDS - MINUTE, State.ACTIVE),
        (ENDS, State.COMPLETED),
    ],
)
def test_a_posting_runs_from_midnight_to_midnight(moment, state):
    assert rules.state_at(posting(), moment) is state


def test_an_early_end_is_another_state_and_a_proposal_has_no_calendar():
    early = posting(end_kind=EndKind.RECALLED, until_on=date(2026, 6, 1), ends_at=rules.end_of(date(2026, 6, 1)))
    assert rules.state_at(early, ENDS) is State.ENDED_EARLY
    assert rules.state_at(early, STARTS) is State.ACTIVE
    assert rules.state_at(posting(stage=Stage.PROPOSED), STARTS) is State.PROPOSED


@pytest.mark.parametrize(
    ("from_on", "until_on", "refusal"),
    [
        (date(2026, 4, 1), date(2026, 6, 30), None),
        (date(2026, 4, 1), date(2026, 6, 29), rules.TooShort),
        (date(2026, 4, 1), date(2028, 3, 31), None),
        (date(2026, 4, 1), date(2028, 4, 1), rules.TooLong),
        (date(2026, 4, 1), date(2026, 3, 1), rules.EndsBeforeStart),
        (date(2026, 11, 30), date(2027, 2, 27), None),
    ],
)
def test_three_to_twenty_four_months(from_on, until_on, refusal):
    if refusal is None:
        rules.check_days(from_on, until_on)
        return
    with pytest.raises(refusal):
        rules.check_days(from_on, until_on)


def test_months_end_where_the_month_ends():
    assert rules.plus_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert rules.default_until(date(2026, 4, 1)) == date(2026, 9, 30)


def test_days_are_counted_with_both_ends():
    assert rules.days_of(posting()) == 183
    assert rules.days_of(posting(), until=date(2026, 4, 1)) == 1
    assert rules.half_term(posting()) == date(2026, 7, 1)


def reader_of(who: Secondment, *, role: Role, town: str = "home", person=None) -> Reader:
    town_id = {"home": who.home_town_id, "host": who.host_town_id, "third": uuid4()}[town]
    return Reader(person or uuid4(), town_id, frozenset({role}))


@pytest.mark.parametrize(
    ("role", "town", "reads", "reads_log"),
    [
        (Role.SECRETARY, "home", True, True),
        (Role.ORGANISER, "host", True, True),
        (Role.CLERK, "host", True, False),
        (Role.WORKER, "host", False, False),
        (Role.MENTOR, "host", False, False),
        (Role.SECRETARY, "third", False, False),
    ],
)
def test_who_may_read_a_posting_and_its_log(role, town, reads, reads_log):
    who = posting()
    standing = rules.standing(who, reader_of(who, role=role, town=town), ENDS)
    assert (standing.may_read, standing.may_read_log) == (reads, reads_log)


def test_the_person_and_the_mentors_read_both():
    who = posting(host_mentor_id=uuid4())
    for person, town in ((who.person_id, "home"), (who.home_mentor_id, "home"), (who.host_mentor_id, "host")):
        standing = rules.standing(who, reader_of(who, role=Role.WORKER, town=town, person=person), ENDS)
        assert standing.may_read
        assert standing.may_read_log
