"""The rules of followups, as tables."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.followups import rules
from app.followups.models import Followup, FollowupPart, FollowupState

D, Q, R = uuid4(), uuid4(), uuid4()
DUE = date(2026, 3, 31)  # a Tuesday


def part(percent=0, reported_on=None):
    return FollowupPart(partnership_id=D, followup_id=D, town_id=D, percent=percent, reported_on=reported_on)


def followup(state=FollowupState.OPEN, due_on=DUE, assigned_on=date(2026, 3, 1), closed_on=None):
    return Followup(
        partnership_id=D,
        source="x:1",
        text="t",
        state=state,
        due_on=due_on,
        assigned_on=assigned_on,
        closed_on=closed_on,
    )


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ([part()], FollowupState.OPEN),
        ([part(30)], FollowupState.IN_PROGRESS),
        ([part(100, DUE), part(50)], FollowupState.IN_PROGRESS),
        ([part(100, DUE), part(100, DUE)], FollowupState.REPORTED),
    ],
)
def test_the_towns_parts_make_the_whole(parts, state):
    assert rules.state_of(parts) is state


def test_the_others_confirm_and_where_all_do_it_each_confirms_for_the_others():
    assert rules.confirmers([D], [D, Q]) == (Q,)
    assert rules.confirmers([D], [D, Q, R]) == (Q, R)
    assert rules.confirmers([D, Q], [D, Q]) == (D, Q)


@pytest.mark.parametrize(
    ("state", "days", "overdue"),
    [
        (FollowupState.OPEN, 0, False),
        (FollowupState.OPEN, 1, True),
        (FollowupState.REPORTED, 1, False),
        (FollowupState.CLOSED, 90, False),
    ],
)
def test_overdue_is_computed_from_the_day(state, days, overdue):
    assert rules.is_overdue(followup(state), DUE + timedelta(days)) is overdue


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        (DUE - timedelta(8), None),
        (DUE - timedelta(7), "7:2026-03-31"),
        (DUE - timedelta(3), "7:2026-03-31"),  # the run of the seventh day was missed: caught up once
        (DUE - timedelta(1), "1:2026-03-31"),
        (DUE, "1:2026-03-31"),
        (date(2026, 4, 1), None),
        (date(2026, 4, 5), None),
        (date(2026, 4, 6), "overdue:2026-04-06"),  # the first Monday after
        (date(2026, 4, 8), "overdue:2026-04-06"),
        (date(2026, 4, 13), "overdue:2026-04-13"),
    ],
)
def test_reminders_seven_days_one_day_and_each_monday(today, mark):
    reminder = rules.reminder_for(DUE, today)
    assert (reminder and reminder.mark) == mark


def test_nobody_is_reminded_of_what_has_no_day():
    assert rules.reminder_for(None, DUE) is None


def test_completion_rate_and_median_days():
    done = FollowupState.CLOSED
    rows = [
        followup(done, closed_on=date(2026, 3, 11)),
        followup(done, closed_on=date(2026, 3, 21)),
        followup(done, closed_on=date(2026, 3, 31)),
        followup(),  # fell due
        followup(due_on=date(2026, 12, 1)),  # not yet
        followup(FollowupState.WITHDRAWN),
    ]
    figures = rules.figures(rows, date(2026, 4, 2))
    assert (figures.due, figures.closed, figures.rate, figures.median_days) == (4, 3, 75, 20)


def test_without_anything_due_there_is_no_rate():
    assert rules.figures([], DUE).rate is None
