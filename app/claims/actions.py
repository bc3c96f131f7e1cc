"""Taking time, giving it back, moving it, closing it: all or nothing, in one order, so nobody waits in a circle."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from app.claims import rules
from app.claims.models import LINE, LONGEST_CLAIM, VENUE_LOCK, Claim, ClosedSpan, Span, minute_of
from app.kit.db import dialect
from app.kit.prepared import Prepared

TRIES = 4
T = TypeVar("T")
ENTER = Prepared(sa.insert(Claim))
ENTER_IF_FREE = Prepared(postgresql.insert(Claim).on_conflict_do_nothing().returning(col(Claim.id)))
LAPSE = Prepared(
    sa.update(Claim)
    .where(col(Claim.from_key) > sa.bindparam("after"), col(Claim.from_key) < sa.bindparam("until"))
    .where(col(Claim.blocking), col(Claim.lapses_at) <= sa.bindparam("now"))
    .values(blocking=False)
)
_HELD = sa.update(Claim).where(col(Claim.booking_id) == sa.bindparam("of"), col(Claim.blocking))
RELEASE = Prepared(_HELD.values(blocking=False))
CONFIRM = Prepared(
    _HELD.where(sa.or_(col(Claim.lapses_at).is_(None), col(Claim.lapses_at) > sa.bindparam("now"))).values(
        lapses_at=sa.bindparam("until")
    )
)


def attempt(
    session: Session,
    deed: Callable[[], T],
    *,
    within: Callable[[Session], AbstractContextManager[Any]] = Session.begin_nested,
) -> T:
    """Do something that may hit the promise: it happens whole, or not at all with the Refusal for people.

    A deadlock (which the order of keys should make impossible) is tried again a few times, after a random pause;
    in the end the person reads a sentence, never a database error (pitfall 5).
    """
    for tried in range(1, TRIES + 1):
        try:
            with within(session):
                return deed()
        except IntegrityError as error:
            raise rules.refusal_for(str(error.orig)) or error from error
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") not in rules.DEADLOCKS:
                raise
        time.sleep(random.uniform(0.01, 0.05) * tried)  # noqa: S311  # a pause, not a secret
    raise rules.Crowded


def take(session: Session, wants: Iterable[rules.Want], *, now: datetime) -> None:
    """Claim everything that is wanted, or raise Taken. Call inside `attempt`."""
    rows = sorted((_row(want, *span) for want in wants for span in want.claims()), key=lambda r: r["from_key"])
    if not rows:
        raise rules.NothingToClaim
    if dialect(session) == "sqlite":
        _free_lapsed(session, rows, now)
        ENTER.run(session, rows)
    elif missed := _not_entered(session, rows):
        _free_lapsed(session, missed, now)  # only what is in the way is looked at: mostly nothing is
        if _not_entered(session, missed):
            raise rules.Taken


def release(session: Session, booking_id: UUID) -> int:
    """Let go of everything a booking holds; how many claims that were."""
    return RELEASE.run(session, {"of": booking_id}).rowcount


def confirm(session: Session, booking_id: UUID, *, now: datetime, lapses_at: datetime | None = None) -> bool:
    """Held time becomes firm, or is held until another time; False when it has lapsed meanwhile."""
    return CONFIRM.run(session, {"of": booking_id, "now": now, "until": lapses_at}).rowcount > 0


def move(session: Session, want: rules.Want, *, now: datetime) -> None:
    """Exchange what a booking holds for something else, or raise Taken and leave it. Call inside `attempt`."""
    mine = select(Claim).where(Claim.booking_id == want.booking_id).order_by(col(Claim.from_key))
    held = session.exec(mine).all()
    lock(session, [c.number for c in held] + list(want.numbers))
    session.execute(sa.delete(Claim).where(col(Claim.booking_id) == want.booking_id))
    take(session, [want], now=now)


def close(session: Session, closure_id: UUID, numbers: Sequence[int], span: Span) -> None:
    """From now on nobody new gets these venues in `span`. Waits for whoever is just booking there."""
    if not numbers:
        raise rules.NothingToClaim
    lock(session, numbers)
    first, last = minute_of(span.starts_at), minute_of(span.ends_at)
    for number in sorted(numbers):
        line = number * LINE
        session.add(ClosedSpan(closure_id=closure_id, number=number, from_key=line + first, to_key=line + last))
    session.flush()


def lift(session: Session, closure_id: UUID) -> None:
    session.execute(sa.update(ClosedSpan).where(col(ClosedSpan.closure_id) == closure_id).values(lifted=True))


def split(session: Session, number: int, into: Sequence[int], *, since: datetime) -> None:
    """A hall is divided: what it holds from `since` on is held by all its parts instead."""
    lock(session, [number, *into])
    later = Claim.from_key >= number * LINE + minute_of(since)
    held = select(Claim).where(Claim.number == number, later, col(Claim.blocking)).order_by(col(Claim.from_key))
    for claim in session.exec(held).all():
        _update(session, [Claim.id == claim.id], blocking=False)
        rows = [_moved(claim, part) for part in sorted(into)]
        session.execute(sa.insert(Claim).values(rows))


def lock(session: Session, numbers: Iterable[int]) -> None:
    """Hold venues alone until the transaction ends (SQLite's writers are alone anyway)."""
    if dialect(session) == "sqlite":
        return
    for number in sorted(set(numbers)):
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(VENUE_LOCK, number)))


def _not_entered(session: Session, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims that found their time held, after entering all the others."""
    entered = set(ENTER_IF_FREE.run(session, rows).scalars())
    return [row for row in rows if row["id"] not in entered]


def _free_lapsed(session: Session, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Requests that were not answered in time hold nothing, whether or not any job has noticed (pitfall 17)."""
    near = [{"after": r["from_key"] - LONGEST_CLAIM, "until": r["to_key"], "now": now} for r in rows]
    LAPSE.run(session, near)


def _update(session: Session, where: Sequence[Any], **values: Any) -> int:
    changed = sa.update(Claim).where(*where).values(**values).execution_options(synchronize_session=False)
    return cast(int, cast(Any, session.execute(changed)).rowcount)


def _row(want: rules.Want, number: int, from_key: int, to_key: int) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "booking_id": want.booking_id,
        "number": number,
        "from_key": from_key,
        "to_key": to_key,
        "blocking": True,
        "lapses_at": want.lapses_at,
    }


def _moved(claim: Claim, number: int) -> dict[str, Any]:
    shift = (number - claim.number) * LINE
    held = {"booking_id": claim.booking_id, "blocking": True, "lapses_at": claim.lapses_at}
    return {"id": uuid4(), "number": number, "from_key": claim.from_key + shift, "to_key": claim.to_key + shift} | held
