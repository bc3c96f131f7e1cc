"""The people of a town, found by name, pinyin or initials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Authorisation, Person, Role
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.kit.text import mask_phone
from app.people import rules
from app.towns import queries as towns


@dataclass(frozen=True)
class Colleague:
    """A row of the list."""

    id: UUID
    name: str
    title: str
    login: str
    roles: tuple[Role, ...]
    units: tuple[str, ...]
    is_disabled: bool


@dataclass(frozen=True)
class Post:
    """An assignment with its unit's name."""

    id: UUID
    role: Role
    unit: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Reached:
    """How a person is reached, as the reader may see it."""

    phone: str = ""
    email: str = ""
    is_masked: bool = True


def people_of(session: Session, town_id: UUID, now: datetime, *, search: str = "", page: int = 1) -> Page[Colleague]:
    """Everybody of the town, disabled accounts last, by pinyin; `search` is a name, pinyin or initials."""
    people = page_of(session, _found(town_id, search), page)
    return Page(_colleagues(session, people.rows, now), people.number, people.pages, people.total)


def all_people_of(session: Session, town_id: UUID, now: datetime, *, search: str = "") -> list[Colleague]:
    """The same on one page, for Excel."""
    return _colleagues(session, session.exec(_found(town_id, search)).all(), now)


def get_person(session: Session, person_id: UUID, *, town_id: UUID) -> Person:
    """A person of that town; of another town, or of none, there is nobody."""
    person = session.get(Person, person_id)
    if person is None or person.town_id != town_id:
        raise NotFound
    return person


def posts_of(session: Session, person_id: UUID) -> list[Post]:
    """All assignments of a person, the latest first."""
    found = select(Assignment).where(Assignment.person_id == person_id)
    held = session.exec(found.order_by(col(Assignment.starts_at).desc(), col(Assignment.id))).all()
    units = _unit_names(session, held)
    return [Post(a.id, a.role, units.get(a.unit_id, ""), a.starts_at, a.ends_at) for a in held]


def get_post(session: Session, person_id: UUID, post_id: UUID) -> Assignment:
    found = select(Assignment).where(Assignment.id == post_id, Assignment.person_id == person_id)
    post = session.exec(found).first()
    if post is None:
        raise NotFound
    return post


def roles_of(session: Session, person_id: UUID, now: datetime) -> frozenset[Role]:
    return frozenset(a.role for a in accounts.roles_at(session, person_id, now))


def contact_of(session: Session, person_id: UUID, *, unmasked: bool = False) -> Reached:
    """A colleague's phone and address, masked unless the reader gave a reason."""
    contact = accounts.find_contact(session, person_id)
    if contact is None:
        return Reached(is_masked=False)
    if unmasked:
        return Reached(contact.phone, contact.email, is_masked=False)
    return Reached(mask_phone(contact.phone), rules.mask_email(contact.email))


def authorisations_of(session: Session, town_id: UUID, on: date) -> Sequence[tuple[Authorisation, str]]:
    """授权 that are in force or still to come, with the deputy's name."""
    found = select(Authorisation, Person.name).join(Person, col(Person.id) == col(Authorisation.deputy_id))
    live = found.where(Authorisation.town_id == town_id, col(Authorisation.until_on) >= on)
    return session.exec(live.order_by(col(Authorisation.from_on), col(Authorisation.id))).all()


def get_authorisation(session: Session, authorisation_id: UUID) -> Authorisation:
    found = session.exec(select(Authorisation).where(Authorisation.id == authorisation_id)).first()
    if found is None:
        raise NotFound
    return found


def logins_like(session: Session, start: str) -> set[str]:
    return set(session.exec(select(Person.login).where(col(Person.login).startswith(start)).order_by(Person.login)))


def _found(town_id: UUID, search: str) -> SelectOfScalar[Person]:
    found = select(Person).where(Person.town_id == town_id)
    if wanted := rules.tidy_search(search):
        found = found.where(or_(col(Person.name).contains(wanted), col(Person.phonetic).contains(wanted)))
    return found.order_by(col(Person.disabled_at).is_not(None), col(Person.phonetic), col(Person.id))


def _colleagues(session: Session, people: Sequence[Person], now: datetime) -> list[Colleague]:
    posts = _posts_now(session, [person.id for person in people], now)
    return [_colleague(person, posts.get(person.id, [])) for person in people]


def _posts_now(session: Session, person_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[tuple[Role, str]]]:
    found = (
        select(Assignment)
        .where(col(Assignment.person_id).in_(person_ids), col(Assignment.starts_at) <= now)
        .where(or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > now))
    )
    held = session.exec(found.order_by(col(Assignment.starts_at), col(Assignment.id))).all()
    units = _unit_names(session, held)
    posts: dict[UUID, list[tuple[Role, str]]] = {}
    for one in held:
        posts.setdefault(one.person_id, []).append((one.role, units.get(one.unit_id, "")))
    return posts


def _unit_names(session: Session, held: Sequence[Assignment]) -> dict[UUID | None, str]:
    town_ids = {one.town_id for one in held if one.town_id}
    return {unit.id: unit.name for town_id in sorted(town_ids) for unit in towns.units_of(session, town_id)}


def _colleague(person: Person, posts: list[tuple[Role, str]]) -> Colleague:
    return Colleague(
        id=person.id,
        name=person.name,
        title=person.post,
        login=person.login,
        roles=tuple(dict.fromkeys(role for role, _ in posts)),
        units=tuple(dict.fromkeys(unit for _, unit in posts if unit)),
        is_disabled=person.disabled_at is not None,
    )
