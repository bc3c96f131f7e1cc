"""A health check at Q镇, which somebody of D镇 was at."""

import pytest
from catalogue import occasion, service  # noqa: F401  # fixtures
from freezegun import freeze_time
from rooms import acting, hall, now, room, span, venue  # noqa: F401  # fixtures
from visits import visit  # noqa: F401  # a fixture

AFTERWARDS = span().ends_at


@pytest.fixture
def check_up(service, occasion):  # noqa: F811  # fixtures
    """A health check with its session."""
    offered = service()
    return offered, occasion(offered)


@pytest.fixture
def clock():
    with freeze_time(AFTERWARDS) as frozen:
        yield frozen
