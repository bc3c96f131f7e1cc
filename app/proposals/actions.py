"""What takes every town's key: founding and changing a series, swaps, skips, joins. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.consents import actions as consents
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.kit.actor import Actor
from app.kit.clock import to_town
from app.proposals import queries
from app.series import actions as turns
from app.series import queries as series_queries
from app.series import rules
from app.series.models import (
    EventKind,
    MeetingSeries,
    Proposal,
    ProposalKind,
    ProposalState,
    SeriesDraft,
    SeriesState,
    Terms,
    Turn,
)
from app.topics import actions as topics
from app.towns import queries as towns


def found(session: Session, partnership_id: UUID, draft: SeriesDraft, *, actor: Actor, now: datetime) -> Proposal:
    """A new series, put to all towns of the partnership; it is in force with the last key."""
    rules.check_draft(draft, towns=_members(session, partnership_id), today=to_town(now).date())
    series = MeetingSeries.model_validate(draft.model_dump(include=set(Terms.model_fields)) | _of(partnership_id))
    session.add(series)
    session.flush()
    audit.record(session, actor, "series.found", f"meeting_series:{series.id}")
    return _propose(session, series, ProposalKind.FOUND, actor, now, draft=draft)


def change_terms(
    session: Session, series: MeetingSeries, draft: SeriesDraft, *, actor: Actor, now: datetime
) -> Proposal:
    """Another rule, other numbers, other avoided times or another order, put to all towns."""
    rules.check_active(series.state)
    members = [t.town_id for t in series_queries.towns_of(session, series.id)]
    rules.check_draft(draft, towns=members, today=to_town(now).date())
    return _propose(session, series, ProposalKind.TERMS, actor, now, draft=draft)


def swap(session: Session, turn: Turn, taker_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Proposal:
    """对调: another town hosts this turn, and its next turn is hosted in return."""
    series = _active(session, turn)
    members = [t.town_id for t in series_queries.towns_of(session, series.id)]
    rules.check_swap(turn, taker_id, members)
    return _propose(
        session,
        series,
        ProposalKind.SWAP,
        actor,
        now,
        turn=turn,
        town_id=turn.host_id,
        other_id=taker_id,
        reason=reason,
    )


def skip(session: Session, turn: Turn, *, reason: str, actor: Actor, now: datetime) -> Proposal:
    """因故不承办: the host says that it cannot and why; it owes a turn."""
    series = _active(session, turn)
    if actor.town_id is None:
        raise rules.NobodyProposes
    rules.check_skip(turn, actor.town_id, reason)
    return _propose(session, series, ProposalKind.SKIP, actor, now, turn=turn, town_id=actor.town_id, reason=reason)


def join(
    session: Session, series: MeetingSeries, town_id: UUID, *, reason: str, actor: Actor, now: datetime
) -> Proposal:
    """A town of the partnership takes its place, last in order, credited the smallest count."""
    rules.check_active(series.state)
    members = [t.town_id for t in series_queries.towns_of(session, series.id)]
    rules.check_join(town_id, members, _members(session, series.partnership_id))
    return _propose(session, series, ProposalKind.JOIN, actor, now, town_id=town_id, reason=reason)


def check_content(session: Session, proposal: Proposal, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """拟办 or 核稿 inside the actor's town."""
    return consents.check(session, _consent_id(proposal), seen_hash, actor=actor, now=now)


def turn_key(session: Session, proposal: Proposal, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发; with the last key the proposal takes effect in the same transaction, or nothing happens."""
    rules.check_open(proposal)
    consent = consents.turn(session, _consent_id(proposal), draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, proposal, actor, now)
        _settle(session, proposal, ProposalState.AGREED, actor, now)
    return consent


def refuse(session: Session, proposal: Proposal, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意, with a reason; everything stays as it was."""
    rules.check_open(proposal)
    consent = consents.refuse(session, _consent_id(proposal), draft, actor=actor, now=now)
    _settle(session, proposal, ProposalState.REFUSED, actor, now)
    return consent


def withdraw(session: Session, proposal: Proposal, *, reason: str, actor: Actor, now: datetime) -> None:
    """The proposing town takes it back while it is open."""
    rules.check_open(proposal)
    if actor.town_id != proposal.proposed_by_town_id:
        raise rules.NotTheProposer
    consents.withdraw(session, _consent_id(proposal), reason=reason, actor=actor, now=now)
    _settle(session, proposal, ProposalState.WITHDRAWN, actor, now)


def raise_as_topic(session: Session, proposal: Proposal, *, actor: Actor, now: datetime) -> UUID:
    """A refused proposal goes to the next joint meeting, as a draft of the actor's town. Returns the draft's id."""
    about = queries.title_of(session, proposal)
    return topics.propose_refused(session, _consent_id(proposal), about, actor=actor, now=now).id


def _propose(
    session: Session,
    series: MeetingSeries,
    kind: ProposalKind,
    actor: Actor,
    now: datetime,
    *,
    turn: Turn | None = None,
    town_id: UUID | None = None,
    other_id: UUID | None = None,
    reason: str = "",
    draft: SeriesDraft | None = None,
) -> Proposal:
    rules.check_alone(series_queries.proposals_of(session, series.id), turn.id if turn else None)
    if actor.town_id is None:
        raise rules.NobodyProposes
    proposal = Proposal(
        series_id=series.id,
        partnership_id=series.partnership_id,
        kind=kind,
        turn_id=turn.id if turn else None,
        town_id=town_id,
        other_id=other_id,
        reason=reason.strip(),
        draft=draft.model_dump(mode="json") if draft else {},
        proposed_by_town_id=actor.town_id,
        proposed_at=now,
    )
    session.add(proposal)
    session.flush()
    if draft is None:
        number = turn.number if turn else queries.next_free_turn(session, series)
        queries.changed_hosts(session, series, queries.event_of(proposal, number))
    consent = consents.ask(
        session,
        partnership_id=series.partnership_id,
        kind=f"series.{kind.value}",
        subject=proposal.subject,
        title=queries.title_of(session, proposal),
        url=f"/series/proposals/{proposal.id}",
        content=queries.content_of(session, proposal),
        actor=actor,
        now=now,
    )
    proposal.consent_id = consent.id
    session.add(proposal)
    audit.record(
        session, actor, f"series.propose_{kind.value}", proposal.subject, series=series.id, turn=proposal.turn_id
    )
    return proposal


def _take_effect(session: Session, proposal: Proposal, actor: Actor, now: datetime) -> None:
    series = series_queries.lock_series(session, proposal.series_id)
    today = to_town(now).date()
    if proposal.kind is ProposalKind.FOUND:
        _begin(session, series, proposal, now)
    elif proposal.kind is ProposalKind.TERMS:
        _adopt(session, series, proposal, now)
    elif proposal.kind is ProposalKind.JOIN and proposal.town_id:
        first = queries.next_free_turn(session, series)
        turns.seat(session, series, [proposal.town_id], first_turn=first, now=now)
    else:
        _rotate(session, proposal, now)
    session.flush()
    turns.plan_ahead(session, series.id, today=today, actor=actor, now=now)


def _begin(session: Session, series: MeetingSeries, proposal: Proposal, now: datetime) -> None:
    draft = SeriesDraft.model_validate(proposal.draft)
    series.state = SeriesState.ACTIVE
    session.add(series)
    turns.seat(session, series, draft.order, first_turn=1, now=now)
    turns.set_avoided(session, series, draft.avoid)


def _adopt(session: Session, series: MeetingSeries, proposal: Proposal, now: datetime) -> None:
    """Terms hold from the next free turn on; a new order begins with the next full round after it."""
    draft = SeriesDraft.model_validate(proposal.draft)
    before = series_queries.draft_of(session, series).order
    for name in Terms.model_fields:
        setattr(series, name, getattr(draft, name))
    session.add(series)
    turns.set_avoided(session, series, draft.avoid)
    if draft.order != before:
        number = queries.next_free_turn(session, series)
        turns.note_event(session, series, number, EventKind.REORDER, order=draft.order, now=now)


def _rotate(session: Session, proposal: Proposal, now: datetime) -> None:
    """A swap or skip, if the turn is still what it was when it was proposed."""
    if proposal.turn_id is None or proposal.town_id is None:
        raise rules.NotOpen
    turn = series_queries.get_turn(session, proposal.turn_id)
    rules.check_movable(turn, series_queries.turns_of(session, proposal.series_id))
    if turn.host_id != proposal.town_id:
        raise rules.NotTheHost(number=turn.number)
    kind = EventKind.SWAP if proposal.kind is ProposalKind.SWAP else EventKind.SKIP
    series = series_queries.get_series(session, proposal.series_id)
    turns.note_event(
        session,
        series,
        turn.number,
        kind,
        town_id=proposal.town_id,
        other_id=proposal.other_id,
        reason=proposal.reason,
        now=now,
    )


def _settle(session: Session, proposal: Proposal, state: ProposalState, actor: Actor, now: datetime) -> None:
    proposal.state, proposal.settled_at = state, now
    session.add(proposal)
    if proposal.kind is ProposalKind.FOUND and state is not ProposalState.AGREED:
        series = series_queries.get_series(session, proposal.series_id)
        series.state = SeriesState.DROPPED
        session.add(series)
    audit.record(session, actor, f"series.proposal_{state.value}", proposal.subject)


def _active(session: Session, turn: Turn) -> MeetingSeries:
    series = series_queries.get_series(session, turn.series_id)
    rules.check_active(series.state)
    rules.check_movable(turn, series_queries.turns_of(session, turn.series_id))
    return series


def _members(session: Session, partnership_id: UUID) -> list[UUID]:
    return [t.id for t in towns.towns_of(session, partnership_id)]


def _consent_id(proposal: Proposal) -> UUID:
    if proposal.consent_id is None:
        raise rules.NotOpen
    return proposal.consent_id


def _of(partnership_id: UUID) -> dict[str, UUID]:
    return {"partnership_id": partnership_id}
