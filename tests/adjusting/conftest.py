"""Services of both towns with their sessions."""

from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import acting, hall, now, room, venue  # noqa: F401  # fixtures
