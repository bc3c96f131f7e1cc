"""The venues of both towns."""

from rooms import acting, asked, hall, now, room, venue  # noqa: F401  # fixtures
