"""Signing up, walking in, giving back, being ticked: each one deed, audited, without commit.

`actor` None is the person on the public page. The session's row is locked before anything is written.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.enrolment import rules
from app.grounds import actions as grounds
from app.grounds import queries as ground_queries
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import Refusal
from app.residents import actions as residents
from app.residents import rules as resident_rules
from app.services.models import Service
from app.sessions import actions as sessions
from app.sessions import queries as session_queries
from app.sessions import rules as session_rules
from app.sessions.models import ServiceSession
from app.signups import actions as signups
from app.signups import queries as signup_queries
from app.signups import rules as signup_rules
from app.signups.models import STATES, DeclaredDraft, SignUp, SignUpDraft, SignUpState
from app.standby import actions as standby
from app.standby import rules as standby_rules


def sign_up(
    session: Session, occasion_id: UUID, draft: SignUpDraft, *, actor: Actor | None, now: datetime, wait: bool = False
) -> SignUp:
    """One person for one session. `wait`: stands in the queue when there is no place.

    Raises what take_place raises (SoldOut, HeldForOthers, SignUpClosed, NotAdmitted …), NoBasis, NoAssessment,
    SamePersonTwice, NotForYou, what a name, phone or declaration lacks, PlaceIsFree.
    """
    who, draft, occasion, service, declared = _prepared(session, occasion_id, draft, actor, now)
    standby.serve(session, occasion, now=now)
    state = SignUpState.WAITING if wait else SignUpState.SIGNED
    home = draft.person.home_town_id
    if wait:
        sessions.check_may_come(session, occasion, service, home, now=now)
        if session_queries.room_of(session, occasion, home, now=now).free:
            raise standby_rules.PlaceIsFree
    made = _enter(session, occasion, service, draft, declared, state, who, now)
    if wait:
        standby.join(session, occasion, made, now=now)
    else:
        sessions.take_place(session, occasion.id, home, now=now)
    return made


def walk_in(session: Session, occasion_id: UUID, draft: SignUpDraft, *, actor: Actor, now: datetime) -> SignUp:
    """Somebody who came without a sign-up, or while waiting: takes a place if there is any, and is there."""
    who, draft, occasion, service, declared = _prepared(session, occasion_id, draft, actor, now)
    if who.town_id != occasion.town_id:
        raise signup_rules.OnlyProvider
    if not occasion.starts_at - signup_rules.BEFORE <= now:
        raise signup_rules.NotTheDay
    standby.serve(session, occasion, now=now)
    key = residents.record(session, draft.person, town_ids=_towns(draft, service), now=now)
    before = signup_queries.find_live(session, occasion.id, key)
    if before is not None and before.state is SignUpState.OFFERED:
        standby.accept(session, before.id, actor=who, now=now)
        return attend(session, before.id, actor=who, now=now)
    if before is not None and before.state is SignUpState.WAITING:
        standby.drop(session, before, SignUpState.CANCELLED, "leave", "已到现场", actor=who, now=now)
    made = _enter(session, occasion, service, draft, declared, SignUpState.ATTENDED, who, now, walk_in=True)
    sessions.take_place(session, occasion.id, draft.person.home_town_id, now=now, late=True)
    return made


def _prepared(
    session: Session, occasion_id: UUID, draft: SignUpDraft, actor: Actor | None, now: datetime
) -> tuple[Actor, SignUpDraft, ServiceSession, Service, DeclaredDraft]:
    """Everything that is asked before a place is looked for; the session is locked from here."""
    person = residents.checked(draft.person)
    draft = draft.model_copy(update={"person": person})
    occasion = sessions.lock(session, occasion_id)
    service = session_queries.service_of(session, occasion)
    if actor is not None:
        rules.check_may_sign_up(actor, person.home_town_id, service.town_id)
    sessions.check_may_come(session, occasion, service, person.home_town_id, now=now, late=actor is not None)
    declared = signup_rules.checked(service, draft)
    today = clock.to_town(now).date()
    ground_queries.check(session, provider_id=service.town_id, home_id=person.home_town_id, on=today)
    return actor or Actor.system(person.home_town_id), draft, occasion, service, declared


def _enter(
    session: Session,
    occasion: ServiceSession,
    service: Service,
    draft: SignUpDraft,
    declared: DeclaredDraft,
    state: SignUpState,
    who: Actor,
    now: datetime,
    *,
    walk_in: bool = False,
) -> SignUp:
    home = draft.person.home_town_id
    notice_id = draft.notice_id or grounds.keep_notice(session, service, [home], now=now).id
    key = residents.record(session, draft.person, town_ids=_towns(draft, service), now=now)
    said: Any = {"person_key": key, "notice_id": notice_id}
    return signups.enter(
        session, occasion, service, draft, declared, **said, state=state, actor=who, now=now, walk_in=walk_in
    )


def _towns(draft: SignUpDraft, service: Service) -> tuple[UUID, UUID]:
    """Whose card a person needs: the home town's and the provider's."""
    return draft.person.home_town_id, service.town_id


def sign_up_each(
    session: Session,
    occasion_id: UUID,
    drafts: Sequence[SignUpDraft],
    *,
    actor: Actor | None,
    now: datetime,
    wait: bool = False,
) -> list[SignUp | Refusal]:
    """Several people, each for themselves: who cannot come does not keep the others from it. `wait`: who finds no
    place stands in the queue."""
    rules.check_number(len(drafts))
    return [_one(session, occasion_id, draft, actor, now, wait) for draft in drafts]


def _one(
    session: Session, occasion_id: UUID, draft: SignUpDraft, actor: Actor | None, now: datetime, wait: bool
) -> SignUp | Refusal:
    try:
        with session.begin_nested():
            return sign_up(session, occasion_id, draft, actor=actor, now=now)
    except session_rules.NoPlaceLeft as refusal:
        return _one_waiting(session, occasion_id, draft, actor, now) if wait else refusal
    except Refusal as refusal:
        return refusal


def _one_waiting(
    session: Session, occasion_id: UUID, draft: SignUpDraft, actor: Actor | None, now: datetime
) -> SignUp | Refusal:
    try:
        with session.begin_nested():
            return sign_up(session, occasion_id, draft, actor=actor, now=now, wait=True)
    except Refusal as refusal:
        return refusal


def sign_up_several(
    session: Session,
    occasion_id: UUID,
    drafts: Sequence[SignUpDraft],
    *,
    actor: Actor | None,
    now: datetime,
    wait: bool = False,
) -> list[SignUp]:
    """All of them or none: SeveralRefused says why of whom, and the caller rolls back."""
    made = sign_up_each(session, occasion_id, drafts, actor=actor, now=now, wait=wait)
    if refused := [rules.Refused(n, r) for n, r in enumerate(made) if isinstance(r, Refusal)]:
        raise rules.SeveralRefused(refused)
    return [m for m in made if isinstance(m, SignUp)]


def cancel(session: Session, sign_up_id: UUID, reason: str = "", *, actor: Actor | None, now: datetime) -> SignUp:
    """Given back, or waited for no longer; what it held goes to the next."""
    resident_rules.check_no_identity(reason)
    occasion, known = standby.locked(session, sign_up_id)
    who = _who(known, actor)
    signup_rules.check_cancel(known, occasion, now, state_name=STATES[known.state])
    said = reason or ("本人取消" if actor is None else "经办人代为取消")
    return standby.end(session, sign_up_id, SignUpState.CANCELLED, "cancel", said, actor=who, now=now)


def accept(session: Session, sign_up_id: UUID, *, actor: Actor | None, now: datetime) -> SignUp:
    """Take the place that is held."""
    known = signup_queries.get_fresh(session, sign_up_id)
    return standby.accept(session, sign_up_id, actor=_who(known, actor), now=now)


def _who(known: SignUp, actor: Actor | None) -> Actor:
    """Who does it: a worker of one of the two towns, or the person with the slip in the home town's name."""
    if actor is None:
        return Actor.system(known.home_town_id)
    signups.check_reader(known, actor.town_id)
    return actor


def attend(session: Session, sign_up_id: UUID, *, actor: Actor, now: datetime) -> SignUp:
    """They are there."""
    return _tick(session, sign_up_id, SignUpState.ATTENDED, "attend", actor, now)


def mark_absent(session: Session, sign_up_id: UUID, *, actor: Actor, now: datetime) -> SignUp:
    """They did not come."""
    return _tick(session, sign_up_id, SignUpState.ABSENT, "absent", actor, now)


def untick(session: Session, sign_up_id: UUID, *, actor: Actor, now: datetime) -> SignUp:
    """The tick was a mistake."""
    return _tick(session, sign_up_id, SignUpState.SIGNED, "untick", actor, now)


def _tick(session: Session, sign_up_id: UUID, state: SignUpState, deed: str, actor: Actor, now: datetime) -> SignUp:
    occasion, known = standby.locked(session, sign_up_id)
    signups.check_reader(known, actor.town_id)
    return _ticked(session, occasion, known, state, deed, actor, now)


def _ticked(
    session: Session,
    occasion: ServiceSession,
    known: SignUp,
    state: SignUpState,
    deed: str,
    actor: Actor,
    now: datetime,
) -> SignUp:
    rules.check_provider(actor, known)
    signup_rules.check_tick(known, occasion, state, now, state_name=STATES[known.state])
    if known.state is not state:
        signups.become(session, known, state, deed, actor, now)
    return known


def tick_all(
    session: Session,
    occasion_id: UUID,
    attended: Iterable[UUID],
    absent: Iterable[UUID] = (),
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """A list that was ticked on paper, entered in one go; how many states changed. Foreign ids are passed over."""
    occasion = sessions.lock(session, occasion_id)
    wanted = dict.fromkeys(absent, SignUpState.ABSENT) | dict.fromkeys(attended, SignUpState.ATTENDED)
    deeds = {SignUpState.ABSENT: "absent", SignUpState.ATTENDED: "attend"}
    changed = 0
    for known in signup_queries.of_session(session, occasion_id, town_id=actor.town_id, states=signup_rules.TICKED):
        state = wanted.get(known.id, known.state)
        if state is not known.state:
            _ticked(session, occasion, known, state, deeds[state], actor, now)
            changed += 1
    return changed


def close_list(session: Session, occasion_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Whoever is not ticked did not come; how many those were. Once the session has begun."""
    rest = [s.id for s in signup_queries.of_session(session, occasion_id, states={SignUpState.SIGNED})]
    return tick_all(session, occasion_id, (), rest, actor=actor, now=now)
