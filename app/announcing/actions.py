"""What is done to a session that people are signed up for: the step of `sessions`, then everybody hears of it.

Whoever moves, cancels, enlarges or shrinks a session calls these, not the steps themselves (0059).
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.announcing import rules
from app.kit.actor import Actor
from app.programmes import actions as programmes
from app.programmes import queries as programme_queries
from app.programmes.rules import Change, Moved
from app.services.models import Service
from app.sessions import actions as sessions
from app.sessions import queries as session_queries
from app.sessions.models import ServiceSession
from app.signups import actions as signups
from app.signups import queries as signup_queries
from app.signups.models import OPEN, SignUp, SignUpState
from app.standby import actions as standby
from app.tellings import actions as tellings
from app.tellings.models import Cause


def call_off(session: Session, occasion_id: UUID, *, reason: str, actor: Actor, now: datetime) -> ServiceSession:
    """The session is cancelled: every place is given back, everybody signed up is told, with other chances."""
    occasion = programmes.cancel(session, occasion_id, reason=reason, actor=actor, now=now)
    service = session_queries.service_of(session, occasion)
    line = session_queries.line_of(session, occasion)
    said = f"原定{line.when}的{line.title}取消。原因：{occasion.reason}。"
    for sign_up in signup_queries.of_session(session, occasion.id, states=OPEN):
        standby.drop(session, sign_up, SignUpState.CALLED_OFF, "call_off", occasion.reason, actor=actor, now=now)
        words = said + rules.chances_in_words(_chances(session, occasion, sign_up.home_town_id, now))
        _tell(session, sign_up, service, occasion, Cause.CALLED_OFF, words, now)
    return occasion


def move(session: Session, occasion_id: UUID, change: Change, *, actor: Actor, now: datetime) -> Moved:
    """Another time or place: sign-ups and wishes follow, everybody is told what it was and what it is."""
    moved = programmes.move(session, occasion_id, change, actor=actor, now=now)
    _follow(session, moved.occasion)
    _tell_of_change(session, moved, Cause.MOVED, now)
    standby.serve(session, moved.occasion, now=now)
    return moved


def _follow(session: Session, occasion: ServiceSession) -> None:
    """The copied times of sign-ups and wishes."""
    signups.follow(session, occasion)
    standby.follow(session, occasion)


def set_places(
    session: Session, occasion_id: UUID, places: int, reserved: Mapping[UUID, int], *, actor: Actor, now: datetime
) -> ServiceSession:
    """More or fewer places, kept otherwise: what is free now goes to who waits."""
    occasion = sessions.set_places(session, occasion_id, places, reserved, actor=actor, now=now)
    standby.serve(session, occasion, now=now)
    return occasion


def settle_venues(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Sessions of a town whose venue was taken over or closed: the unit looks for another, who comes is told."""
    lost = 0
    for occasion in programme_queries.lost_venues(session, town_id, now=now):
        if (moved := programmes.lose_venue(session, occasion.id, now=now)) is not None:
            _tell_of_change(session, moved, Cause.CHANGED, now)
            lost += 1
    return lost


def _tell_of_change(session: Session, moved: Moved, cause: Cause, now: datetime) -> None:
    occasion = moved.occasion
    service = session_queries.service_of(session, occasion)
    line = session_queries.line_of(session, occasion)
    before = (moved.before, moved.before_place)
    words: dict[UUID, str] = {}
    for sign_up in signup_queries.of_session(session, occasion.id, states=OPEN):
        if (home := sign_up.home_town_id) not in words:
            chances = _chances(session, occasion, home, now)[:2]
            words[home] = rules.change_in_words(line.title, before, (line.when, line.place), occasion.reason, chances)
        _tell(session, sign_up, service, occasion, cause, words[home], now)


def _tell(
    session: Session,
    sign_up: SignUp,
    service: Service,
    occasion: ServiceSession,
    cause: Cause,
    words: str,
    now: datetime,
) -> None:
    tellings.ask(
        session,
        sign_up,
        service,
        cause,
        event=f"session:{occasion.id}:{occasion.revision}",
        title=session_queries.line_of(session, occasion).title,
        words=words,
        worth_until=max(occasion.ends_at, occasion.was_at or occasion.ends_at),
        now=now,
    )


def _chances(session: Session, occasion: ServiceSession, home_town_id: UUID, now: datetime) -> list[str]:
    """Other sessions on either side that are open to that town's residents."""
    found = session_queries.other_chances(session, occasion, home_town_id, now=now, most=3)
    return [f"{o.when}{o.title}（{o.unit_name}）" for o in found]
