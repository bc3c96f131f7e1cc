"""Telling people: a row in the outbox, written with the deed it tells of and sent after the commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.prepared import Prepared
from app.notifications import queries, rules
from app.notifications.models import Channel, Notice

ADD_ONCE = {
    "sqlite": Prepared(sqlite.insert(Notice).on_conflict_do_nothing()),
    "postgresql": Prepared(postgresql.insert(Notice).on_conflict_do_nothing()),
}
_WANTS_MAIL = sa.select(col(Person.wants_mail)).where(col(Person.id) == sa.bindparam("of"))
WANTS_MAIL = Prepared(_WANTS_MAIL)
_NEW = {c.name: f"new_{c.name}" for c in Notice.__table__.c}  # type: ignore[attr-defined]  # a table model has a table
ADD_ONCE_AND_ASK = Prepared(  # where the database takes a change and a question in one statement
    _WANTS_MAIL.add_cte(
        postgresql.insert(Notice)
        .values({column: sa.bindparam(name) for column, name in _NEW.items()})
        .on_conflict_do_nothing()
        .cte("told")
    )
)


def tell(
    session: Session,
    *,
    person_id: UUID,
    town_id: UUID,
    kind: str,
    event: str,
    title: str,
    text: str = "",
    url: str = "",
) -> None:
    """Tell a person of `town_id` once of an event; telling again does nothing.

    The person may belong to a town that the session does not reach: then the row can be written, not read, so the
    insert names no conflict target and returns nothing.
    """
    now = session.info["now"]
    notice = {
        "town_id": town_id,
        "person_id": person_id,
        "kind": kind,
        "event": event,
        "title": rules.one_line(title),
        "text": rules.plain_text(text),
        "url": url,
        "made_at": now,
        "due_at": now,
        "attempts": 0,
        "last_error": "",
    }
    on_page = notice | {"id": uuid4(), "channel": Channel.PAGE, "delivered_at": now}
    if _add_and_ask(session, person_id, on_page):
        by_mail = notice | {"id": uuid4(), "channel": Channel.MAIL, "delivered_at": None}
        ADD_ONCE[dialect(session)].run(session, by_mail)


def tell_town(
    session: Session,
    *,
    town_id: UUID,
    roles: Iterable[Role],
    kind: str,
    event: str,
    title: str,
    text: str = "",
    url: str = "",
) -> None:
    """Tell everybody of a town who holds one of the roles now."""
    for person in accounts.people_with(session, town_id, roles, session.info["now"]):
        tell(session, person_id=person.id, town_id=town_id, kind=kind, event=event, title=title, text=text, url=url)


def mark_read(session: Session, notice: Notice) -> None:
    """Read is read: the first time counts. Not a change of state of the joint work, so no audit row."""
    notice.read_at = notice.read_at or session.info["now"]


def mark_all_read(session: Session, person_id: UUID) -> int:
    waiting = queries.unread(session, person_id)
    for notice in waiting:
        mark_read(session, notice)
    return len(waiting)


def mark_told(session: Session, notice: Notice, *, actor: Actor) -> None:
    """A clerk has told the person some other way what no mail could."""
    notice.read_at = session.info["now"]
    audit.record(session, actor, "notifications.mark_told", f"notice:{notice.id}", person=notice.person_id)


def claim_mails(session: Session, town_id: UUID, now: datetime, *, most: int = 20) -> list[queries.Letter]:
    """Take due mails under a lease; whoever dies while sending leaves them to the next run after it."""
    claimed = queries.due_mails(session, town_id, now, most=most)
    letters = queries.letters(session, claimed)
    to_send = {letter.notice_id for letter in letters}
    for notice in claimed:
        if notice.id not in to_send or (not notice.attempts and rules.is_too_old(notice.made_at, now)):
            _give_up(notice, "没有可用的邮箱地址" if notice.id not in to_send else "等待发送超过三天", now)
        notice.attempts += 1
        notice.due_at = now + rules.LEASE
    return [letter for letter in letters if not _is_given_up(claimed, letter.notice_id)]


def mark_sent(session: Session, notice_id: UUID, now: datetime) -> None:
    notice = session.exec(select(Notice).where(Notice.id == notice_id)).one()
    notice.delivered_at, notice.last_error = now, ""


def mark_failed(session: Session, notice_id: UUID, error: str, now: datetime) -> None:
    """Try again after a growing pause; in the end a person is asked to."""
    notice = session.exec(select(Notice).where(Notice.id == notice_id)).one()
    later = rules.next_attempt(notice.attempts, now)
    notice.last_error = rules.one_line(error)
    if later is None:
        _give_up(notice, notice.last_error, now)
    else:
        notice.due_at = later


def _give_up(notice: Notice, reason: str, now: datetime) -> None:
    notice.given_up_at, notice.last_error = now, reason


def _is_given_up(notices: Iterable[Notice], notice_id: UUID) -> bool:
    return any(n.id == notice_id and n.given_up_at for n in notices)


def _add_and_ask(session: Session, person_id: UUID, row: dict[str, Any]) -> bool:
    """Add a notice unless it is there; whether the person wants mail as well."""
    if dialect(session) == "postgresql":
        given = {name: row.get(column) for column, name in _NEW.items()}
        return bool(ADD_ONCE_AND_ASK.run(session, given | {"of": person_id}).scalar())
    ADD_ONCE["sqlite"].run(session, row)
    return bool(WANTS_MAIL.run(session, {"of": person_id}).scalar())
