"""Signing in and out, passwords and the links that set them."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import gateways, queries, rules
from app.accounts.models import Contact, Credential, FailedSignIn, Invitation, Person, SignInSession
from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.text import sha256
from app.towns import queries as towns


def begin_attempt(session: Session, login: str, address: str, limits: rules.Limits) -> Person | None:
    """Count an attempt before its password is looked at, so that a race cannot win more than the limit allows.

    Its own short transaction: the attempt stays on record whatever happens next; success takes it back. LockedOut.
    """
    now = session.info["now"]
    _one_at_a_time(session, login, address)
    by_login, by_address = queries.failures(session, login, address, since=now - limits.window)
    rules.check_limits(by_login, by_address, limits)
    session.add(FailedSignIn(login=login, address=address, at=now))
    person = queries.find_by_login(session, login)
    if person and by_login + 1 == limits.failures:
        audit.record(session, Actor.system(person.town_id), "accounts.lock_out", f"person:{person.id}")
    return person


def prove(session: Session, person: Person | None, password: str) -> tuple[Person, str]:
    """The person whose password it is, in equal time for everybody; WrongPassword otherwise.

    Beside the person a new hash, if the stored one has grown too weak. Hashing takes its time: call it in a reading
    session, so that no writer waits meanwhile.
    """
    credential = queries.find_credential(session, person.id) if person else None
    fits = gateways.is_password(password, credential.password_hash if credential else None)
    if person is None or credential is None or not fits or person.disabled_at:
        raise rules.WrongPassword
    return person, gateways.hash_password(password) if gateways.is_outdated(credential.password_hash) else ""


def sign_in(session: Session, person: Person, *, device: str, new_hash: str = "") -> SignInSession:
    """Open a browser session for somebody who has proved to be that person; earlier failures are forgiven."""
    credential = queries.find_credential(session, person.id)
    if credential and new_hash:
        credential.password_hash = new_hash
    forget_failures(session, person.login)
    return begin_session(session, person, device=device)


def begin_session(session: Session, person: Person, *, device: str) -> SignInSession:
    """A new row for every sign-in: an old cookie never becomes a signed-in one."""
    begun = SignInSession(person_id=person.id, started_at=session.info["now"], device=device)
    session.add(begun)
    audit.record(session, _self(person), "accounts.sign_in", f"sign_in_session:{begun.id}")
    return begun


def end_session(session: Session, person_id: UUID, session_id: UUID, *, actor: Actor) -> None:
    """Sign one browser out; somebody else's is not found."""
    found = queries.get_session(session, person_id, session_id)
    found.ended_at = found.ended_at or session.info["now"]
    audit.record(session, actor, "accounts.sign_out", f"sign_in_session:{session_id}")


def end_sessions(session: Session, person_id: UUID, *, actor: Actor, keep: UUID | None = None) -> int:
    """Sign a person out everywhere, except in the browser `keep`."""
    live = [s for s in queries.live_sessions(session, person_id) if s.id != keep]
    for one in live:
        one.ended_at = session.info["now"]
    audit.record(session, actor, "accounts.sign_out_everywhere", f"person:{person_id}", ended=len(live))
    return len(live)


def change_password(
    session: Session, person: Person, current: str, chosen: str, *, policy: str, keep: UUID | None
) -> None:
    """Set a new password and sign out every other browser. Refusals of `rules`."""
    credential = queries.find_credential(session, person.id)
    if credential is None or not gateways.is_password(current, credential.password_hash):
        raise rules.WrongCurrentPassword
    if current == chosen:
        raise rules.PasswordUnchanged
    set_password(session, person, chosen, policy=policy)
    end_sessions(session, person.id, actor=_self(person), keep=keep)


def set_password(session: Session, person: Person, chosen: str, *, policy: str) -> None:
    words = _context(session, person)
    rules.check_password(chosen, policy=policy, words=words, score=gateways.score(chosen, words))
    now = session.info["now"]
    credential = queries.find_credential(session, person.id) or Credential(
        person_id=person.id, password_hash="", changed_at=now
    )
    credential.password_hash, credential.changed_at = gateways.hash_password(chosen), now
    person.password_due_at = rules.due_at(policy, now)
    session.add_all([credential, person])
    audit.record(session, _self(person), "accounts.set_password", f"person:{person.id}")


def invite(session: Session, person: Person, *, actor: Actor) -> str:
    """A one-time link's secret, valid for seven days; earlier links of the person end. Only its hash is kept."""
    now = session.info["now"]
    session.execute(sa.delete(Invitation).where(col(Invitation.person_id) == person.id))
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=sha256(secret.encode()),
        person_id=person.id,
        made_at=now,
        expires_at=now + timedelta(days=rules.INVITATION_DAYS),
    )
    session.add(invitation)
    audit.record(session, actor, "accounts.invite", f"person:{person.id}")
    return secret


def accept(session: Session, invitation: Invitation, person: Person, chosen: str, *, policy: str) -> None:
    """Set the first or a forgotten password; the link is spent, all browsers signed out, the lock lifted. LinkSpent."""
    set_password(session, person, chosen, policy=policy)
    spent = (
        sa.update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_at).is_(None))
        .values(used_at=session.info["now"])
    )
    if session.execute(spent).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts its rows
        raise rules.LinkSpent
    forget_failures(session, person.login)
    end_sessions(session, person.id, actor=_self(person))


def change_contact(session: Session, person: Person, *, phone: str, email: str) -> None:
    """How I am reached; an address also sends my notices there."""
    if person.town_id is None:
        return
    contact = queries.find_contact(session, person.id) or Contact(person_id=person.id, town_id=person.town_id)
    contact.phone, contact.email = phone, email
    person.wants_mail = bool(email)
    session.add_all([contact, person])
    audit.record(session, _self(person), "accounts.change_contact", f"person:{person.id}")


def tidy_sessions(session: Session, *, now: datetime) -> int:
    """Take away what no rule looks at any more: old browser sessions, old failures, spent links. How many rows."""
    old = (
        sa.delete(SignInSession).where(col(SignInSession.started_at) < now - rules.KEEP_SESSIONS),
        sa.delete(FailedSignIn).where(col(FailedSignIn.at) < now - rules.KEEP_FAILURES),
        sa.delete(Invitation).where(col(Invitation.expires_at) < now),
    )
    return sum(session.execute(gone).rowcount for gone in old)  # type: ignore[attr-defined]  # a DELETE counts its rows


def forget_failures(session: Session, login: str) -> None:
    session.execute(sa.delete(FailedSignIn).where(col(FailedSignIn.login) == login))


def _self(person: Person) -> Actor:
    return Actor(person.id, person.town_id, person.name)


def _context(session: Session, person: Person) -> tuple[str, ...]:
    """Words that a password of this person must not contain."""
    town = (towns.get_town(session, person.town_id).name,) if person.town_id else ()
    return (person.login, person.name, "linqiao", "邻桥", *town)


def _one_at_a_time(session: Session, login: str, address: str) -> None:
    """Attempts of one account or address queue; on SQLite every writer does."""
    if dialect(session) == "postgresql":
        for name in sorted({f"login {login}", f"address {address}"}):
            session.exec(select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))))
