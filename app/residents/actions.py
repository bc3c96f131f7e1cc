"""A person's cards: written, corrected, read in full (which is noted each time), and erased all at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect, standing_in
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.scopes import Reach
from app.kit.text import sha256
from app.residents import queries, rules
from app.residents.models import Resident, ResidentDraft, ResidentSound
from app.towns import queries as towns

ADD_IF_NEW = {
    "sqlite": Prepared(sqlite.insert(Resident).on_conflict_do_nothing()),
    "postgresql": Prepared(postgresql.insert(Resident).on_conflict_do_nothing()),
}
ADD_SOUNDS = Prepared(sa.insert(ResidentSound))


def checked(draft: ResidentDraft) -> ResidentDraft:
    """The draft in the form in which it is kept. Raises NoName, NoPhone, IdentityNumber."""
    kept = {"name": rules.name_of(draft.name), "phone": rules.phone_of(draft.phone)}
    return ResidentDraft.model_validate(draft.model_dump() | kept)


def record(session: Session, draft: ResidentDraft, *, town_ids: Iterable[UUID], now: datetime) -> str:
    """A card for each of the towns that has none yet; the person's key. `draft` is checked.

    Another town's card is written without being read: whether it was there stays unknown here.
    """
    key = queries.key_of(draft.name, draft.phone)
    for town_id in dict.fromkeys(town_ids):
        _add_card(session, draft, key, town_id, now)
    return key


def _add_card(session: Session, draft: ResidentDraft, key: str, town_id: UUID, now: datetime) -> None:
    card = Resident(town_id=town_id, person_key=key, phone_last4=draft.phone[-4:], made_at=now, **draft.model_dump())
    if ADD_IF_NEW[dialect(session)].run(session, card.model_dump()).rowcount:
        sounds = [{"resident_id": card.id, "sound": s, "town_id": town_id} for s in rules.sounds_of(draft.name)]
        if sounds:
            ADD_SOUNDS.run(session, sounds)


def add(session: Session, draft: ResidentDraft, *, actor: Actor, now: datetime) -> Resident:
    """A worker puts somebody of their own town on the list."""
    if actor.town_id is None:
        raise NotFound
    draft = checked(draft)
    if draft.home_town_id != actor.town_id:
        raise rules.OtherTownsResident
    key = record(session, draft, town_ids=[actor.town_id], now=now)
    if (card := queries.find_card(session, key, town_id=actor.town_id)) is None:
        raise NotFound
    audit.record(session, actor, "residents.add", f"resident:{card.id}")
    return card


def reveal(session: Session, resident_id: UUID, why: rules.Why, *, actor: Actor) -> Resident:
    """The card in full, for a reason that the audit keeps."""
    if actor.town_id is None:
        raise NotFound
    card = queries.get_resident(session, resident_id, town_id=actor.town_id)
    if card.erased_at is not None:
        raise NotFound
    audit.record(session, actor, "residents.reveal", f"resident:{card.id}", why=why)
    return card


def rewrite(
    session: Session, card: Resident, draft: ResidentDraft, *, towns_with: frozenset[UUID], now: datetime
) -> str:
    """Every card of the person says what `draft` (checked) says; the new key. Who points to the old one is told by
    the caller. Two people who turn out to be one keep two cards in no town: the later is emptied."""
    old, new = card.person_key, queries.key_of(draft.name, draft.phone)
    with standing_in(session, Reach(towns_with)):
        for town_id in sorted(towns_with):
            if (one := queries.find_card(session, old, town_id=town_id)) is None:
                continue
            if new != old and queries.find_card(session, new, town_id=town_id) is not None:
                _empty(session, one, old, now)
            else:
                _say(session, one, draft, new)
    return new


def _say(session: Session, card: Resident, draft: ResidentDraft, key: str) -> None:
    card.sqlmodel_update(draft.model_dump() | {"person_key": key, "phone_last4": draft.phone[-4:]})
    session.add(card)
    session.flush()
    _forget_sounds(session, card)
    for sound in rules.sounds_of(draft.name):
        session.add(ResidentSound(resident_id=card.id, sound=sound, town_id=card.town_id))
    session.flush()


def erase_cards(session: Session, key: str, *, town_ids: frozenset[UUID], now: datetime) -> str:
    """Empty the person's cards in these towns; the key under which what stays is counted from now on."""
    put_instead = anonymous(key)
    with standing_in(session, Reach(town_ids)):
        found = session.exec(select(Resident).where(Resident.person_key == key).order_by(col(Resident.town_id))).all()
        for card in found:
            _empty(session, card, put_instead, now)
    return put_instead


def anonymous(key: str) -> str:
    """A key that leads nowhere: nobody can make it again, because half of what it is made of is thrown away."""
    return sha256(f"{uuid4()}{key}".encode())


def _empty(session: Session, card: Resident, key: str, now: datetime) -> None:
    _forget_sounds(session, card)
    blank = {"name": "", "phone": "", "phone_last4": "", "erased_at": now, "community_id": card.community_id}
    card.sqlmodel_update(blank | {"person_key": sha256(f"{key}:{card.id}".encode())})
    session.add(card)
    session.flush()


def _forget_sounds(session: Session, card: Resident) -> None:
    session.execute(sa.delete(ResidentSound).where(col(ResidentSound.resident_id) == card.id))


def towns_around(session: Session, town_id: UUID) -> frozenset[UUID]:
    """The towns in which a person of this town may have a card."""
    shared = towns.partnership_ids_of(session, frozenset({town_id}))
    return frozenset({town_id, *(t.id for p in sorted(shared) for t in towns.towns_of(session, p))})
