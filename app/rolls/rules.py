"""When a list is closed by itself, and in which order people stand on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.signups.models import COMING, SignUpState
from app.signups.queries import Entry

SETTLED_AFTER = timedelta(hours=24)
"""A list ticked on paper may be entered until then; afterwards whoever is not ticked did not come."""
SETTLED_WITHIN = timedelta(days=14)


class NoSuchCode(Refusal):
    message = N_("没有找到这个取号码对应的报名，请核对后再试")


@dataclass(frozen=True)
class Roll:
    """Who is expected, by community and number, and who waits."""

    coming: tuple[Entry, ...]
    waiting: tuple[Entry, ...]

    @property
    def there(self) -> int:
        return sum(entry.state is SignUpState.ATTENDED for entry in self.coming)

    @property
    def missing(self) -> int:
        return sum(entry.state is SignUpState.SIGNED for entry in self.coming)


def roll_of(entries: Iterable[Entry]) -> Roll:
    """By town, community, last four digits: how one looks for oneself on a list at the door."""
    known = sorted(entries, key=lambda e: (e.town_name, e.community, e.phone[-4:], e.code))
    coming = tuple(e for e in known if e.state in COMING)
    waiting = sorted((e for e in known if e.state not in COMING), key=lambda e: e.made_at)
    return Roll(coming, tuple(waiting))
