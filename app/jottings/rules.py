"""Which version of a draft stands: the one typed last; the others are kept and shown. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.jottings.models import Jotting, Words

KEPT = 5  # versions of one day; older ones go
OLDEST = timedelta(days=30)  # of what a device may bring from its memory


def in_order(versions: Sequence[Jotting]) -> list[Jotting]:
    """The standing version first: typed last, whichever came in last."""
    return sorted(versions, key=lambda j: (j.typed_at, j.saved_at), reverse=True)


def asides(versions: Sequence[Jotting]) -> list[Jotting]:
    """What another device wrote and the standing version does not say as well."""
    ordered = in_order(versions)
    return [j for j in ordered[1:] if j.text != ordered[0].text]


def typed_at(age_seconds: int, now: datetime) -> datetime:
    """The instant of typing, by its age: a telephone's clock may be wrong, the time passed is not."""
    return now - min(max(timedelta(seconds=age_seconds), timedelta(0)), OLDEST)


def says_the_same(version: Jotting, words: Words) -> bool:
    return version.text == words
