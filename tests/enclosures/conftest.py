"""Venues to be listed."""

from rooms import venue  # noqa: F401  # a fixture
