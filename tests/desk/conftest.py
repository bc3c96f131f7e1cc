"""Services of both towns, a canteen, residents, and what allows to serve them."""

from canteen import canteen, lunch  # noqa: F401  # fixtures
from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import acting, hall, now, room, venue  # noqa: F401  # fixtures
from townsfolk import assess, basis, ground  # noqa: F401  # fixtures
