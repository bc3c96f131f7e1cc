"""The venues of both towns, and a series for whoever needs one."""

from rooms import acting, asked, hall, now, room, venue  # noqa: F401  # fixtures
