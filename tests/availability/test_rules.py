"""When and on what terms somebody may have a venue, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from rooms import span

from app.availability import rules
from app.claims.models import Span
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.venues.models import VenueKind

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in the towns
PARTNER = rules.terms_for(Rule(Sharing.AT_ONCE))


@pytest.mark.parametrize(
    ("sharing", "is_own", "is_joint", "at_once", "horizon"),
    [
        (Sharing.NONE, True, False, True, 180),
        (Sharing.AT_ONCE, False, False, True, 60),
        (Sharing.ON_REQUEST, False, False, False, 60),
        (Sharing.ON_REQUEST, False, True, True, 400),  # joint meetings are planned a year ahead
        (Sharing.NONE, True, True, True, 400),
    ],
)
def test_who_books_on_what_terms(sharing, is_own, is_joint, at_once, horizon):
    terms = rules.terms_for(None if is_own else Rule(sharing), is_joint=is_joint)
    assert (terms.at_once, terms.horizon) == (at_once, horizon)


@pytest.mark.parametrize("is_joint", [False, True])
def test_what_is_not_shared_is_not_booked_from_the_other_side(is_joint):
    with pytest.raises(rules.NotShared):
        rules.terms_for(Rule(Sharing.NONE), is_joint=is_joint)


def test_the_limits_themselves_are_allowed():
    rules.check_terms(span("2026-03-02", "11:00", "15:00"), PARTNER, NOW)
    rules.check_terms(span("2026-05-01", "08:00", "12:00"), PARTNER, NOW)


@pytest.mark.parametrize(
    ("when", "refusal", "words"),
    [
        (span("2026-03-02", "09:00", "10:00"), rules.InThePast, "开始时间已过"),
        (span("2026-03-02", "10:45", "12:00"), rules.TooSoon, "提前2小时"),
        (span("2026-05-02", "08:00", "09:00"), rules.TooFar, "2026年3月3日起可预约"),
        (span("2026-03-05", "08:00", "12:15"), rules.TooLong, "一次最多预约4小时"),
    ],
)
def test_a_refusal_says_the_rule_and_what_to_do(when, refusal, words):
    with pytest.raises(refusal) as refused:
        rules.check_terms(when, PARTNER, NOW)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("when", "refusal"),
    [
        (span(starts="14:05", ends="15:00"), rules.OffTheGrid),
        (span(starts="15:00", ends="15:00"), rules.OffTheGrid),
        (span(starts="16:00", ends="14:00"), rules.OffTheGrid),
        (Span(span().starts_at + timedelta(seconds=1), span().ends_at), rules.OffTheGrid),
        (Span(span(starts="23:00").starts_at, span("2026-03-06", "00:00", "01:00").ends_at), rules.NotOneDay),
    ],
)
def test_spans_lie_on_quarter_hours_of_one_day(when, refusal):
    with pytest.raises(refusal):
        rules.check_span(when)


def test_midnight_ends_the_day_it_closes():
    late = Span(span(starts="22:00").starts_at, span("2026-03-06", "00:00", "01:00").starts_at)
    rules.check_span(late)
    assert rules.span_in_words(late) == "2026年3月5日 星期四 22:00–24:00"


def test_hours_and_seats_are_said_in_the_refusal():
    hours = ((480, 720), (810, 1020))
    rules.check_place(span(starts="13:30", ends="17:00"), heads=40, seats=40, hours=hours)
    with pytest.raises(rules.OutsideHours, match=r"2026年3月5日（调休上班）开放时间为08:00–12:00 13:30–17:00"):
        rules.check_place(span(starts="11:00", ends="14:00"), heads=1, seats=40, hours=hours, why="调休上班")
    with pytest.raises(rules.ShutThatDay, match="（法定节假日）不开放"):
        rules.check_place(span(), heads=1, seats=40, hours=(), why="法定节假日")
    with pytest.raises(rules.TooManyPeople, match="41人超过了该场地的40座"):
        rules.check_place(span(), heads=41, seats=40, hours=hours)


@pytest.mark.parametrize(("missed", "at_once"), [(0, True), (2, True), (3, False), (9, False)])
def test_three_no_shows_mean_asking_first(missed, at_once):
    assert rules.after_no_shows(PARTNER, missed).at_once is at_once


def test_the_nearest_start_comes_first():
    starts = rules.possible_starts((485, 720), 120)
    assert (starts[0], starts[-1]) == (495, 600)
    assert rules.starts_by_nearness([480, 600, 840], 720) == [600, 840, 480]
    assert rules.possible_starts((480, 540), 120) == []


@pytest.mark.parametrize(("hour", "day"), [("16:59", date(2026, 3, 2)), ("17:00", date(2026, 3, 3))])
def test_late_in_the_day_the_next_one_is_offered(hour, day):
    assert rules.first_day_to_offer(span("2026-03-02", hour, "23:00").starts_at) == day


def test_what_is_left_of_today_begins_on_the_next_quarter_hour():
    assert [rules.next_quarter(m) for m in (0, 14, 15, 541)] == [15, 15, 30, 555]
    assert rules.offered_end((480, 1260)) == 600
    assert rules.offered_end((480, 525)) == 525


def test_the_terms_in_words():
    assert PARTNER.words() == ["预约即确认", "至少提前2小时", "可预约60天以内", "一次最长4小时"]


def test_a_closure_of_several_days_in_words():
    long = Span(span("2026-03-05", "08:00", "09:00").starts_at, span("2026-03-07", "16:00", "17:00").ends_at)
    assert rules.period_in_words(long) == "2026年3月5日08:00至2026年3月7日17:00"


def test_who_cannot_dance_here_is_sent_to_dance_elsewhere():
    offered = sorted(VenueKind, key=lambda kind: rules.unlike(kind, VenueKind.DANCE_ROOM))
    assert offered[0] is VenueKind.DANCE_ROOM
    assert {VenueKind.HEALTH_ROOM, VenueKind.CANTEEN} <= set(offered[-4:])
    assert VenueKind.HALL in offered[:5]
