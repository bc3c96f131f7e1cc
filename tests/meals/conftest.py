"""A dining service with its lunch."""

from canteen import canteen, lunch  # noqa: F401  # fixtures
from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import acting, hall, now, room, venue  # noqa: F401  # fixtures
