"""Waiting for a place in a session that is full. Whoever frees a place serves the queue in the same transaction.

The session's row is locked first, always (`sessions.actions.lock`): of a freed place and somebody who joins the queue
one always sees the other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.kit.actor import Actor
from app.kit.clock import chinese_date, wall_time
from app.kit.db import standing_in
from app.kit.errors import Refusal
from app.services.models import Service
from app.sessions import actions as sessions
from app.sessions import queries as session_queries
from app.sessions import rules as session_rules
from app.sessions.models import ServiceSession
from app.signups import actions as signups
from app.signups import queries as signup_queries
from app.signups import rules as signup_rules
from app.signups.models import STATES, TAKING, SignUp, SignUpState
from app.standby import queries, rules
from app.tellings import actions as tellings
from app.tellings.models import Cause
from app.waiting import actions as places
from app.waiting import queries as waiting
from app.waiting import rules as waiting_rules
from app.waiting.models import PlaceState, WaitingPlace

ENDS = {
    SignUpState.CANCELLED: PlaceState.LEFT,
    SignUpState.CALLED_OFF: PlaceState.ENDED,
    SignUpState.UNMET: PlaceState.ENDED,
}


def join(session: Session, occasion: ServiceSession, sign_up: SignUp, *, now: datetime) -> int:
    """Stand at the end of the queue; which place that is. The session is locked and full for this home town."""
    place = places.join(session, rules.place_for(occasion, sign_up.id, sign_up.home_town_id, now))
    return waiting_rules.position(place, waiting.open_places(session, occasion.id))


def serve(session: Session, occasion: ServiceSession, *, now: datetime) -> int:
    """Offer what is free to who waits, in order; how many offers that were. The session is locked. Refuses nothing."""
    found = waiting.open_places(session, occasion.id)
    if not found:
        return 0
    service = session_queries.service_of(session, occasion)
    system = Actor.system(occasion.town_id)
    with standing_in(session, queries.reach_of_provider(session, occasion)):
        for place in found:
            if waiting_rules.has_lapsed(place, now):
                _lapse(session, occasion, service, place, system, now)
            elif waiting_rules.is_over(place, now) or not occasion.is_open:
                _end(session, occasion, service, place, system, now)
        waiters = [p for p in found if p.state is PlaceState.WAITING]
        return _offer_all(session, occasion, service, waiters, system, now)


def _lapse(
    session: Session, occasion: ServiceSession, service: Service, place: WaitingPlace, system: Actor, now: datetime
) -> None:
    sign_up = signup_queries.get_fresh(session, place.subject, lock=True)
    places.end(session, sign_up.id, PlaceState.LAPSED, now=now)
    signups.become(session, sign_up, SignUpState.UNMET, "lapse", system, now, reason="名额保留到期未接受")
    sessions.give_place(session, sign_up.session_id, sign_up.home_town_id)
    said = "保留的名额到期没有答复，已让给下一位；还要参加的，可以再候补或另选一场。"
    _tell_unmet(session, occasion, service, sign_up, said, occasion.last_call, now)


def _end(
    session: Session, occasion: ServiceSession, service: Service, place: WaitingPlace, system: Actor, now: datetime
) -> None:
    sign_up = signup_queries.get_fresh(session, place.subject, lock=True)
    if sign_up.state is SignUpState.OFFERED:
        sessions.give_place(session, sign_up.session_id, sign_up.home_town_id)
    places.end(session, sign_up.id, PlaceState.ENDED, now=now)
    signups.become(session, sign_up, SignUpState.UNMET, "unmet", system, now, reason="到截止时没有空出名额")
    if occasion.is_open:
        said = "报名截止，没有等到名额；请不要空跑，可以另选一场。"
        _tell_unmet(session, occasion, service, sign_up, said, occasion.ends_at, now)


def _tell_unmet(
    session: Session,
    occasion: ServiceSession,
    service: Service,
    sign_up: SignUp,
    said: str,
    worth_until: datetime,
    now: datetime,
) -> None:
    """Nobody waits for a call that does not come: one notice a session to who signed up several."""
    line = session_queries.line_of(session, occasion)
    event = f"session:{occasion.id}:unmet:{now:%Y%m%d%H%M}"
    words = f"{line.title}（{line.when}）：{said}"
    asked: Any = {"event": event, "title": line.title, "words": words, "worth_until": worth_until, "now": now}
    tellings.ask(session, sign_up, service, Cause.UNMET, **asked)


def _offer_all(
    session: Session,
    occasion: ServiceSession,
    service: Service,
    waiters: list[WaitingPlace],
    system: Actor,
    now: datetime,
) -> int:
    """In the order of joining; who waits for a town without room lets others pass, nobody passes within a town."""
    offered, without = 0, set()
    for place in waiters:
        if place.town_id in without:
            continue
        try:
            sessions.take_place(session, occasion.id, place.town_id, now=now)
        except session_rules.SoldOut:
            break
        except Refusal:
            without.add(place.town_id)
        else:
            _hold(session, occasion, service, place, system, now)
            offered += 1
    return offered


def _hold(
    session: Session, occasion: ServiceSession, service: Service, place: WaitingPlace, system: Actor, now: datetime
) -> None:
    sign_up = signup_queries.get_fresh(session, place.subject, lock=True)
    until = waiting_rules.holds_until(now, occasion.last_call)
    places.offer(session, place, until=until, now=now)
    signups.become(session, sign_up, SignUpState.OFFERED, "offer", system, now, holds_until=until)
    line = session_queries.line_of(session, occasion)
    tellings.ask(
        session,
        sign_up,
        service,
        Cause.OFFERED,
        event=f"sign_up:{sign_up.id}:offered:{until:%Y%m%d%H%M}",
        title=line.title,
        words=f"{line.title}（{line.when}，{line.place}）空出名额，为您保留到{in_words(until)}；要参加请在此之前答复。",
        worth_until=until,
        now=now,
    )


def in_words(moment: datetime) -> str:
    return f"{chinese_date(moment)}{wall_time(moment)}"


def accept(session: Session, sign_up_id: UUID, *, actor: Actor, now: datetime) -> SignUp:
    """Take what is held. Somebody whose place is free though no job has noticed is served first."""
    occasion, sign_up = locked(session, sign_up_id)
    if sign_up.state is SignUpState.WAITING:
        serve(session, occasion, now=now)
        sign_up = signup_queries.get_fresh(session, sign_up_id)
    until = in_words(sign_up.holds_until) if sign_up.holds_until else ""
    signup_rules.check_offer(sign_up, now, state_name=STATES[sign_up.state], until=until)
    places.end(session, sign_up.id, PlaceState.TAKEN, now=now)
    signups.become(session, sign_up, SignUpState.SIGNED, "accept", actor, now)
    return sign_up


def end(
    session: Session, sign_up_id: UUID, state: SignUpState, deed: str, reason: str, *, actor: Actor, now: datetime
) -> SignUp:
    """A sign-up ends, what it held goes to who waits, in the same transaction."""
    occasion, sign_up = locked(session, sign_up_id)
    drop(session, sign_up, state, deed, reason, actor=actor, now=now)
    serve(session, occasion, now=now)
    return signup_queries.get_fresh(session, sign_up_id)


def drop(
    session: Session, sign_up: SignUp, state: SignUpState, deed: str, reason: str, *, actor: Actor, now: datetime
) -> None:
    """The end alone: its place in the session and in the queue. The session is locked; who calls serves the queue."""
    before = sign_up.state
    if before in (SignUpState.WAITING, SignUpState.OFFERED):
        places.end(session, sign_up.id, ENDS[state], now=now)
    signups.become(session, sign_up, state, deed, actor, now, reason=reason)
    if before in TAKING:
        sessions.give_place(session, sign_up.session_id, sign_up.home_town_id)


def locked(session: Session, sign_up_id: UUID) -> tuple[ServiceSession, SignUp]:
    """Session and sign-up as they are now, locked in this order."""
    known = signup_queries.get_fresh(session, sign_up_id)
    occasion = sessions.lock(session, known.session_id)
    return occasion, signup_queries.get_fresh(session, sign_up_id, lock=True)


def follow(session: Session, occasion: ServiceSession) -> None:
    """The times of the wishes, when the session has moved."""
    wish = rules.place_for(occasion, occasion.id, occasion.town_id, occasion.made_at)
    for place in waiting.open_places(session, occasion.id):
        place.wanted_from, place.wanted_until, place.minutes = wish.wanted_from, wish.wanted_until, wish.minutes
        session.add(place)
    session.flush()


def settle(session: Session, occasion_id: UUID, *, now: datetime) -> int:
    """For the job: lapsed offers, places that the clock alone has freed, wishes whose time is over."""
    return serve(session, sessions.lock(session, occasion_id), now=now)
