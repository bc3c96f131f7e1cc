"""Lists of sessions that are over, entered in one go as the deeds would have left them: twelve hundred sign-ups in a
second. The database's counters and guards hold for them as for every other row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from app.grounds import actions as grounds
from app.kit.actor import Actor
from app.kit.text import short_code
from app.residents import actions as residents
from app.residents.models import ResidentDraft
from app.services.models import Service
from app.sessions.models import ServiceSession, SessionShare
from app.signups import queries as signups
from app.signups.models import TAKING, Agreed, How, SignUp, SignUpState, SlipDoor

Roll = Sequence[tuple[ResidentDraft, SignUpState]]


@dataclass
class Rolls:
    """What was looked up once: people's cards and the notices that were shown."""

    keys: dict[tuple[str, UUID], str] = field(default_factory=dict)
    notices: dict[tuple[UUID, UUID], UUID] = field(default_factory=dict)

    def enter(
        self,
        session: Session,
        occasion: ServiceSession,
        service: Service,
        roll: Roll,
        *,
        actor: Actor,
        made_at: datetime,
    ) -> dict[SignUpState, list[UUID]]:
        """The rows of a session, those that took a place counted; their ids by state."""
        rows = [self._row(session, occasion, service, *one, actor, made_at) for one in roll]
        by_home: dict[UUID, int] = {}
        for row in rows:
            by_home[row["home_town_id"]] = by_home.get(row["home_town_id"], 0) + (row["state"] in TAKING)
        for home, heads in sorted(by_home.items()):
            _take(session, occasion.id, home, heads)
        session.execute(sa.insert(SignUp), rows)
        session.execute(sa.insert(SlipDoor), [_door(row, one) for row, (one, _) in zip(rows, roll, strict=True)])
        found: dict[SignUpState, list[UUID]] = {}
        for row in rows:
            found.setdefault(row["state"], []).append(row["id"])
        return found

    def _row(
        self, session: Session, occasion: ServiceSession, service: Service, one: ResidentDraft, state: SignUpState,
        actor: Actor, made_at: datetime,
    ) -> dict[str, Any]:  # fmt: skip
        agreed = (Agreed.GUARDIAN if service.asks_guardian else Agreed.SELF) if service.is_sensitive else None
        row = SignUp(
            session_id=occasion.id,
            service_id=service.id,
            starts_at=occasion.starts_at,
            provider_town_id=service.town_id,
            home_town_id=one.home_town_id,
            community_id=one.community_id,
            person_key=self._key(session, one, service.town_id, made_at),
            state=state,
            code=short_code(),
            made_at=made_at,
            by_person_id=actor.id,
            by_town_id=actor.town_id,
            ended_at=occasion.starts_at if state is SignUpState.UNMET else None,
            ticked_at=occasion.ends_at if state is not SignUpState.UNMET else None,
            age_seen=service.min_age,
            notice_id=self._notice(session, service, one.home_town_id, made_at),
            told_how=How.SPOKEN,
            agreed_by=agreed,
            agreed_how=How.WRITTEN if agreed else None,
        )
        return row.model_dump()

    def _key(self, session: Session, one: ResidentDraft, town_id: UUID, now: datetime) -> str:
        if (known := self.keys.get((one.phone, town_id))) is None:
            towns = (one.home_town_id, town_id)
            known = self.keys[one.phone, town_id] = residents.record(session, one, town_ids=towns, now=now)
        return known

    def _notice(self, session: Session, service: Service, home: UUID, now: datetime) -> UUID:
        if (service.id, home) not in self.notices:
            self.notices[service.id, home] = grounds.keep_notice(session, service, [home], now=now).id
        return self.notices[service.id, home]


def _take(session: Session, session_id: UUID, home: UUID, heads: int) -> None:
    mine = (col(SessionShare.session_id) == session_id, col(SessionShare.town_id) == home)
    taken = sa.update(SessionShare).where(*mine).values(taken=col(SessionShare.taken) + heads)
    done: Any = session.execute(taken.execution_options(synchronize_session=False))
    if not done.rowcount:
        session.execute(
            sa.insert(SessionShare), [{"id": uuid4(), "session_id": session_id, "town_id": home, "taken": heads}]
        )


def _door(row: dict[str, Any], one: ResidentDraft) -> dict[str, Any]:
    return {
        "lock": signups.lock_of(row["code"], one.phone[-4:]),
        "sign_up_id": row["id"],
        "home_town_id": row["home_town_id"],
    }
