"""A venue to be shared."""

from rooms import venue  # noqa: F401  # a fixture
