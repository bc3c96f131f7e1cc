"""Steps in the life of a sign-up, each audited. Places and queues are moved by who calls (`standby`, `enrolment`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.text import short_code
from app.residents import rules as resident_rules
from app.services.models import Service
from app.sessions.models import ServiceSession
from app.signups import queries, rules
from app.signups.models import Declared, DeclaredDraft, SignUp, SignUpDraft, SignUpState, SlipDoor

ADD_IF_NEW = {
    "sqlite": Prepared(sqlite.insert(SignUp).on_conflict_do_nothing()),
    "postgresql": Prepared(postgresql.insert(SignUp).on_conflict_do_nothing()),
}


def enter(
    session: Session,
    occasion: ServiceSession,
    service: Service,
    draft: SignUpDraft,
    declared: DeclaredDraft,
    *,
    person_key: str,
    notice_id: UUID,
    state: SignUpState,
    actor: Actor,
    now: datetime,
    walk_in: bool = False,
) -> SignUp:
    """A row, its slip and what was declared. Raises SamePersonTwice: the database knows, whoever was first."""
    agreed_by, agreed_how = rules.consent_of(service, draft)
    row = SignUp(
        session_id=occasion.id,
        service_id=service.id,
        starts_at=occasion.starts_at,
        provider_town_id=service.town_id,
        home_town_id=draft.person.home_town_id,
        community_id=draft.person.community_id,
        person_key=person_key,
        state=state,
        code=short_code(),
        made_at=now,
        by_person_id=actor.id,
        by_town_id=actor.town_id if actor.id else None,
        ticked_at=now if walk_in else None,
        walk_in=walk_in,
        age_seen=draft.age_seen if service.min_age else 0,
        notice_id=notice_id,
        told_how=draft.told_how,
        agreed_by=agreed_by,
        agreed_how=agreed_how,
    )
    sign_up = _inserted(session, row, draft.person.name)
    _open_door(session, sign_up, draft.person.phone)
    if any(declared.model_dump().values()):
        of: Any = {"sign_up_id": sign_up.id, "home_town_id": sign_up.home_town_id}
        session.add(Declared(**of, provider_town_id=sign_up.provider_town_id, **declared.model_dump()))
        session.flush()
    _note(session, sign_up, "walk_in" if walk_in else "sign_up", actor)
    return sign_up


def _inserted(session: Session, row: SignUp, name: str) -> SignUp:
    """One statement decides between two who come at once; a code that is taken is thrown away."""
    for _ in range(5):
        if ADD_IF_NEW[dialect(session)].run(session, row.model_dump()).rowcount:
            return queries.get_fresh(session, row.id)
        if queries.find_live(session, row.session_id, row.person_key):
            raise rules.SamePersonTwice(name=resident_rules.masked_name(name))
        row.code = short_code()
    raise RuntimeError("no free code")


def _open_door(session: Session, sign_up: SignUp, phone: str) -> None:
    lock = queries.lock_of(sign_up.code, phone[-4:])
    session.add(SlipDoor(lock=lock, sign_up_id=sign_up.id, home_town_id=sign_up.home_town_id))
    session.flush()


def become(
    session: Session,
    sign_up: SignUp,
    state: SignUpState,
    deed: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    holds_until: datetime | None = None,
) -> None:
    """The next state; `deed` names it in the audit."""
    sign_up.state, sign_up.holds_until = state, holds_until
    if state in rules.TICKED:
        sign_up.ticked_at = None if state is SignUpState.SIGNED else now
    elif state not in (SignUpState.OFFERED, SignUpState.WAITING):
        sign_up.ended_at, sign_up.reason = now, reason[:120]
    session.add(sign_up)
    session.flush()
    _note(session, sign_up, deed, actor)


def _note(session: Session, sign_up: SignUp, deed: str, actor: Actor) -> None:
    who = actor if actor.town_id else Actor.system(sign_up.home_town_id)
    subject, of = f"sign_up:{sign_up.id}", sign_up.session_id
    audit.record(session, who, f"signups.{deed}", subject, of=of, state=sign_up.state)


def follow(session: Session, occasion: ServiceSession) -> None:
    """The copied start of a session that has moved."""
    of = col(SignUp.session_id) == occasion.id
    session.execute(sa.update(SignUp).where(of).values(starts_at=occasion.starts_at))
    session.expire_all()


def rekey(session: Session, sign_up_ids: Iterable[UUID], *, key: str, phone: str) -> None:
    """The person's name or phone was corrected: the sign-ups follow the new key, the slips the new digits."""
    for sign_up_id in sign_up_ids:
        sign_up = queries.get_fresh(session, sign_up_id)
        sign_up.person_key = key
        session.add(sign_up)
        session.execute(sa.delete(SlipDoor).where(col(SlipDoor.sign_up_id) == sign_up_id))
        _open_door(session, sign_up, phone)


def forget(session: Session, sign_up_ids: Iterable[UUID], *, key: str) -> int:
    """Nothing that leads to the person is left on these rows; the rows themselves are figures now."""
    ids = list(sign_up_ids)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        session.execute(sa.delete(SlipDoor).where(col(SlipDoor.sign_up_id).in_(some)))
        session.execute(sa.delete(Declared).where(col(Declared.sign_up_id).in_(some)))
        blank = {"person_key": key, "reason": ""}
        session.execute(sa.update(SignUp).where(col(SignUp.id).in_(some)).values(**blank))
    session.expire_all()
    return len(ids)


def forget_declared(session: Session, *, town_id: UUID, before: datetime) -> int:
    """Particulars of sessions that are long over, also of people who still come. How many rows."""
    old = sa.select(col(SignUp.id)).where(col(SignUp.provider_town_id) == town_id, col(SignUp.starts_at) < before)
    gone: Any = session.execute(sa.delete(Declared).where(col(Declared.sign_up_id).in_(old)))
    doors = sa.delete(SlipDoor).where(col(SlipDoor.sign_up_id).in_(old))
    session.execute(doors)
    return int(gone.rowcount)


def check_reader(sign_up: SignUp, town_id: UUID | None) -> None:
    if town_id not in (sign_up.home_town_id, sign_up.provider_town_id):
        raise NotFound
