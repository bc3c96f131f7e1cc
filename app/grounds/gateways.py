"""How long residents' data are kept: the one setting of the installation that the notice and the erasing share."""

from datetime import timedelta

_kept = {"days": 365}


def use_period(days: int) -> None:
    """Set once at start, from the settings."""
    _kept["days"] = days


def period() -> timedelta:
    return timedelta(days=_kept["days"])


def months() -> int:
    """As the notice says it."""
    return max(1, round(_kept["days"] / 30.4))
