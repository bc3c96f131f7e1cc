"""Asking for a call, and noting that it was made. A happening asks for one call per person, however often it runs."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.notifications import actions as notifications
from app.services import queries as services
from app.services.models import Service
from app.signups.models import SignUp
from app.tellings import rules
from app.tellings.models import CAUSES, Cause, Telling

ADD_IF_NEW = {
    "sqlite": Prepared(sqlite.insert(Telling).on_conflict_do_nothing()),
    "postgresql": Prepared(postgresql.insert(Telling).on_conflict_do_nothing()),
}


def ask(
    session: Session,
    sign_up: SignUp,
    service: Service,
    cause: Cause,
    *,
    event: str,
    title: str,
    words: str,
    worth_until: datetime,
    now: datetime,
) -> None:
    """Somebody is to ring this person up: the town whose worker signed them up, else the provider's.

    The worker (or the unit's workers) hears of it once per happening, however many people it concerns.
    """
    town_id = sign_up.by_town_id or sign_up.provider_town_id
    if not _enter(session, sign_up, cause, event, words, worth_until, town_id, now):
        return
    told = [sign_up.by_person_id] if sign_up.by_person_id else []
    told = told or services.workers_of(session, service.unit_id, service.town_id, now=now)
    for person_id in told:
        notifications.tell(
            session,
            person_id=person_id,
            town_id=town_id,
            kind=f"signups.{cause}",
            event=f"{event}:{cause}",
            title=f"请电话告知居民：{title}（{CAUSES[cause]}）"[:120],
            text=f"{words}\n系统没有短信通道，请打电话告知，名单和号码在“要打的电话”中。",
            url="/tellings",
        )


def _enter(
    session: Session,
    sign_up: SignUp,
    cause: Cause,
    event: str,
    words: str,
    worth_until: datetime,
    town_id: UUID,
    now: datetime,
) -> bool:
    row = Telling(
        id=uuid4(),
        town_id=town_id,
        sign_up_id=sign_up.id,
        cause=cause,
        event=event,
        words=words[:300],
        made_at=now,
        worth_until=worth_until,
    )
    return ADD_IF_NEW[dialect(session)].run(session, row.model_dump()).rowcount == 1


def done(session: Session, telling: Telling, *, reached: bool, actor: Actor, now: datetime) -> Telling:
    """Told; or tried in vain, which leaves it on the list with one try more."""
    if telling.town_id != actor.town_id:
        raise NotFound
    if telling.done_at is not None:
        raise rules.AlreadyTold
    telling.tries += 1
    if reached:
        telling.done_at, telling.done_by = now, actor.id
    session.add(telling)
    session.flush()
    audit.record(session, actor, "tellings.done", f"telling:{telling.id}", reached=reached, tries=telling.tries)
    return telling
