"""What towns do with a consent: ask, revise, check, turn the key, refuse, withdraw. Only asking domains call them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.audit import actions as audit
from app.consents import queries, rules
from app.consents.models import (
    Basis,
    BasisDraft,
    Consent,
    ConsentBasis,
    ConsentKey,
    ConsentParty,
    ConsentRefusal,
    ConsentState,
    ConsentStep,
    KeyDraft,
    RefusalDraft,
    Step,
)
from app.kit import clock
from app.kit.actor import Actor
from app.kit.text import content_hash
from app.notifications import actions as notifications
from app.towns import queries as towns

CLERKS = frozenset({Role.CLERK})
HEADS = frozenset({Role.OFFICE_HEAD})
SIGNERS = frozenset({Role.SECRETARY})


def ask(
    session: Session,
    *,
    partnership_id: UUID,
    kind: str,
    subject: str,
    title: str,
    url: str,
    content: dict[str, Any],
    actor: Actor,
    now: datetime,
    town_ids: Sequence[UUID] | None = None,
    needs_basis: Basis = Basis.NONE,
    is_document: bool = False,
) -> Consent:
    """Put `content` to the towns. Only what is in it binds; raises AlreadyAsked while a live one exists."""
    parties = list(town_ids or (t.id for t in towns.towns_of(session, partnership_id)))
    drafter, town_id = _drafter(actor, parties)
    before = queries.find_for(session, subject)
    if before and before.state in (ConsentState.OPEN, ConsentState.REFUSED):
        raise rules.AlreadyAsked
    consent = Consent(
        partnership_id=partnership_id,
        kind=kind,
        subject=subject,
        title=title,
        url=url,
        content=content,
        content_hash=content_hash(content),
        needs_basis=needs_basis,
        is_document=is_document,
        asked_by=drafter,
        asking_town_id=town_id,
        asked_at=now,
    )
    session.add(consent)
    session.flush()
    session.add_all(
        ConsentParty(consent_id=consent.id, town_id=t, partnership_id=partnership_id, place=place)
        for place, t in enumerate(parties, 1)
    )
    session.flush()
    _begin_round(session, consent, actor, now)
    audit.record(session, actor, "consents.ask", _subject(consent), about=subject, hash=consent.content_hash)
    return consent


def revise(
    session: Session,
    consent_id: UUID,
    content: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    title: str | None = None,
    needs_basis: Basis | None = None,
) -> Consent:
    """Another content: a new round, in which no earlier key or step counts. The same content while open: nothing."""
    consent = queries.get_locked(session, consent_id)
    if consent.state not in (ConsentState.OPEN, ConsentState.REFUSED):
        raise rules.NotOpen
    _drafter(actor, queries.parties_of(session, consent.id))
    consent.title, consent.needs_basis = title or consent.title, needs_basis or consent.needs_basis
    new_hash = content_hash(content)
    if new_hash == consent.content_hash and consent.state is ConsentState.OPEN:
        return consent
    dropped = queries.keys_of(session, consent)
    consent.content, consent.content_hash = content, new_hash
    consent.round += 1
    consent.state, consent.asked_at = ConsentState.OPEN, now
    session.flush()
    _begin_round(session, consent, actor, now, dropped=dropped)
    audit.record(session, actor, "consents.revise", _subject(consent), hash=new_hash, keys_dropped=len(dropped))
    return consent


def check(session: Session, consent_id: UUID, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """The next step inside the actor's town before the key: 拟办 by the clerk, 核稿 by the office head."""
    consent, town_id, person_id = _opened(session, consent_id, seen_hash, actor)
    roles = {r.role for r in accounts.roles_at(session, person_id, now) if r.town_id == town_id}
    done = queries.hands_of(session, consent, town_id)
    two_steps = towns.get_town(session, town_id).one_person_two_steps
    for kind in rules.check_steps(roles, done, person_id, two_steps=two_steps):
        _note_step(session, consent, kind, actor, now)
        _tell_next(session, consent, town_id, kind, now)
    return consent


def turn(session: Session, consent_id: UUID, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发: turn the key of the actor's town on the content that the signer saw.

    With the last key the consent `is_complete`, and the asking domain does its effect in the same transaction.
    Two who turn at once, or a turn that meets an edit, queue on the consent's row: the later one reads what the
    earlier one wrote.
    """
    consent, town_id, person_id = _opened(session, consent_id, draft.seen_hash, actor)
    signer = queries.get_signer(session, person_id, town_id, now)
    done = queries.hands_of(session, consent, town_id)
    rules.check_ready(done)
    rules.check_hands(person_id, done, two_steps=towns.get_town(session, town_id).one_person_two_steps)
    rules.check_declared(draft, is_document=consent.is_document)
    rules.check_basis(draft, consent.needs_basis, today=clock.to_town(now).date())
    if consent.needs_basis is not Basis.NONE and draft.basis:
        _keep_basis(session, consent, town_id, draft.basis)
    session.add(_key(consent, town_id, signer, draft, now))
    session.flush()
    is_deputy = bool(signer.signed_for)
    audit.record(session, actor, "consents.turn", _subject(consent), hash=consent.content_hash, deputy=is_deputy)
    if len(queries.keys_of(session, consent)) == len(queries.parties_of(session, consent.id)):
        _complete(session, consent, actor, now)
    return consent


def refuse(session: Session, consent_id: UUID, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意: with a reason, and if wished with the text that the town would sign. Only who may sign may refuse."""
    consent, town_id, person_id = _opened(session, consent_id, draft.seen_hash, actor)
    signer = queries.get_signer(session, person_id, town_id, now)
    refusal = ConsentRefusal(
        consent_id=consent.id,
        partnership_id=consent.partnership_id,
        town_id=town_id,
        round=consent.round,
        content_hash=consent.content_hash,
        reason=draft.reason,
        counter_text=draft.counter_text,
        refused_by=person_id,
        refused_by_name=signer.name,
        post=signer.post,
        at=now,
    )
    session.add(refusal)
    consent.state = ConsentState.REFUSED
    session.flush()
    _tell_all(session, consent, "refused", note=draft.reason.rstrip("。"), town=towns.get_town(session, town_id).name)
    audit.record(session, actor, "consents.refuse", _subject(consent), refusal=refusal.id)
    return consent


def withdraw(session: Session, consent_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Consent:
    """The asking town takes the question back while it is not complete."""
    consent = queries.get_locked(session, consent_id)
    if consent.state not in (ConsentState.OPEN, ConsentState.REFUSED):
        raise rules.NotOpen
    if actor.town_id != consent.asking_town_id:
        raise rules.NotTheAsker
    consent.state, consent.closed_at, consent.closing_reason = ConsentState.WITHDRAWN, now, reason
    session.flush()
    _tell_all(session, consent, "withdrawn", note=reason)
    audit.record(session, actor, "consents.withdraw", _subject(consent))
    return consent


def _subject(consent: Consent) -> str:
    return f"consent:{consent.id}"


def _drafter(actor: Actor, parties: Sequence[UUID]) -> tuple[UUID, UUID]:
    if actor.id is None or actor.town_id is None:
        raise rules.NothingToDraft
    if actor.town_id not in parties:
        raise rules.NotAParty
    return actor.id, actor.town_id


def _opened(session: Session, consent_id: UUID, seen_hash: str, actor: Actor) -> tuple[Consent, UUID, UUID]:
    """The locked consent, open, with the content that was seen and without a key of the actor's town."""
    consent = queries.get_locked(session, consent_id)
    person_id, town_id = _drafter(actor, queries.parties_of(session, consent.id))
    rules.check_open(consent.state)
    rules.check_seen(seen_hash, consent.content_hash)
    if town_id in {k.town_id for k in queries.keys_of(session, consent)}:
        raise rules.KeyAlreadyTurned
    return consent, town_id, person_id


def _begin_round(
    session: Session, consent: Consent, actor: Actor, now: datetime, *, dropped: Sequence[ConsentKey] = ()
) -> None:
    """The asking town has drafted; elsewhere the clerks are to look at it first."""
    note = rules.CHANGED if consent.round > 1 else ""
    _note_step(session, consent, Step.DRAFT, actor, now)
    for town_id in queries.parties_of(session, consent.id):
        if town_id == actor.town_id:
            _tell_next(session, consent, town_id, Step.DRAFT, now, note=note)
        else:
            _tell(session, consent, town_id, CLERKS, "draft", note=note)
    if dropped:
        names = "、".join(key.shown_name for key in dropped)
        _tell_all(session, consent, "dropped", note=f"{note}失效的签发：{names}。", roles=SIGNERS)


def _note_step(session: Session, consent: Consent, kind: Step, actor: Actor, now: datetime) -> None:
    person_id, town_id = _drafter(actor, queries.parties_of(session, consent.id))
    step = ConsentStep(
        consent_id=consent.id,
        town_id=town_id,
        round=consent.round,
        content_hash=consent.content_hash,
        kind=kind,
        done_by=person_id,
        done_by_name=accounts.get_person(session, person_id).name,
        at=now,
    )
    session.add(step)
    session.flush()
    audit.record(session, actor, f"consents.{kind.value}", _subject(consent), round=consent.round)


def _key(consent: Consent, town_id: UUID, signer: rules.Signer, draft: KeyDraft, now: datetime) -> ConsentKey:
    return ConsentKey(
        consent_id=consent.id,
        partnership_id=consent.partnership_id,
        town_id=town_id,
        round=consent.round,
        content_hash=draft.seen_hash,
        turned_by=signer.person_id,
        turned_by_name=signer.name,
        post=signer.post,
        signed_for_name=signer.signed_for,
        publicity=draft.publicity,
        secrecy_checked=draft.secrecy_checked,
        has_basis=consent.needs_basis is not Basis.NONE,
        at=now,
    )


def _keep_basis(session: Session, consent: Consent, town_id: UUID, basis: BasisDraft) -> None:
    kept = basis.model_dump() | {"consent_id": consent.id, "town_id": town_id, "round": consent.round}
    session.add(ConsentBasis(**kept))


def _complete(session: Session, consent: Consent, actor: Actor, now: datetime) -> None:
    consent.state, consent.closed_at = ConsentState.COMPLETE, now
    session.flush()
    audit.record(session, actor, "consents.complete", _subject(consent), hash=consent.content_hash)
    _tell_all(session, consent, "complete")


def _tell_next(session: Session, consent: Consent, town_id: UUID, done: Step, now: datetime, *, note: str = "") -> None:
    """Whose step is next in the actor's own town: after 拟稿 the office head, after 核稿 the secretary and deputies."""
    if done is Step.DRAFT:
        _tell(session, consent, town_id, HEADS, "check", note=note)
        return
    _tell(session, consent, town_id, SIGNERS, "turn")
    words = rules.notice_of(consent, town_id, "turn")
    for deputy_id in accounts.deputies_of(session, town_id, clock.to_town(now).date()):
        notifications.tell(session, person_id=deputy_id, town_id=town_id, **words)


def _tell_all(
    session: Session, consent: Consent, what: str, *, roles: frozenset[Role] = CLERKS | SIGNERS, **parts: str
) -> None:
    for town_id in queries.parties_of(session, consent.id):
        _tell(session, consent, town_id, roles, what, **parts)


def _tell(session: Session, consent: Consent, town_id: UUID, roles: frozenset[Role], what: str, **parts: str) -> None:
    words = rules.notice_of(consent, town_id, what, **parts)
    notifications.tell_town(session, town_id=town_id, roles=roles, **words)
