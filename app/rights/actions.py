"""Correcting and erasing one person in every town's rows; forgetting in time. The figures stay, the audit holds.

Whoever of the towns is asked has to act for all (个人信息保护法 art. 20); the others are told, without the name.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.dining import actions as dining
from app.feedback import actions as feedback
from app.kit.actor import Actor
from app.kit.db import standing_in
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.notifications import actions as notifications
from app.residents import actions as residents
from app.residents import queries as resident_queries
from app.residents.models import Resident, ResidentDraft
from app.rights import queries, rules
from app.signups import actions as signups
from app.signups import queries as signup_queries
from app.signups.models import LIVE, OPEN, SignUp, SignUpState
from app.standby import actions as standby
from app.towns import queries as towns


def export(session: Session, resident_id: UUID, *, actor: Actor) -> queries.Copy:
    """A copy for the person, noted."""
    card = _card(session, resident_id, actor)
    audit.record(session, actor, "rights.export", f"resident:{card.id}")
    return queries.copy_of(session, card)


def correct(session: Session, resident_id: UUID, draft: ResidentDraft, *, actor: Actor, now: datetime) -> Resident:
    """Name, phone or community as they should be, on every town's card; sign-ups, slips and orders follow."""
    card = _card(session, resident_id, actor)
    draft = residents.checked(draft).model_copy(update={"home_town_id": card.home_town_id})
    old, around = card.person_key, _around(session, card)
    with standing_in(session, _reach(session, around)):
        _check_not_both(session, old, resident_queries.key_of(draft.name, draft.phone))
        new = residents.rewrite(session, card, draft, towns_with=around, now=now)
        signups.rekey(session, _ids_of(session, old), key=new, phone=draft.phone)
        dining.rekey(session, old, new)
    audit.record(session, actor, "rights.correct", f"resident:{card.id}")
    found = resident_queries.find_card(session, new, town_id=card.town_id)
    if found is None:
        raise NotFound
    return found


def _check_not_both(session: Session, old: str, new: str) -> None:
    """Somebody who signed up under the wrong and the right number for the same session is there twice."""
    if old == new:
        return
    held = select(SignUp.session_id).where(SignUp.person_key == old, col(SignUp.state).in_(LIVE))
    both = select(SignUp.id).where(SignUp.person_key == new, col(SignUp.state).in_(LIVE))
    if session.exec(both.where(col(SignUp.session_id).in_(held)).limit(1)).first():
        raise rules.SignedUpTwice


def erase(session: Session, resident_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Nothing that names the person is left, in any town; how many sign-ups stay as figures."""
    card = _card(session, resident_id, actor)
    around, key = _around(session, card), card.person_key
    name, phone = card.name, card.phone
    with standing_in(session, _reach(session, around)):
        _give_back(session, key, actor, now)
        ids = _ids_of(session, key)
        put_instead = residents.erase_cards(session, key, town_ids=around, now=now)
        signups.forget(session, ids, key=put_instead)
        dining.forget(session, key, key=put_instead, now=now)
        for town_id in sorted(around):
            feedback.forget_caller(session, name, phone, town_id=town_id)
    audit.record(session, actor, "rights.erase", f"resident:{card.id}", sign_ups=len(ids))
    _tell_others(session, around - {actor.town_id}, card.id)
    return len(ids)


def _give_back(session: Session, key: str, actor: Actor, now: datetime) -> None:
    """What the person still had a place or a wish for; sessions are locked in one order."""
    found = select(SignUp.id).where(SignUp.person_key == key, col(SignUp.state).in_(OPEN), SignUp.starts_at > now)
    for sign_up_id in session.exec(found.order_by(col(SignUp.session_id), col(SignUp.id))).all():
        standby.end(session, sign_up_id, SignUpState.CANCELLED, "cancel", "", actor=actor, now=now)


def _ids_of(session: Session, key: str) -> list[UUID]:
    return list(session.exec(select(SignUp.id).where(SignUp.person_key == key).order_by(col(SignUp.id))).all())


def _tell_others(session: Session, town_ids: frozenset[UUID], card_id: UUID) -> None:
    for town_id in sorted(town_ids):
        notifications.tell_town(
            session,
            town_id=town_id,
            roles=(Role.CLERK,),
            kind="rights.erased",
            event=f"resident:{card_id}:erased",
            title="应本人要求，一位居民的报名信息已在各镇一并删除",
            text="对方镇已核对本人身份并办理。报名次数等统计数字保留；本镇另有纸质材料的，请一并处理。",
            url="/residents",
        )


def forget_stale(session: Session, town_id: UUID, *, kept: timedelta, now: datetime) -> int:
    """Cards of people who have not come for so long, and the particulars of old sessions; how many things."""
    before, gone = now - kept, signups.forget_declared(session, town_id=town_id, before=now - kept)
    system = Actor.system(town_id)
    while cards := signup_queries.stale_cards(session, town_id=town_id, before=before):
        for card in cards:
            _forget(session, card, now)
        gone += len(cards)
        audit.record(session, system, "rights.forget", f"town:{town_id}", cards=len(cards))
    return gone


def _forget(session: Session, card: Resident, now: datetime) -> None:
    """The home town's card goes with the marks on the sign-ups; another town's goes alone."""
    key = card.person_key
    put_instead = residents.erase_cards(session, key, town_ids=frozenset({card.town_id}), now=now)
    if card.home_town_id == card.town_id:
        signups.forget(session, _ids_of(session, key), key=put_instead)
        dining.forget(session, key, key=put_instead, now=now)


def _card(session: Session, resident_id: UUID, actor: Actor) -> Resident:
    if actor.town_id is None:
        raise NotFound
    card = resident_queries.get_resident(session, resident_id, town_id=actor.town_id)
    if card.erased_at is not None:
        raise rules.ErasedAlready
    return card


def _around(session: Session, card: Resident) -> frozenset[UUID]:
    """Every town that may have a card of this person."""
    return residents.towns_around(session, card.home_town_id) | {card.town_id}


def _reach(session: Session, town_ids: frozenset[UUID]) -> Reach:
    return Reach(town_ids, towns.partnership_ids_of(session, town_ids))
