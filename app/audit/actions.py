"""Writing down what was done, as the last statements of the transaction that did it."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col

from app.audit import rules
from app.audit.models import OPERATOR, AuditEntry, AuditHead
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.prepared import Prepared

PENDING = "audit_pending"
ADD = Prepared(sa.insert(AuditEntry))
HEAD = Prepared(
    sa.select(col(AuditHead.seq), col(AuditHead.mac))
    .where(col(AuditHead.town_id) == sa.bindparam("chain"))
    .with_for_update()
)
MOVE_HEAD = Prepared(
    sa.update(AuditHead)
    .where(col(AuditHead.town_id) == sa.bindparam("chain"))
    .values(seq=sa.bindparam("last_seq"), mac=sa.bindparam("last_mac"))
)
_NEW = {c.name: f"new_{c.name}" for c in AuditEntry.__table__.c}  # type: ignore[attr-defined]  # a table model has a table
ADD_AND_MOVE_HEAD = Prepared(  # where the database takes two changes in one statement; named apart, or both set seq
    sa.insert(AuditEntry)
    .values({column: sa.bindparam(name) for column, name in _NEW.items()})
    .add_cte(
        sa.update(AuditHead)
        .where(col(AuditHead.town_id) == sa.bindparam("chain"))
        .values(seq=sa.bindparam("last_seq"), mac=sa.bindparam("last_mac"))
        .cte("head")
    )
)
_key = {"value": ""}


def use_key(key: str) -> None:
    """The chain's key, from the installation's secrets; set once at start."""
    _key["value"] = key


def keyed_hash(data: bytes) -> str:
    """A mark that tells equal things from others; without the installation's key nobody can try things out."""
    return hmac.new(_key["value"].encode(), data, hashlib.sha256).hexdigest()


def record(session: Session, actor: Actor, deed: str, subject: str, **detail: Any) -> None:
    """Note a deed. `subject` is "table:id"; `detail` holds ids and values, never names or phones."""
    entry = AuditEntry(
        town_id=actor.town_id or OPERATOR,
        seq=0,
        at=session.info["now"],
        actor_id=actor.id,
        deed=deed,
        subject=subject,
        detail={name: _plain(value) for name, value in detail.items()},
        mac="",
    )
    if not session.in_transaction():
        session.begin()  # so that a rollback is heard of even when nothing else was asked of the database
    session.info.setdefault(PENDING, []).append((session.get_nested_transaction(), entry))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    return [_plain(v) for v in value] if isinstance(value, list | tuple | set | frozenset) else str(value)


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    """Give the noted deeds their numbers; chains are locked in one order, so that nobody waits in a circle."""
    if session.in_nested_transaction() or not session.info.get(PENDING):
        return
    entries = [entry for _, entry in session.info.pop(PENDING)]
    session.flush()
    for town_id in sorted({e.town_id for e in entries}):
        _append(session, town_id, [e for e in entries if e.town_id == town_id])


def _append(session: Session, town_id: UUID, entries: list[AuditEntry]) -> None:
    seq, mac = _locked_head(session, town_id)
    for entry in entries:
        seq += 1
        entry.seq = seq
        mac = entry.mac = rules.mac_of(entry, mac, _key["value"])
    rows = [entry.model_dump() for entry in entries]
    head = {"chain": town_id, "last_seq": seq, "last_mac": mac}
    if len(rows) == 1 and dialect(session) == "postgresql":
        ADD_AND_MOVE_HEAD.run(session, {name: rows[0][column] for column, name in _NEW.items()} | head)
    else:
        ADD.run(session, rows)
        MOVE_HEAD.run(session, head)


def _locked_head(session: Session, town_id: UUID) -> tuple[int, str]:
    """Number and mac of a chain's last link, held until the transaction ends."""
    head = HEAD.run(session, {"chain": town_id}).first()
    if head is None:
        insert = _insert_for(session)(AuditHead).values(town_id=town_id, seq=0, mac="").on_conflict_do_nothing()
        session.execute(insert)
        head = HEAD.run(session, {"chain": town_id}).one()
    return head.seq, head.mac


def _insert_for(session: Session) -> Any:
    return sqlite.insert if dialect(session) == "sqlite" else postgresql.insert


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    """What a savepoint or the whole transaction took back was not done."""
    kept = [(at, e) for at, e in session.info.get(PENDING, []) if undone.nested and at is not undone]
    session.info[PENDING] = kept
