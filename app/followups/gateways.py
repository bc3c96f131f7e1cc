"""Who hears of a followup in a town. Leaves as rows of the outbox."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.followups.models import Followup
from app.notifications import actions as notifications

HANDLERS = frozenset({Role.CLERK, Role.OFFICE_HEAD})
CONFIRMERS = HANDLERS | {Role.SECRETARY}


def tell(
    session: Session,
    followup: Followup,
    town_id: UUID,
    what: str,
    title: str,
    more: str,
    roles: Collection[Role] = HANDLERS,
) -> None:
    """`what` names the event: told once per town, whatever calls again."""
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=roles,
        kind=f"followups.{what.split(':')[0]}",
        event=f"followup:{followup.id}:{what}:{town_id}",
        title=title,
        text="。".join(part.strip("。") for part in (followup.text, more) if part),
        url=f"/followups/{followup.id}",
    )
