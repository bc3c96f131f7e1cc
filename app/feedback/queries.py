"""Marks that a town's units got, and who may still give one. What a unit reads holds no trace of who said it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.audit.actions import keyed_hash
from app.feedback import rules
from app.feedback.models import Opinion, OpinionState, ServiceScore
from app.feedback.rules import Published
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.residents.models import Resident
from app.services.models import Service, ServiceState
from app.sessions.models import ServiceSession
from app.signups.models import SignUp, SignUpState, SlipDoor
from app.towns.models import Unit


@dataclass(frozen=True)
class Line:
    """A mark as its town reads it."""

    opinion: Opinion
    service: str
    unit: str


def door_of(session: Session, sign_up_id: UUID) -> UUID:
    """The home town of a sign-up whose link was shown; NotFound after it was erased. Needs no reach."""
    found = session.exec(select(SlipDoor.home_town_id).where(SlipDoor.sign_up_id == sign_up_id)).first()
    if found is None:
        raise NotFound
    return found


def get_visit(session: Session, sign_up_id: UUID) -> tuple[SignUp, ServiceSession, Service]:
    """A sign-up with its session and service; the session must already see its home town."""
    found = session.exec(
        select(SignUp, ServiceSession, Service)
        .join(ServiceSession, col(ServiceSession.id) == SignUp.session_id)
        .join(Service, col(Service.id) == SignUp.service_id)
        .where(SignUp.id == sign_up_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def get_occasion(session: Session, session_id: UUID) -> tuple[ServiceSession, Service]:
    found = session.exec(
        select(ServiceSession, Service)
        .join(Service, col(Service.id) == ServiceSession.service_id)
        .where(ServiceSession.id == session_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def given(session: Session, sign_up_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the sign-ups that were marked already; asked as the provider's town."""
    ballots = {rules.ballot(i, keyed_hash): i for i in sign_up_ids}
    found = session.exec(select(Opinion.ballot).where(col(Opinion.ballot).in_(ballots)))
    return {ballots[b] for b in found}


def opinion_of(session: Session, sign_up_id: UUID) -> Opinion | None:
    """What was said of a visit, for who holds its link; asked as the provider's town."""
    mark = rules.ballot(sign_up_id, keyed_hash)
    return session.exec(select(Opinion).where(Opinion.ballot == mark)).first()


def visits_by_digits(session: Session, occasion: ServiceSession, digits: str) -> list[SignUp]:
    """Who was ticked at a session, by the last four digits on the provider's card; asked as the provider's town."""
    found = session.exec(
        select(SignUp)
        .join(Resident, col(Resident.person_key) == SignUp.person_key)
        .where(SignUp.session_id == occasion.id, SignUp.state == SignUpState.ATTENDED)
        .where(Resident.town_id == occasion.town_id, Resident.phone_last4 == digits)
        .order_by(col(SignUp.made_at), col(SignUp.id))
    )
    return list(found)


def came_without_mark(session: Session, session_id: UUID) -> list[SignUp]:
    """Who was at a session and has not said anything of it; asked as the provider's town."""
    found = select(SignUp).where(SignUp.session_id == session_id, SignUp.state == SignUpState.ATTENDED)
    came = session.exec(found.order_by(col(SignUp.made_at), col(SignUp.id))).all()
    done = given(session, [one.id for one in came])
    return [one for one in came if one.id not in done]


def attended(session: Session, session_id: UUID) -> int:
    counted = select(func.count()).select_from(SignUp)
    return session.exec(counted.where(SignUp.session_id == session_id, SignUp.state == SignUpState.ATTENDED)).one()


def get_opinion(session: Session, opinion_id: UUID, *, town_id: UUID) -> Opinion:
    found = session.exec(select(Opinion).where(Opinion.id == opinion_id, Opinion.town_id == town_id)).first()
    if found is None:
        raise NotFound
    return found


def lines_of(session: Session, opinions: Sequence[Opinion]) -> list[Line]:
    """Marks with the names of their services and units."""
    services = _names(session, Service, [o.service_id for o in opinions])
    units = _names(session, Unit, [o.unit_id for o in opinions])
    return [Line(o, services[o.service_id], units[o.unit_id]) for o in opinions]


def calls_of(session: Session, name: str, phone: str, *, town_id: UUID) -> Sequence[Opinion]:
    """Marks whose giver asked to be called back by this name and number: for who asks what is kept of them."""
    mine = (Opinion.town_id == town_id, Opinion.call_name == name, Opinion.call_phone == phone)
    return session.exec(select(Opinion).where(*mine).order_by(col(Opinion.month), col(Opinion.id))).all()


def services_of(session: Session, town_id: UUID) -> dict[UUID, str]:
    """The town's services that were ever published, by name."""
    found = sa.select(col(Service.id), col(Service.name)).where(
        col(Service.town_id) == town_id, col(Service.state) != ServiceState.DRAFT
    )
    return {row.id: row.name for row in session.execute(found.order_by(col(Service.name), col(Service.id)))}


def _names(session: Session, model: type[Service] | type[Unit], ids: Iterable[UUID]) -> dict[UUID, str]:
    found = session.execute(sa.select(col(model.id), col(model.name)).where(col(model.id).in_(set(ids))))
    return {row.id: row.name for row in found}


def opinions_of(
    session: Session, town_id: UUID, *, state: OpinionState | None = None, service_id: UUID | None = None, page: int = 1
) -> Page[Line]:
    """What waits first, then month by month; within a month in no order that tells who came when."""
    wanted = select(Opinion).where(Opinion.town_id == town_id)
    if state:
        wanted = wanted.where(Opinion.state == state)
    if service_id:
        wanted = wanted.where(Opinion.service_id == service_id)
    waits_first = sa.case((col(Opinion.state) == OpinionState.WAITING, 0), else_=1)
    found = page_of(session, wanted.order_by(waits_first, col(Opinion.month).desc(), col(Opinion.id)), page)
    return Page(lines_of(session, found.rows), found.number, found.pages, found.total)


def waiting(session: Session, town_id: UUID) -> Sequence[Opinion]:
    """Low marks that nobody has answered, the most urgent first."""
    found = select(Opinion).where(Opinion.town_id == town_id, Opinion.state == OpinionState.WAITING)
    return session.exec(found.order_by(col(Opinion.due_on), col(Opinion.id))).all()


def waiting_lines(session: Session, town_id: UUID, unit_ids: frozenset[UUID], *, leads: bool) -> list[Line]:
    """For the home page: of one's own units, or of the whole town for those who lead."""
    return lines_of(session, [o for o in waiting(session, town_id) if leads or o.unit_id in unit_ids])


def scores_of(session: Session, service_ids: Iterable[UUID]) -> dict[UUID, Published]:
    """What may be published of services' marks; those with too few are left out."""
    found = session.exec(select(ServiceScore).where(col(ServiceScore.service_id).in_(list(service_ids))))
    return {s.service_id: told for s in found if (told := rules.published(s))}


def counts(session: Session, town_id: UUID, first: date, last: date) -> dict[UUID, tuple[int, int, int]]:
    """Marks of a town's services in a span of months: how many, their sum, how many of them low."""
    low = func.sum(sa.case((col(Opinion.score) <= rules.LOW, 1), else_=0))
    found = session.execute(
        sa.select(col(Opinion.service_id), func.count(), func.sum(Opinion.score), low)
        .where(col(Opinion.town_id) == town_id, col(Opinion.month).between(first.replace(day=1), last))
        .group_by(col(Opinion.service_id))
        .order_by(col(Opinion.service_id))
    )
    return {service: (int(n), int(total), int(few)) for service, n, total, few in found}
