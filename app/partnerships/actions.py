"""Proposing a partnership or a change of one, and its effect in the moment of the last key."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import widen
from app.kit.errors import NotAllowed, NotFound
from app.kit.text import short_code
from app.partnerships import queries, rules
from app.partnerships.models import Deed, FoundingDraft, NameDraft, PartnershipChange, PartnershipTerms, Terms
from app.towns import queries as towns
from app.towns.models import Partnership, PartnershipState, PartnershipTown


def propose_founding(session: Session, draft: FoundingDraft, *, actor: Actor, now: datetime) -> PartnershipChange:
    """A town invites others; the invited ones see the proposal, and with every key the partnership is active."""
    _, own = _proposer(actor)
    taken = queries.is_name_taken(session, draft.name)
    rules.check_founding(draft, own, name_taken=taken, today=clock.to_town(now).date())
    members = [own, *(t for t in draft.town_ids if t != own)]
    partnership = _open_round(session, draft.name, draft.short_name, members)
    invited = [towns.get_town(session, t) for t in members]
    content = {
        "partnership": draft.name,
        "name": draft.name,
        "short_name": draft.short_name,
        "towns": [str(t.id) for t in invited],
        "towns_full": rules.full_names(invited),
        "founded_on": draft.founded_on.isoformat() if draft.founded_on else None,
    }
    return _propose(session, Deed.FOUND, partnership, partnership, content, actor, now)


def propose_rename(
    session: Session, partnership: Partnership, draft: NameDraft, *, actor: Actor, now: datetime
) -> PartnershipChange:
    renamed = draft.name != partnership.name
    if not renamed and draft.short_name == partnership.short_name:
        raise rules.NothingChanges
    rules.check_name(draft, name_taken=renamed and queries.is_name_taken(session, draft.name))
    content = {"partnership": partnership.name, "name": draft.name, "short_name": draft.short_name}
    return _propose(session, Deed.RENAME, partnership, partnership, content, actor, now)


def propose_terms(
    session: Session, partnership: Partnership, terms: Terms, *, actor: Actor, now: datetime
) -> PartnershipChange:
    before = queries.terms_of(session, partnership.id)
    after = rules.defaults_for(partnership.short_name, terms)
    if before == after:
        raise rules.NothingChanges
    content = {
        "partnership": partnership.name,
        "before": before.model_dump(mode="json"),
        "terms": after.model_dump(mode="json"),
    }
    return _propose(session, Deed.AGREE_TERMS, partnership, partnership, content, actor, now)


def propose_join(
    session: Session, partnership: Partnership, town_id: UUID, *, actor: Actor, now: datetime
) -> PartnershipChange:
    """Invite a town. It takes part through a round of its own and reads nothing of the joint work until it belongs."""
    town = towns.get_town(session, town_id)
    members = [t.id for t in towns.towns_of(session, partnership.id)]
    rules.check_join(town_id, members, town.name)
    name = f"{partnership.name}·{town.name}加入（{short_code(4)}）"
    forum = _open_round(session, name[:80], partnership.short_name, [*members, town_id])
    return _propose(session, Deed.JOIN, partnership, forum, _about(partnership, town), actor, now)


def propose_leave(
    session: Session, partnership: Partnership, town_id: UUID, *, actor: Actor, now: datetime
) -> PartnershipChange:
    town = towns.get_town(session, town_id)
    members = [t.id for t in towns.towns_of(session, partnership.id)]
    rules.check_leave(town_id, members, town.name)
    return _propose(session, Deed.LEAVE, partnership, partnership, _about(partnership, town), actor, now)


def check(session: Session, change: PartnershipChange, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    return consents.check(session, queries.consent_of(session, change).id, seen_hash, actor=actor, now=now)


def turn_key(session: Session, change: PartnershipChange, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """A town's key; the last one makes the change."""
    consent = consents.turn(session, queries.consent_of(session, change).id, draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, change, actor, consent_queries.formed_on(session, consent))
    return consent


def refuse(session: Session, change: PartnershipChange, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    return consents.refuse(session, queries.consent_of(session, change).id, draft, actor=actor, now=now)


def withdraw(session: Session, change: PartnershipChange, *, reason: str, actor: Actor, now: datetime) -> Consent:
    """The proposing town takes it back; the name of a partnership that was not founded is free again."""
    consent = queries.consent_of(session, change)
    withdrawn = consents.withdraw(session, consent.id, reason=reason, actor=actor, now=now)
    if change.deed is Deed.FOUND:
        partnership = _partnership(session, change.target_id)
        partnership.name = f"{partnership.name[:60]}（已撤回 {short_code(6)}）"
    return withdrawn


def _proposer(actor: Actor) -> tuple[UUID, UUID]:
    """The person and the town that propose; jobs and the operator propose nothing."""
    if actor.id is None or actor.town_id is None:
        raise NotAllowed
    return actor.id, actor.town_id


def _about(partnership: Partnership, town: Any) -> dict[str, Any]:
    return {
        "partnership": partnership.name,
        "partnership_id": str(partnership.id),
        "town": town.name,
        "town_id": str(town.id),
        "town_full": town.full_name,
    }


def _open_round(session: Session, name: str, short_name: str, town_ids: list[UUID]) -> Partnership:
    """A proposed partnership, visible to every invited town and to nobody else. Its memberships are public rows."""
    partnership = Partnership(name=name, short_name=short_name)
    session.add(partnership)
    session.flush()
    for place, town_id in enumerate(town_ids, 1):
        session.add(PartnershipTown(partnership_id=partnership.id, town_id=town_id, place=place))
    session.flush()
    widen(session, partnership_id=partnership.id)
    return partnership


def _propose(
    session: Session,
    deed: Deed,
    target: Partnership,
    forum: Partnership,
    content: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> PartnershipChange:
    if queries.is_pending(session, target.id, deed):
        raise rules.ChangePending
    proposer, own = _proposer(actor)
    change = PartnershipChange(
        partnership_id=forum.id,
        target_id=target.id,
        deed=deed,
        content={"deed": deed.value, **content},
        proposed_by=proposer,
        proposing_town_id=own,
        proposed_at=now,
    )
    session.add(change)
    session.flush()
    consents.ask(
        session,
        partnership_id=forum.id,
        kind="partnership",
        subject=queries.subject_of(change),
        title=rules.title_of(deed, content),
        url=f"/partnerships/changes/{change.id}",
        content=change.content,
        actor=actor,
        now=now,
    )
    audit.record(session, actor, "partnerships.propose", f"partnership:{target.id}", what=deed.value, change=change.id)
    return change


def _take_effect(session: Session, change: PartnershipChange, actor: Actor, day: date) -> None:
    partnership, content = _partnership(session, change.target_id), change.content
    if change.deed is Deed.FOUND:
        _found(session, partnership, content, day)
    elif change.deed is Deed.RENAME:
        partnership.name, partnership.short_name = content["name"], content["short_name"]
    elif change.deed is Deed.AGREE_TERMS:
        _agree(session, partnership, Terms(**content["terms"]), day)
    elif change.deed is Deed.JOIN:
        _join(session, partnership, UUID(content["town_id"]), day)
    else:
        _membership(session, partnership.id, UUID(content["town_id"])).left_on = day
    change.effective_on = day
    session.flush()
    audit.record(session, actor, f"partnerships.{change.deed.value}", f"partnership:{partnership.id}", change=change.id)


def _partnership(session: Session, partnership_id: UUID) -> Partnership:
    partnership = session.get(Partnership, partnership_id)
    if partnership is None:
        raise NotFound
    return partnership


def _found(session: Session, partnership: Partnership, content: dict[str, Any], day: date) -> None:
    known = content["founded_on"]
    partnership.founded_on = date.fromisoformat(known) if known else day
    partnership.state = PartnershipState.ACTIVE
    for _, membership in queries.members_of(session, partnership.id):
        membership.joined_on = day


def _agree(session: Session, partnership: Partnership, terms: Terms, day: date) -> None:
    row = queries.find_terms(session, partnership.id) or PartnershipTerms(partnership_id=partnership.id, agreed_on=day)
    for name in Terms.model_fields:
        setattr(row, name, getattr(terms, name))
    row.agreed_on = day
    session.add(row)


def _join(session: Session, partnership: Partnership, town_id: UUID, day: date) -> None:
    """A town that comes back keeps its row; a new one stands last in the order of names."""
    last = max((m.place for _, m in queries.members_of(session, partnership.id)), default=0)
    row = session.get(PartnershipTown, (partnership.id, town_id))
    if row is None:
        row = PartnershipTown(partnership_id=partnership.id, town_id=town_id, place=last + 1)
        session.add(row)
    row.place, row.joined_on, row.left_on = last + 1, day, None


def _membership(session: Session, partnership_id: UUID, town_id: UUID) -> PartnershipTown:
    row = session.get(PartnershipTown, (partnership_id, town_id))
    if row is None:
        raise NotFound
    return row
