"""What a proposal would mean, before anybody turns a key: dates, hosts, and who may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.cadence import rules as cadence
from app.consents import queries as consents
from app.consents.models import ConsentRefusal
from app.kit.i18n import Said
from app.rotation import rules as rotation
from app.series import queries as series_queries
from app.series import rules
from app.series.models import MeetingSeries, Proposal, ProposalKind, SeriesDraft, TurnState
from app.series.queries import PreviewRow
from app.towns import queries as towns


@dataclass(frozen=True)
class ProposalView:
    """A proposal with the words that the signers read."""

    proposal: Proposal
    series: MeetingSeries
    title: Said
    words: tuple[Said, ...]
    rows: tuple[PreviewRow, ...]
    order: tuple[str, ...]
    proposed_by: str
    refusal: ConsentRefusal | None


def view(session: Session, proposal_id: UUID, *, today: date) -> ProposalView:
    proposal = series_queries.get_proposal(session, proposal_id)
    series = series_queries.get_series(session, proposal.series_id)
    names = series_queries.names_of(session, series)
    number = series_queries.get_turn(session, proposal.turn_id).number if proposal.turn_id else None
    draft = SeriesDraft.model_validate(proposal.draft) if proposal.draft else None
    refusal = consents.last_refusal(session, proposal.consent_id) if proposal.consent_id else None
    return ProposalView(
        proposal,
        series,
        rules.title_of(proposal, names, number),
        tuple(words_of(draft)) if draft else (),
        _rows(session, proposal, series, draft, today),
        tuple(names.get(t, "") for t in draft.order) if draft else (),
        names.get(proposal.proposed_by_town_id, ""),
        refusal,
    )


def words_of(draft: SeriesDraft) -> list[Said]:
    """Everything that is agreed, in words."""
    return [*cadence.in_words(draft, draft.avoid), *rules.terms_in_words(draft)]


def title_of(session: Session, proposal: Proposal) -> str:
    """What is asked, in one Chinese line."""
    series = series_queries.get_series(session, proposal.series_id)
    number = series_queries.get_turn(session, proposal.turn_id).number if proposal.turn_id else None
    return str(rules.title_of(proposal, series_queries.names_of(session, series), number))


def content_of(session: Session, proposal: Proposal) -> dict[str, object]:
    """Only what binds: the draft and its words, or the deed with its turn and reason."""
    if proposal.draft:
        draft = SeriesDraft.model_validate(proposal.draft)
        return rules.content_of(draft, words_of(draft)) | {"series": str(proposal.series_id)}
    return {
        "series": str(proposal.series_id),
        "kind": proposal.kind.value,
        "turn": str(proposal.turn_id) if proposal.turn_id else None,
        "town": str(proposal.town_id) if proposal.town_id else None,
        "other": str(proposal.other_id) if proposal.other_id else None,
        "reason": proposal.reason,
        "words": [title_of(session, proposal)],
    }


def preview(
    session: Session, partnership_id: UUID, draft: SeriesDraft, *, today: date, series: MeetingSeries | None = None
) -> list[PreviewRow]:
    """What a draft would mean: six dates with their hosts, for a new series or as the change of an existing one."""
    names = towns.names_of(session, draft.order)
    until = cadence.month_after(max(today, draft.first_on), 8 * draft.every_months)
    days = series_queries.working_days(session, partnership_id, [today, draft.first_on, until])
    planned = cadence.preview(draft, draft.avoid, days, today=today)
    hosted = _hosts_ahead(session, draft, series, len(planned))
    return [
        PreviewRow(
            number=h.number,
            day=p.day,
            moved=p.adjustment.sentence,
            warning=p.warning,
            host=names.get(h.host, "") if h.host else "",
            why=tuple(rules.why_host(h, names)),
        )
        for p, h in zip(planned, hosted, strict=True)
    ]


def changed_hosts(
    session: Session, series: MeetingSeries, event: rotation.Event, *, limit: int = 8
) -> list[PreviewRow]:
    """The turns ahead as they would be hosted after `event`; raises NobodyCanHost."""
    turns = series_queries.turns_of(session, series.id)
    if not turns:
        return []
    founders = series_queries.founders_of(session, series.id)
    events = [*series_queries.events_of(session, series.id), event]
    names = series_queries.names_of(session, series)
    played = rotation.rotation(founders, events, turns[-1].number)
    ahead = [t for t in turns if t.number >= event.turn and t.state in rules.MOVABLE][:limit]
    rows = []
    for turn in ahead:
        hosted = played[turn.number - 1]
        host = names.get(hosted.host, "") if hosted.host else ""
        why = tuple(rules.why_host(hosted, names))
        rows.append(PreviewRow(turn.number, turn.day, rules.moved_in_words(turn), None, host, why, turn.id, turn.state))
    return rows


def event_of(proposal: Proposal, number: int) -> rotation.Event:
    """What the rotation will replay once all keys are turned."""
    if proposal.kind is ProposalKind.SWAP and proposal.town_id and proposal.other_id:
        return rotation.Swap(number, proposal.town_id, proposal.other_id)
    if proposal.kind is ProposalKind.SKIP and proposal.town_id:
        return rotation.Skip(number, proposal.town_id)
    if proposal.kind is ProposalKind.JOIN and proposal.town_id:
        return rotation.Join(number, proposal.town_id)
    raise ValueError(proposal.kind)


def next_free_turn(session: Session, series: MeetingSeries) -> int:
    """The first turn that nobody has fixed yet and after which nothing is fixed: from it on, the order may change."""
    turns = series_queries.turns_of(session, series.id)
    return max((t.number for t in turns if t.state is not TurnState.PLANNED), default=0) + 1


def towns_outside(session: Session, series: MeetingSeries) -> Sequence[tuple[UUID, str]]:
    """Towns of the partnership that do not take part yet."""
    inside = {t.town_id for t in series_queries.towns_of(session, series.id)}
    return [(t.id, t.name) for t in towns.towns_of(session, series.partnership_id) if t.id not in inside]


def _rows(
    session: Session, proposal: Proposal, series: MeetingSeries, draft: SeriesDraft | None, today: date
) -> tuple[PreviewRow, ...]:
    """The effect, while it can still be foreseen."""
    if draft:
        known = None if proposal.kind is ProposalKind.FOUND else series
        return tuple(preview(session, proposal.partnership_id, draft, today=today, series=known))
    if proposal.settled_at:
        return ()
    turn = series_queries.get_turn(session, proposal.turn_id) if proposal.turn_id else None
    number = turn.number if turn else next_free_turn(session, series)
    return tuple(changed_hosts(session, series, event_of(proposal, number)))


def _hosts_ahead(
    session: Session, draft: SeriesDraft, series: MeetingSeries | None, count: int
) -> tuple[rotation.HostedTurn, ...]:
    founders = series_queries.founders_of(session, series.id) if series else []
    if series is None or not founders:
        return rotation.rotation(draft.order, (), count)
    behind = next_free_turn(session, series) - 1
    events = [*series_queries.events_of(session, series.id), rotation.Reorder(behind + 1, tuple(draft.order))]
    return rotation.rotation(founders, events, behind + count)[behind:]
