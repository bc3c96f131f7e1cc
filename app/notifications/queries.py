"""A person's notices, and the mails that are due to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.models import Contact, Person
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.kit.prepared import Prepared
from app.notifications.models import Channel, Notice

UNREAD = Prepared(
    sa.select(sa.func.count(col(Notice.id)))
    .where(col(Notice.person_id) == sa.bindparam("of"), col(Notice.channel) == Channel.PAGE)
    .where(col(Notice.read_at).is_(None))
)


@dataclass(frozen=True)
class Letter:
    """A mail ready to leave: to whom, and what it says."""

    notice_id: UUID
    to: str
    title: str
    text: str
    url: str


def unread_count(session: Session, person_id: UUID) -> int:
    return int(UNREAD.run(session, {"of": person_id}).scalar_one())


def notices_of(session: Session, person_id: UUID, *, page: int = 1) -> Page[Notice]:
    """What a person was told, the newest first."""
    return page_of(session, _of(person_id).order_by(col(Notice.made_at).desc(), col(Notice.id)), page)


def get_notice(session: Session, notice_id: UUID, *, reader_id: UUID) -> Notice:
    """A notice, for the person it was written to only."""
    notice = session.exec(_of(reader_id).where(Notice.id == notice_id)).first()
    if notice is None:
        raise NotFound
    return notice


def unread(session: Session, person_id: UUID) -> Sequence[Notice]:
    """Newest first."""
    return session.exec(
        _of(person_id).where(col(Notice.read_at).is_(None)).order_by(col(Notice.made_at).desc(), col(Notice.id))
    ).all()


def due_mails(session: Session, town_id: UUID, now: datetime, *, most: int) -> Sequence[Notice]:
    """Mails of a town whose time has come, locked so that two workers never take the same one."""
    found = select(Notice).where(
        Notice.town_id == town_id,
        Notice.channel == Channel.MAIL,
        col(Notice.delivered_at).is_(None),
        col(Notice.given_up_at).is_(None),
        col(Notice.due_at) <= now,
    )
    in_turn = found.order_by(col(Notice.due_at), col(Notice.id)).limit(most)
    return session.exec(in_turn.with_for_update(skip_locked=True)).all()


def letters(session: Session, notices: Sequence[Notice]) -> list[Letter]:
    """The mails of these notices; without an address (withdrawn since, or the account disabled) there is none."""
    addresses = (
        select(Contact.person_id, Contact.email)
        .join(Person, col(Person.id) == col(Contact.person_id))
        .where(col(Contact.person_id).in_([n.person_id for n in notices]), col(Person.disabled_at).is_(None))
    )
    known = dict(session.exec(addresses).all())
    return [Letter(n.id, known[n.person_id], n.title, n.text, n.url) for n in notices if known.get(n.person_id)]


def undelivered(session: Session, town_id: UUID) -> Sequence[tuple[Notice, str]]:
    """Mails that were given up, with the name of the person who must be told some other way."""
    found = select(Notice, Person.name).join(Person, col(Person.id) == col(Notice.person_id))
    lost = found.where(Notice.town_id == town_id, col(Notice.given_up_at).is_not(None), col(Notice.read_at).is_(None))
    return session.exec(lost.order_by(col(Notice.given_up_at).desc(), col(Notice.id))).all()


def get_undelivered(session: Session, notice_id: UUID, *, town_id: UUID) -> Notice:
    """One of `undelivered`, or NotFound."""
    found = [notice for notice, _ in undelivered(session, town_id) if notice.id == notice_id]
    if not found:
        raise NotFound
    return found[0]


def _of(person_id: UUID) -> SelectOfScalar[Notice]:
    return select(Notice).where(Notice.person_id == person_id, Notice.channel == Channel.PAGE)
