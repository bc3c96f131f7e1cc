"""Services with sessions and sign-ups."""

from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import acting, hall, now, room, venue  # noqa: F401  # fixtures
from visits import visit  # noqa: F401  # a fixture
