"""Until when a call collects topics."""

from datetime import date, datetime

from app.kit import clock
from app.topics.models import TopicCall

HELD = datetime(2026, 4, 10, 6, 0, tzinfo=clock.UTC)


def test_a_call_that_closes_at_midnight_names_the_day_before_as_its_last():
    call = TopicCall(meeting="m", name="第13次", held_at=HELD, closes_at=clock.at(date(2026, 3, 26), "00:00"))
    assert call.last_day == date(2026, 3, 25)
