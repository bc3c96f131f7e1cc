"""What may be waited for. Pure."""

from datetime import datetime
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.sessions.models import ServiceSession
from app.waiting.models import SESSION, WaitingPlace


class PlaceIsFree(Refusal):
    message = N_("现在有名额，请直接报名")


def place_for(occasion: ServiceSession, sign_up_id: UUID, town_id: UUID, now: datetime) -> WaitingPlace:
    """A place in the session's queue. Its wish is over when sign-up closes: nobody could accept after that."""
    last = occasion.last_call
    minutes = max(1, int((occasion.ends_at - last).total_seconds() // 60))
    return WaitingPlace(
        thing=SESSION,
        queue=occasion.id,
        what=occasion.id,
        subject=sign_up_id,
        number=0,
        town_id=town_id,
        owner_town_id=occasion.town_id,
        wanted_from=last,
        wanted_until=occasion.ends_at,
        minutes=minutes,
        joined_at=now,
    )
