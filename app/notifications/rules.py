"""What a notice may say, when a mail is tried again, and when a person must look after it."""

import re
from datetime import datetime, timedelta

LEASE = timedelta(minutes=5)  # longer than any single attempt; a killed worker's mail is taken up after it
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
TOO_OLD = timedelta(days=3)
TITLE, TEXT = 120, 2000
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def one_line(title: str) -> str:
    """A title that cannot end a mail header or a log line."""
    return CONTROL.sub(" ", title).strip()[:TITLE]


def plain_text(text: str) -> str:
    """Line breaks stay, other control characters go."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))[:TEXT]


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after `attempts` failures, with growing pauses; None: give up, tell a person."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def is_too_old(made_at: datetime, now: datetime) -> bool:
    """A mail that has waited this long would confuse more than it helps (a server configured late)."""
    return now - made_at > TOO_OLD
