"""A posting with a log."""

from logging_days import posting, written

__all__ = ["posting", "written"]
