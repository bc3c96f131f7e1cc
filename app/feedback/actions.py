"""Giving a mark, once; answering a low one. The caller commits."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.feedback import queries, rules
from app.feedback.models import Opinion, OpinionDraft, OpinionState, Way
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.notifications import actions as notifications
from app.services.models import Service
from app.sessions.models import ServiceSession
from app.signups.models import SignUp

HEARING = frozenset({Role.ORGANISER, Role.CLERK})


def give(
    session: Session,
    visit: SignUp,
    occasion: ServiceSession,
    service: Service,
    draft: OpinionDraft,
    *,
    way: Way,
    now: datetime,
) -> UUID:
    """Raises NotYet, Expired, AlreadyGiven. The database keeps no tie between the mark and who gave it."""  # fmt: skip
    rules.check_visit(visit.state, occasion.ends_at, now)
    row = _row(session, visit, occasion, service, draft, way, now)
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    added = insert(Opinion).values(**row).on_conflict_do_nothing().returning(col(Opinion.id))
    if session.execute(added).first() is None:
        raise rules.AlreadyGiven
    actor = Actor.system(occasion.town_id)
    audit.record(session, actor, "feedback.give", f"opinion:{row['id']}", score=draft.score)
    if row["state"] is OpinionState.WAITING:
        _tell(session, service, row["id"], draft.score)
    return UUID(str(row["id"]))


def _row(
    session: Session, visit: SignUp, occasion: ServiceSession, service: Service, draft: OpinionDraft,
    way: Way, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    visited_on = clock.to_town(occasion.starts_at).date()
    return {
        **draft.model_dump(),
        "id": uuid4(),
        "town_id": occasion.town_id,
        "unit_id": service.unit_id,
        "service_id": service.id,
        "ballot": rules.ballot(visit.id, audit.keyed_hash),
        "way": way,
        "month": visited_on.replace(day=1),
        "visited_on": rules.told_day(visited_on, queries.attended(session, occasion.id)),
        "state": rules.first_state(draft.score),
        "due_on": rules.due_on(draft.score, clock.to_town(now).date()),
        "answer": "",
    }


def _tell(session: Session, service: Service, opinion_id: UUID, score: int) -> None:
    notifications.tell_town(
        session,
        town_id=service.town_id,
        roles=HEARING,
        kind="feedback.low",
        event=f"opinion:{opinion_id}:given",
        title=f"“{service.name}”收到{score}分评价，请督促答复",
        text=f"居民评价为{score}分，请服务单位在{rules.ANSWER_DAYS}天内整改并答复。评价不显示居民姓名。",
        url=f"/feedback/{opinion_id}",
    )


def answer(session: Session, opinion: Opinion, text: str, *, actor: Actor, now: datetime) -> None:
    """What was done about a low mark; who gave it reads it behind the same link."""
    rules.check_answer(opinion.state, text)
    opinion.state, opinion.answer = OpinionState.ANSWERED, text.strip()
    opinion.answered_at, opinion.answered_by = now, actor.id
    session.add(opinion)
    audit.record(session, actor, "feedback.answer", f"opinion:{opinion.id}")


def remind(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Low marks whose answer is late: told once a week to those who hear of them."""
    today = clock.to_town(now).date()
    late = [o for o in queries.waiting(session, town_id) if o.due_on and o.due_on < today]
    for opinion in late:
        weeks = (today - opinion.due_on).days // 7 if opinion.due_on else 0
        notifications.tell_town(
            session,
            town_id=town_id,
            roles=HEARING,
            kind="feedback.late",
            event=f"opinion:{opinion.id}:late:{weeks}",
            title=f"“{session.get_one(Service, opinion.service_id).name}”的低分评价逾期未答复",
            text=f"应于{clock.chinese_date(opinion.due_on)}前答复，请督促服务单位。" if opinion.due_on else "",
            url=f"/feedback/{opinion.id}",
        )
    return len(late)


def forget_caller(session: Session, name: str, phone: str, *, town_id: UUID) -> int:
    """A person is erased: nobody is asked to be called by this name and number any more; how many marks that were."""
    mine = (Opinion.town_id == town_id, Opinion.call_name == name, Opinion.call_phone == phone)
    return _forget(session, *mine)


def forget_callers(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Name and number of who asked to be called, three months after the visit's month at the latest."""
    before = (clock.to_town(now).date() - rules.CALLERS_KEPT).replace(day=1)
    return _forget(session, Opinion.town_id == town_id, Opinion.month < before, Opinion.call_phone != "")


def _forget(session: Session, *which: Any) -> int:
    found = session.exec(select(Opinion).where(*which).order_by(col(Opinion.id))).all()
    for opinion in found:
        opinion.call_name = opinion.call_phone = ""
        session.add(opinion)
    session.flush()
    return len(found)
