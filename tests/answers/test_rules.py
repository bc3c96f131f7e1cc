"""When an unanswered request is passed on."""

from datetime import date

import pytest

from app.answers import rules
from app.answers.rules import Outcome
from app.availability.rules import TooLong
from app.bookings.rules import AlreadyAnswered
from app.calendar.models import DayKind
from app.calendar.rules import WorkingDays
from app.kit import clock
from app.kit.errors import NotFound

# 2026-04-06 (Monday) is 清明节, 2026-04-11 (Saturday) is worked here.
DAYS = WorkingDays(
    frozenset({2026}), {date(2026, 4, 6): (DayKind.OFF, "清明节"), date(2026, 4, 11): (DayKind.WORK, "调休上班")}
)


def at(text):
    day, time = text.split()
    return clock.at(date.fromisoformat(day), time)


@pytest.mark.parametrize(
    ("asked", "step", "passed_on"),
    [
        ("2026-03-02 09:00", 1, "2026-03-03 09:00"),
        ("2026-03-02 09:00", 2, "2026-03-04 09:00"),
        ("2026-04-03 16:30", 1, "2026-04-07 16:30"),  # over the weekend and the holiday
        ("2026-04-10 10:00", 1, "2026-04-11 10:00"),  # a Saturday that is worked
        ("2026-04-04 10:00", 1, "2026-04-08 00:00"),  # asked on a day off: counted from its end
    ],
)
def test_one_working_day_is_given_for_each_step(asked, step, passed_on):
    assert rules.passed_on_at(at(asked), step, DAYS) == at(passed_on)


def test_the_step_that_is_due():
    asked = at("2026-03-02 09:00")
    moments = ["2026-03-03 08:59", "2026-03-03 09:00", "2026-03-04 09:00", "2026-03-20 09:00"]
    assert [rules.step_due(asked, DAYS, at(m)) for m in moments] == [0, 1, 2, 2]


def test_several_answers_in_one_sum():
    faster = [Outcome(1, AlreadyAnswered(state="已确认")), Outcome(2, NotFound())]
    ruled = Outcome(3, TooLong(length="4小时"))
    assert rules.tally([Outcome(4), *faster, ruled, Outcome(5)]) == (2, 2, [ruled])
