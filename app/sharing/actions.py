"""Changing a share policy: more for the partner holds at once, less takes both towns' keys. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.audit import actions as audit
from app.claims import actions as claims
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.kit import clock
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.policies import actions as policies
from app.policies import queries as policy_queries
from app.policies import rules as policy_rules
from app.policies.rules import Comparison, Rule
from app.quotas import actions as quotas
from app.quotas.rules import Need
from app.sharing import queries, rules
from app.sharing.models import ChangeState, PolicyChange
from app.topics import actions as topics
from app.towns import queries as towns
from app.venues.models import Venue

OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})


def change_rule(
    session: Session, venue: Venue, town_id: UUID, rule: Rule, *, reason: str, actor: Actor, now: datetime
) -> PolicyChange:
    """Another rule for a borrowing town: in force at once where it is better for that town, else put to both.

    What waits for keys can be reworded; the keys turned so far are dropped, so nobody is bound to what he did not see.
    """
    if actor.town_id != venue.town_id:
        raise rules.NotTheOwner
    policy_rules.check_rule(rule)
    if not reason.strip():
        raise rules.ReasonMissing
    claims.lock(session, [venue.number])  # two who change at once see each other
    pending = queries.find_open(session, venue.id, town_id, lock=True)
    before = policy_queries.rule_of(session, venue, town_id).rule
    comparison = policy_rules.compare(before, rule)
    if comparison is Comparison.STRICTER:
        return _put_to_both(session, venue, town_id, before, rule, pending, reason.strip(), actor, now)
    if pending:
        raise rules.ChangePending
    if comparison is Comparison.SAME:
        raise rules.NothingChanged
    change = _enter(session, venue, town_id, before, rule, reason.strip(), now, ChangeState.IN_FORCE)
    _take_effect(session, change, rule, actor, now)
    _tell_borrower(session, venue, change)
    return change


def check_step(session: Session, change: PolicyChange, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """拟办 or 核稿 inside the actor's town."""
    rules.check_open(change)
    return consents.check(session, _consent_id(change), seen_hash, actor=actor, now=now)


def turn_key(session: Session, change: PolicyChange, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发. With the second key exactly what both have signed is laid down, in the same transaction."""
    rules.check_open(change)
    consent = consents.turn(session, _consent_id(change), draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, change, policy_rules.rule_from(consent.content["after"]), actor, now)
    return consent


def refuse(session: Session, change: PolicyChange, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意, with a reason and perhaps another text; the rule stays as it is."""
    rules.check_open(change)
    consent = consents.refuse(session, _consent_id(change), draft, actor=actor, now=now)
    _settle(session, change, ChangeState.REFUSED, actor, now)
    return consent


def withdraw(session: Session, change: PolicyChange, *, reason: str, actor: Actor, now: datetime) -> None:
    """Taken back by the owner's town while it is open."""
    rules.check_open(change)
    if actor.town_id != change.owner_town_id:
        raise rules.NotTheOwner
    consents.withdraw(session, _consent_id(change), reason=reason, actor=actor, now=now)
    _settle(session, change, ChangeState.WITHDRAWN, actor, now)


def raise_as_topic(session: Session, change: PolicyChange, *, actor: Actor, now: datetime) -> UUID:
    """A refused change goes to the next joint meeting, as a draft of the actor's town. Returns the draft's id."""
    consent = consent_queries.get(session, _consent_id(change))
    return topics.propose_refused(session, consent.id, consent.title, actor=actor, now=now).id


def _put_to_both(
    session: Session,
    venue: Venue,
    town_id: UUID,
    before: Rule,
    after: Rule,
    pending: PolicyChange | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> PolicyChange:
    names = queries.names_of(session, venue, town_id)
    if pending:
        content = rules.content_of(pending, before, after, reason, names)
        consents.revise(session, _consent_id(pending), content, actor=actor, now=now)
        pending.before, pending.after, pending.reason = before.as_json(), after.as_json(), reason
        session.add(pending)
        audit.record(session, actor, "sharing.reword", f"policy_change:{pending.id}", venue=venue.id)
        return pending
    change = _enter(session, venue, town_id, before, after, reason, now, ChangeState.OPEN)
    change.consent_id = consents.ask(
        session,
        partnership_id=change.partnership_id,
        kind="policy_change",
        subject=f"policy_change:{change.id}",
        title=rules.title_of(venue.name, names["borrower"]),
        url=f"/sharing/changes/{change.id}",
        content=rules.content_of(change, before, after, reason, names),
        actor=actor,
        now=now,
        town_ids=[venue.town_id, town_id],
    ).id
    session.add(change)
    session.flush()
    audit.record(session, actor, "sharing.propose", f"policy_change:{change.id}", venue=venue.id, town=town_id)
    return change


def _enter(
    session: Session,
    venue: Venue,
    town_id: UUID,
    before: Rule,
    after: Rule,
    reason: str,
    now: datetime,
    state: ChangeState,
) -> PolicyChange:
    change = PolicyChange(
        venue_id=venue.id,
        owner_town_id=venue.town_id,
        town_id=town_id,
        partnership_id=queries.partnership_of(session, venue.town_id, town_id),
        state=state,
        before=before.as_json(),
        after=after.as_json(),
        reason=reason,
        proposed_at=now,
    )
    session.add(change)
    session.flush()
    return change


def _take_effect(session: Session, change: PolicyChange, rule: Rule, actor: Actor, now: datetime) -> None:
    """The rule and the limit of every month that can be booked; what is booked stands."""
    parties = {"venue_id": change.venue_id, "owner_town_id": change.owner_town_id, "town_id": change.town_id}
    policies.lay_down(session, rule, **parties)
    months = quotas.months_to_limit(clock.to_town(now).date())
    quotas.set_limit(session, [Need(month=m, minutes=0, quota=rule.quota, **parties) for m in months])
    _settle(session, change, ChangeState.IN_FORCE, actor, now)


def _settle(session: Session, change: PolicyChange, state: ChangeState, actor: Actor, now: datetime) -> None:
    change.state, change.settled_at = state, now
    session.add(change)
    session.flush()
    subject = f"policy_change:{change.id}"
    audit.record(session, actor, f"sharing.{state.value}", subject, venue=change.venue_id, town=change.town_id)


def _tell_borrower(session: Session, venue: Venue, change: PolicyChange) -> None:
    owner = towns.get_town(session, venue.town_id)
    come = "；".join(after for _, after in queries.differences_of(change) if after)
    notifications.tell_town(
        session,
        town_id=change.town_id,
        roles=OFFICE,
        kind="sharing.in_force",
        event=f"policy_change:{change.id}",
        title=f"{owner.name}放宽了{venue.name}的共享规则",
        text="。".join(part for part in (come, f"原因：{change.reason}") if part),
        url=f"/sharing/{venue.id}/{change.town_id}",
    )


def _consent_id(change: PolicyChange) -> UUID:
    if change.consent_id is None:
        raise rules.NotOpen
    return change.consent_id
