"""What belongs together. Pure."""

from collections.abc import Sequence
from datetime import datetime

from app.bookings.models import BookingDraft
from app.kit.actor import Actor
from app.kit.errors import Refusal
from app.kit.i18n import N_


class TooFewVenues(Refusal):
    message = N_("请至少选择两个场地；只约一个场地请到该场地页面预约")


class TwiceTheSame(Refusal):
    message = N_("同一场地选了两次")


def check(drafts: Sequence[BookingDraft]) -> None:
    """Two or more, each venue once for a time."""
    if len(drafts) < 2:
        raise TooFewVenues
    if len({(d.venue_id, d.starts_at) for d in drafts}) < len(drafts):
        raise TwiceTheSame


def event_of(drafts: Sequence[BookingDraft], actor: Actor, now: datetime) -> str:
    """The name of one act among all of this person's."""
    return f"together:{actor.id}:{drafts[0].starts_at:%Y%m%dT%H%M}:{now:%Y%m%dT%H%M%S%f}"
