"""Reminding the towns that an agreement ends, sixty days before and on the day after. The caller commits."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.agreements.models import Agreement
from app.kit import clock
from app.notifications import actions as notifications
from app.validity import queries
from app.validity.queries import Standing
from app.validity.rules import Life

OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY})


def remind(session: Session, town_id: UUID, today: date) -> int:
    """Tell one town, once for each end: renew in time, or what stops because it is over. How many were due."""
    told = 0
    for standing in queries.standings(session, town_id, today):
        if standing.is_due and standing.span.last:
            _tell(session, town_id, standing, "renew", "协议即将到期，请考虑续签", _ending(standing, today))
            told += 1
        elif standing.life is Life.ENDED and standing.span.last and (today - standing.span.last).days <= 7:
            _tell(session, town_id, standing, "ended", "协议已到期", _ended(standing))
            told += 1
    return told


def _ending(standing: Standing, today: date) -> str:
    last = standing.span.last or today
    days = (last - today).days
    said = f"将于{clock.chinese_date(last)}到期，还有{days}天。可在协议页面点“续签”，由原文起草新一期协议"
    return said + _stops(standing, "到期后")


def _ended(standing: Standing) -> str:
    last = standing.span.last
    return f"已于{clock.chinese_date(last) if last else ''}到期" + _stops(standing, "")


def _stops(standing: Standing, when: str) -> str:
    return f"；{when}以它为依据的事项不再有依据：{'、'.join(standing.switches)}" if standing.switches else ""


def _tell(session: Session, town_id: UUID, standing: Standing, what: str, title: str, text: str) -> None:
    agreement: Agreement = standing.agreement
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=OFFICE,
        kind=f"validity.{what}",
        event=f"{agreement.subject}:{what}:{standing.span.last}",
        title=f"{title}：{agreement.title}"[:120],
        text=f"《{agreement.title}》{text}。",
        url=agreement.url,
    )
