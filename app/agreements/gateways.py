"""Who hears of a change of an agreement: the offices of the other towns, once per version. Leaves as notices."""

from sqlmodel import Session

from app.accounts.models import Role
from app.agreements import queries
from app.agreements.models import Agreement
from app.kit.actor import Actor
from app.notifications import actions as notifications

OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})


def tell_others(
    session: Session, agreement: Agreement, what: str, title: str, text: str, actor: Actor, *, mark: str = ""
) -> None:
    """`mark` names the event where it is not the version: a comment, a file."""
    for party in queries.towns_in(session, agreement):
        if party.town_id != actor.town_id:
            notifications.tell_town(
                session,
                town_id=party.town_id,
                roles=OFFICE,
                kind=f"agreements.{what}",
                event=f"{agreement.subject}:{what}:{mark or agreement.version}",
                title=f"{title}：{agreement.title}"[:120],
                text=f"《{agreement.title}》第{agreement.edition}版。{text}。",
                url=agreement.url,
            )
