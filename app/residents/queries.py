"""Finding residents on the cards of one's own town; shown masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.residents import rules
from app.residents.models import Resident, ResidentSound
from app.towns import queries as towns
from app.towns.models import Tier, Town, Unit


@dataclass(frozen=True)
class Card:
    """A resident as a list shows them: masked."""

    id: UUID
    person_key: str
    name: str
    phone: str
    home_town_id: UUID
    home_town: str
    community_id: UUID | None
    community: str
    is_erased: bool


def key_of(name: str, phone: str) -> str:
    """The person's key, the same in every town; nobody without the installation's key can try names out."""
    return audit.keyed_hash(rules.same_person(name, phone))


def find(session: Session, text: str, *, town_id: UUID, limit: int = 20) -> list[Card]:
    """By the last four digits (or more of the number), by pinyin or initials, or by the name; each by an index."""
    found = _search(text, town_id)
    return [] if found is None else cards_of(session, session.exec(found.limit(limit)).all())


def _search(text: str, town_id: UUID) -> Any:
    """The select of what a search means; None when it is too short to mean anything."""
    wanted = rules.plain(text).replace(" ", "")
    found = _all(town_id)
    if not wanted:
        return None
    if wanted.isdecimal():
        if len(wanted) < 4:
            return None
        found = found.where(Resident.phone_last4 == wanted[-4:])
        if len(wanted) > 4:
            found = found.where(col(Resident.phone).endswith(wanted))
    elif wanted.isascii():
        begins = wanted.lower()
        sounds = select(ResidentSound.resident_id).where(
            ResidentSound.town_id == town_id, ResidentSound.sound >= begins, ResidentSound.sound < begins + "{"
        )
        found = found.where(col(Resident.id).in_(sounds))
    else:
        found = found.where(Resident.name >= wanted, Resident.name < wanted + "\U0010ffff")
    return found


def _all(town_id: UUID) -> Any:
    """A town's cards that still say something, by name."""
    found = select(Resident).where(Resident.town_id == town_id, col(Resident.erased_at).is_(None))
    return found.order_by(col(Resident.name), col(Resident.phone_last4), col(Resident.id))


def page(
    session: Session, *, town_id: UUID, text: str = "", community_id: UUID | None = None, number: int = 1
) -> Page[Card]:
    """The cards of a town, of a community, or those that a search finds; by name."""
    found = _search(text, town_id) if text.strip() else _all(town_id)
    if found is None:
        return Page([], 1, 1, 0)
    if community_id is not None:
        found = found.where(Resident.community_id == community_id)
    held = page_of(session, found, number)
    return Page(cards_of(session, held.rows), held.number, held.pages, held.total)


def cards_of(session: Session, found: Sequence[Resident]) -> list[Card]:
    """Masked, with the names of town and community; three queries for any number."""
    names = towns.names_of(session, list({r.home_town_id for r in found}))
    places = community_names(session, {r.community_id for r in found if r.community_id})
    return [_card(r, names, places) for r in found]


def _card(resident: Resident, names: dict[UUID, str], places: dict[UUID, str]) -> Card:
    return Card(
        id=resident.id,
        person_key=resident.person_key,
        name=rules.masked_name(resident.name),
        phone=rules.masked_phone(resident.phone),
        home_town_id=resident.home_town_id,
        home_town=names.get(resident.home_town_id, ""),
        community_id=resident.community_id,
        community=places.get(resident.community_id, "") if resident.community_id else "",
        is_erased=resident.erased_at is not None,
    )


def community_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    found = sa.select(col(Unit.id), col(Unit.name)).where(col(Unit.id).in_(list(ids))).order_by(col(Unit.name))
    return {row.id: rules.community_name(row.name) for row in session.execute(found)}


def communities_of(session: Session, town_id: UUID) -> list[tuple[UUID, str]]:
    """The communities of a town, by name: where its middle tier stands."""
    middle = [u for u in towns.units_of(session, town_id) if u.tier is Tier.NEIGHBOURHOOD]
    return sorted(((u.id, rules.community_name(u.name)) for u in middle), key=lambda pair: pair[1])


def communities(session: Session, members: Iterable[Town]) -> list[tuple[UUID, str, list[tuple[UUID, str]]]]:
    """(town, its name, its communities) for forms that ask for both."""
    return [(t.id, t.name, communities_of(session, t.id)) for t in members]


def get_resident(session: Session, resident_id: UUID, *, town_id: UUID) -> Resident:
    """A card of one's own town; another town's is not there."""
    found = session.get(Resident, resident_id, populate_existing=True)
    if found is None or found.town_id != town_id:
        raise NotFound
    return found


def find_card(session: Session, person_key: str, *, town_id: UUID) -> Resident | None:
    found = select(Resident).where(Resident.town_id == town_id, Resident.person_key == person_key)
    return session.exec(found.execution_options(populate_existing=True)).first()


def by_key(session: Session, keys: Iterable[str], *, town_id: UUID) -> dict[str, Resident]:
    """The own town's cards of these people; who was erased, or was never here, is missing."""
    wanted = list(set(keys))
    found = select(Resident).where(Resident.town_id == town_id, col(Resident.person_key).in_(wanted))
    return {r.person_key: r for r in session.exec(found.order_by(col(Resident.id)))}


def chosen(session: Session, ids: Iterable[UUID], *, town_id: UUID) -> list[Resident]:
    """Cards ticked on a list, in the order of the ticks; foreign and erased ones are left out."""
    wanted = list(ids)
    found = select(Resident).where(col(Resident.id).in_(wanted), Resident.town_id == town_id)
    rows = {r.id: r for r in session.exec(found.where(col(Resident.erased_at).is_(None)).order_by(col(Resident.id)))}
    return [rows[i] for i in wanted if i in rows]
