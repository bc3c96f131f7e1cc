"""Who may mark what, and what of the marks is published."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from app.feedback import rules
from app.feedback.models import OpinionState, ServiceScore
from app.kit.errors import NotFound
from app.signups.models import SignUpState

STARTS = datetime(2026, 3, 3, 1, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
SOMEBODY = UUID(int=7)


def hashed(data: bytes, key: bytes = b"key") -> str:
    return sha256(key + data).hexdigest()


def test_a_link_leads_back_to_its_visit():
    assert rules.opened("link", rules.token("link", SOMEBODY, hashed), hashed) == SOMEBODY


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "unknown",
        "评价",
        rules.token("screen", SOMEBODY, hashed),
        rules.token("link", SOMEBODY, lambda data: hashed(data, b"another key")),
        rules.token("link", SOMEBODY, hashed)[:-1] + "A",
        rules.token("link", SOMEBODY, hashed) + "AAAA",
    ],
)
def test_no_other_address_leads_anywhere(forged):
    genuine = rules.token("link", SOMEBODY, hashed)
    if forged != genuine:
        with pytest.raises(NotFound):
            rules.opened("link", forged, hashed)


def test_two_visits_have_two_ballots_and_one_visit_one():
    mine = rules.ballot(SOMEBODY, hashed)
    assert mine == rules.ballot(SOMEBODY, hashed) != rules.ballot(uuid4(), hashed)
    assert str(SOMEBODY) not in mine


@pytest.mark.parametrize(
    ("state", "after", "refusal"),
    [
        (SignUpState.ATTENDED, timedelta(hours=-1), None),
        (SignUpState.ATTENDED, rules.VALID, None),
        (SignUpState.ATTENDED, rules.VALID + timedelta(seconds=1), rules.Expired),
        (SignUpState.SIGNED, timedelta(0), rules.NotYet),
        (SignUpState.ABSENT, timedelta(0), rules.NotYet),
        (SignUpState.CANCELLED, timedelta(0), rules.NotYet),
    ],
)
def test_only_who_was_there_marks_and_for_a_month(state, after, refusal):
    if refusal is None:
        rules.check_visit(state, ENDS, ENDS + after)
    else:
        with pytest.raises(refusal):
            rules.check_visit(state, ENDS, ENDS + after)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (STARTS - timedelta(minutes=31), False),
        (STARTS - timedelta(minutes=30), True),
        (ENDS + timedelta(hours=3), True),
        (ENDS + timedelta(hours=4), False),
    ],
)
def test_the_screen_is_open_around_its_session(moment, is_open):
    if is_open:
        rules.check_screen(STARTS, ENDS, moment)
    else:
        with pytest.raises(rules.ScreenClosed):
            rules.check_screen(STARTS, ENDS, moment)


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_a_low_mark_waits_for_its_unit(score):
    waits = score <= 2
    assert (rules.first_state(score) is OpinionState.WAITING) == waits
    assert rules.due_on(score, date(2026, 3, 3)) == (date(2026, 3, 10) if waits else None)


@pytest.mark.parametrize(("answered", "total", "shown"), [(4, 20, None), (5, 23, "4.6"), (6, 10, "1.7")])
def test_a_mean_is_published_when_five_have_answered(answered, total, shown):
    told = rules.published(ServiceScore(service_id=SOMEBODY, answered=answered, total=total, low=0))
    assert (told and told.mean) == shown


def test_the_day_of_a_visit_is_kept_only_where_one_can_hide_among_others():
    assert rules.told_day(date(2026, 3, 3), 5) == date(2026, 3, 3)
    assert rules.told_day(date(2026, 3, 3), 4) is None


def test_who_wants_a_call_leaves_a_number():
    rules.check_call(False, "", "")
    rules.check_call(True, "王阿姨", "13800001234")
    with pytest.raises(rules.PhoneMissing):
        rules.check_call(True, "王阿姨", " ")


@pytest.mark.parametrize(
    ("state", "text", "refusal"),
    [
        (OpinionState.WAITING, " ", rules.AnswerMissing),
        (OpinionState.ANSWERED, "已整改", rules.AnsweredBefore),
        (OpinionState.COUNTED, "谢谢", rules.AnsweredBefore),
    ],
)
def test_an_answer_says_what_was_done_and_is_given_once(state, text, refusal):
    with pytest.raises(refusal):
        rules.check_answer(state, text)
