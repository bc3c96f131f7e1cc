"""Who people are, and what they may do at a given instant."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from app.accounts import rules
from app.accounts.models import (
    Assignment,
    Authorisation,
    Contact,
    Credential,
    FailedSignIn,
    Invitation,
    Person,
    Role,
    SignInSession,
)
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.records import Records
from app.kit.text import sha256
from app.towns import queries as towns
from app.towns.models import Town

NAMES = Prepared(
    sa.select(col(Person.id), col(Person.name))
    .where(col(Person.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Person.name))
)


ASSIGNMENTS, PEOPLE = Records(Assignment), Records(Person)
SIGNED_IN = Prepared(
    sa.select(*Person.__table__.c)  # type: ignore[attr-defined]  # a table model has a table
    .join(SignInSession, col(SignInSession.person_id) == col(Person.id))
    .where(col(SignInSession.id) == sa.bindparam("wanted"), col(SignInSession.ended_at).is_(None))
    .where(col(SignInSession.started_at) > sa.bindparam("since"), col(Person.disabled_at).is_(None))
)
ROLES_AT = Prepared(
    sa.select(*Assignment.__table__.c)  # type: ignore[attr-defined]  # a table model has a table
    .where(col(Assignment.person_id) == sa.bindparam("of"), col(Assignment.starts_at) <= sa.bindparam("now"))
    .where(or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > sa.bindparam("now")))
    .order_by(col(Assignment.starts_at), col(Assignment.id))
)


def get_person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_by_login(session: Session, login: str) -> Person | None:
    return session.exec(select(Person).where(Person.login == login.strip().lower())).first()


def find_signed_in(session: Session, session_id: UUID, *, since: datetime) -> Person | None:
    """The person of a browser session that began after `since` and has not been ended."""
    found = PEOPLE.of(session, SIGNED_IN.run(session, {"wanted": session_id, "since": since}))
    return found[0] if found else None


def roles_at(session: Session, person_id: UUID, now: datetime) -> Sequence[Assignment]:
    """A person's assignments in force at `now`: from the first instant, up to but not at the last.

    Of somebody on secondment only that one: what they hold at home rests (rules.at_work).
    """
    return rules.at_work(ASSIGNMENTS.of(session, ROLES_AT.run(session, {"of": person_id, "now": now})))


def is_here(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Of an Assignment: it is a secondment, or its person is on none; what rests is neither asked nor told."""
    away = aliased(Assignment)
    posted = sa.exists().where(
        col(away.person_id) == col(Assignment.person_id),
        col(away.role) == Role.SECONDEE,
        col(away.starts_at) <= now,
        or_(col(away.ends_at).is_(None), col(away.ends_at) > now),
    )
    return or_(col(Assignment.role) == Role.SECONDEE, ~posted)


def may_turn_keys(roles: Iterable[Assignment]) -> bool:
    """Somebody on secondment turns no key, on either side (domain.md §2.2)."""
    held = list(roles)
    return any(r.may_turn_keys for r in held) and not any(r.role is Role.SECONDEE for r in held)


def people_with(session: Session, town_id: UUID, roles: Iterable[Role], now: datetime) -> Sequence[Person]:
    """The people of a town who hold one of the roles at `now`, by name."""
    found = (
        select(Person)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .where(Assignment.town_id == town_id, col(Assignment.role).in_(list(roles)))
        .where(col(Assignment.starts_at) <= now, col(Person.disabled_at).is_(None))
        .where(or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > now), is_here(now))
    )
    return session.exec(found.distinct().order_by(col(Person.name), col(Person.id))).all()


def people_of(session: Session, town_id: UUID) -> Sequence[Person]:
    """Everybody of a town who can sign in, by name."""
    found = select(Person).where(Person.town_id == town_id, col(Person.disabled_at).is_(None))
    return session.exec(found.order_by(col(Person.name), col(Person.id))).all()


def names_of(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    ids = list(person_ids)
    return {row.id: row.name for row in NAMES.run(session, {"ids": ids})} if ids else {}


def find_authorisation(session: Session, town_id: UUID, deputy_id: UUID, on: date) -> Authorisation | None:
    """The dated 授权 by which a deputy signs for the secretary on that day; first and last day included."""
    found = select(Authorisation).where(
        Authorisation.town_id == town_id,
        Authorisation.deputy_id == deputy_id,
        col(Authorisation.from_on) <= on,
        col(Authorisation.until_on) >= on,
    )
    return session.exec(found.order_by(col(Authorisation.from_on).desc(), col(Authorisation.id))).first()


def deputies_of(session: Session, town_id: UUID, on: date) -> Sequence[UUID]:
    """Everybody who may sign for the town's secretary on that day."""
    found = select(Authorisation.deputy_id).where(
        Authorisation.town_id == town_id, col(Authorisation.from_on) <= on, col(Authorisation.until_on) >= on
    )
    return session.exec(found.distinct().order_by(col(Authorisation.deputy_id))).all()


def find_credential(session: Session, person_id: UUID) -> Credential | None:
    """A person's hash, for a session that reads in that person's name."""
    return session.exec(select(Credential).where(Credential.person_id == person_id)).first()


def find_contact(session: Session, person_id: UUID) -> Contact | None:
    return session.exec(select(Contact).where(Contact.person_id == person_id)).first()


def failures(session: Session, login: str, address: str, *, since: datetime) -> tuple[int, int]:
    """Failed attempts since then: of the account, and of the address."""
    counted = select(func.count()).select_from(FailedSignIn).where(col(FailedSignIn.at) > since)
    by_login = session.exec(counted.where(FailedSignIn.login == login)).one()
    by_address = session.exec(counted.where(FailedSignIn.address == address)).one()
    return by_login, by_address


def live_sessions(session: Session, person_id: UUID) -> Sequence[SignInSession]:
    """A person's browsers that have not been signed out, the newest first."""
    found = select(SignInSession).where(SignInSession.person_id == person_id, col(SignInSession.ended_at).is_(None))
    return session.exec(found.order_by(col(SignInSession.started_at).desc(), col(SignInSession.id))).all()


def get_session(session: Session, person_id: UUID, session_id: UUID) -> SignInSession:
    found = select(SignInSession).where(SignInSession.id == session_id, SignInSession.person_id == person_id)
    one = session.exec(found).first()
    if one is None:
        raise NotFound
    return one


def find_invitation(session: Session, secret: str, now: datetime) -> tuple[Invitation, Person] | None:
    """An unspent link and whose it is; None when it was used, replaced or has expired."""
    found = (
        select(Invitation, Person)
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .where(Invitation.token_hash == sha256(secret.encode()), col(Invitation.used_at).is_(None))
        .where(col(Invitation.expires_at) > now, col(Person.disabled_at).is_(None))
    )
    return session.exec(found).first()


def operators(session: Session, now: datetime) -> Sequence[Person]:
    """Who runs the machine."""
    found = (
        select(Person)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .where(Assignment.role == Role.OPERATOR, col(Person.disabled_at).is_(None), col(Assignment.starts_at) <= now)
        .where(or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > now))
    )
    return session.exec(found.distinct().order_by(col(Person.login))).all()


def cast_by_town(session: Session, now: datetime) -> list[tuple[Town | None, list[tuple[Person, Role]]]]:
    """Everybody who can sign in, once, by town and first role, the operator first: the demo's panel."""
    found = (
        select(Person, Assignment.role)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .where(col(Person.disabled_at).is_(None), col(Assignment.starts_at) <= now, is_here(now))
        .where(or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > now))
    )
    order = list(Role)
    rows = [(person, Role(role)) for person, role in session.exec(found.order_by(col(Person.name), col(Person.id)))]
    rows.sort(key=lambda row: order.index(row[1]))
    rows = list({person.id: (person, role) for person, role in reversed(rows)}.values())[::-1]  # each person once
    places = [None, *towns.all_towns(session)]
    panel = [(town, [r for r in rows if r[0].town_id == (town and town.id)]) for town in places]
    return [(town, people) for town, people in panel if people]
