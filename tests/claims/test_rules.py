"""The number line and the towns' clock, wherever the server stands."""

import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.claims.models import LINE, LONGEST_CLAIM, Span, minute_of
from app.claims.rules import Want, key_span
from app.kit import clock


@pytest.fixture(params=["UTC", "America/Vancouver", "Asia/Shanghai"])
def _somewhere(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_somewhere")
@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 7, 1)])
def test_a_wall_time_is_the_same_span_wherever_the_server_stands(day):
    """Pitfall 14: the days on which clocks change elsewhere change nothing here."""
    span = Span(clock.at(day, "01:30"), clock.at(day, "03:30"))
    assert span.minutes == 120
    assert span.of_day() == (90, 210)
    assert span.day == day
    assert span.starts_at == datetime(day.year, day.month, day.day, 1, 30, tzinfo=clock.TOWN_TIME)


def test_a_naive_time_is_refused():
    """Pitfall 15."""
    with pytest.raises(ValueError, match="naive"):
        _ = Span(datetime(2026, 3, 5, 14, 0), datetime(2026, 3, 5, 16, 0)).day  # noqa: DTZ001  # the mistake itself


def test_keys_of_two_venues_never_touch():
    far = Span(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, 1, tzinfo=UTC))
    late = Span(datetime(9000, 1, 1, tzinfo=UTC), datetime(9000, 1, 2, tzinfo=UTC))
    assert key_span(2, far)[0] == 2 * LINE
    assert key_span(1, late, LONGEST_CLAIM)[1] < 2 * LINE
    assert key_span(2**31 - 1, late)[1] < 2**63


def test_the_gap_lengthens_the_claim_and_not_the_booking():
    start = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    span = Span(start, start + timedelta(hours=2))
    ((_, first, last),) = Want(uuid4(), [7], span, gap=15).claims()
    assert (first, last) == (7 * LINE + minute_of(start), 7 * LINE + minute_of(start) + 135)
