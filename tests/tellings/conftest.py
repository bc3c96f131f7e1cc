"""Services of both towns, their residents, and what allows to keep their data together."""

from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import acting, hall, now, room, venue  # noqa: F401  # fixtures
from townsfolk import assess, basis, dong, ground, qi  # noqa: F401  # fixtures
