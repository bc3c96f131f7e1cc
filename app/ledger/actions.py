"""Entering what was given, once; taking it back by a counter-entry. In the transaction of what caused it."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.kit.actor import Actor
from app.ledger import queries, rules
from app.ledger.models import EntryDraft, Kind, LedgerEntry
from app.notifications import actions as notifications
from app.towns import queries as towns
from app.towns.models import Partnership

KEEPERS = frozenset({Role.CLERK, Role.OFFICE_HEAD})


def enter(
    session: Session,
    *,
    partnership_id: UUID,
    giver_id: UUID,
    taker_id: UUID,
    kind: Kind,
    amount: int,
    source: str,
    on: date,
    detail: str = "",
    tier: str = "",
    purpose: str = "",
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> LedgerEntry:
    """Credit the giver and debit the taker. The same source and kind again returns the entry that stands.

    `amount` is a positive number of the kind's unit. The database refuses anything that would not balance.
    """
    draft = EntryDraft.model_validate(
        {
            "partnership_id": partnership_id,
            "giver_id": giver_id,
            "taker_id": taker_id,
            "kind": kind,
            "amount": amount,
            "source": source,
            "on": on,
            "detail": detail[:200],
            "tier": tier,
            "purpose": purpose,
        }
    )
    before = _lock(session, partnership_id, source, kind)
    if before and before[-1].amount > 0:
        return before[-1]
    return _add(session, draft, before[-1] if before else None, reason, actor, now)


def _lock(session: Session, partnership_id: UUID, source: str, kind: Kind) -> list[LedgerEntry]:
    """The entries of a source. The partnership's row is held, so that of two who enter the second finds the first."""
    session.exec(select(Partnership.id).where(Partnership.id == partnership_id).with_for_update()).one()
    return list(queries.entries_of(session, partnership_id, source, kind))


def _add(
    session: Session, draft: EntryDraft, before: LedgerEntry | None, reason: str, actor: Actor, now: datetime
) -> LedgerEntry:
    """The next entry of its source, after `before`."""
    signed = {"person_id": actor.id, "person_town_id": actor.town_id, "entered_at": now}
    place = {"turn": before.turn + 1, "after_id": before.id} if before else {}
    entry = LedgerEntry.model_validate(draft, update=signed | place | {"reason": reason.strip()[:200]})
    session.add(entry)
    session.flush()
    deed = "ledger.enter" if entry.amount > 0 else "ledger.counter"
    audit.record(session, actor, deed, f"ledger_entry:{entry.id}", source=entry.source, amount=entry.amount)
    return entry


def cancel(
    session: Session, *, source: str, kind: Kind, reason: str, actor: Actor, now: datetime
) -> LedgerEntry | None:
    """What caused the entry was undone: set a counter-entry against it. None when nothing stands."""
    standing = queries.find_standing(session, source, kind)
    if standing is None:
        return None
    before = _lock(session, standing.partnership_id, source, kind)
    return _take_back(session, before[-1], reason, actor, now) if before[-1].amount > 0 else None


def _take_back(session: Session, entry: LedgerEntry, reason: str, actor: Actor, now: datetime) -> LedgerEntry:
    if not reason.strip():
        raise rules.ReasonMissing
    opposite = EntryDraft.model_validate(entry, update={"amount": -entry.amount})
    return _add(session, opposite, entry, reason, actor, now)


def correct(
    session: Session, entry_id: UUID, *, amount: int, reason: str, actor: Actor, now: datetime
) -> LedgerEntry | None:
    """Less was given than was entered: the giver takes the entry back and enters what is right, if anything.

    Raises NotTheGiver, NotLess, ReasonMissing, AlreadyTakenBack. All towns of the partnership are told.
    """
    entry = queries.get_entry(session, entry_id)
    giver = towns.get_town(session, entry.giver_id)
    rules.check_correction(entry, amount, reason, town_id=actor.town_id, giver=giver.name)
    last = _lock(session, entry.partnership_id, entry.source, entry.kind)[-1]
    if last.id != entry.id:
        raise rules.AlreadyTakenBack
    counter = _take_back(session, entry, reason, actor, now)
    left = None
    if amount:
        draft = EntryDraft.model_validate(entry, update={"amount": amount})
        left = _add(session, draft, counter, reason, actor, now)
    _tell(session, entry, amount, reason)
    return left


def _tell(session: Session, entry: LedgerEntry, amount: int, reason: str) -> None:
    names = towns.names_of(session, [entry.giver_id, entry.taker_id])
    was, now_is = rules.in_words(entry.kind, entry.amount), rules.in_words(entry.kind, amount)
    said = (
        f"{names[entry.giver_id]}向{names[entry.taker_id]}提供的“{entry.detail}”由{was}更正为{now_is}。原因：{reason}"
    )
    for town_id in (entry.giver_id, entry.taker_id):
        notifications.tell_town(
            session,
            town_id=town_id,
            roles=KEEPERS,
            kind="ledger.corrected",
            event=f"ledger:{entry.id}:corrected",
            title="资源共享台账有更正",
            text=said,
            url="/balance/entries",
        )
