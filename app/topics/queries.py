"""Reading topics: the pool that all towns see, the drafts that only their own town sees, the next deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.kit.errors import NotFound
from app.topics import rules
from app.topics.models import (
    DRAFT_STATES,
    STATES,
    DraftPaper,
    DraftState,
    Topic,
    TopicCall,
    TopicDraft,
    TopicNod,
    TopicPaper,
    TopicState,
)
from app.towns import queries as towns


@dataclass(frozen=True)
class PoolTopic:
    """A topic as the agenda's clerk sees it. `needs_nod_of`: it is late, and these towns have not nodded."""

    id: UUID
    title: str
    presenter: str
    minutes: int
    town_id: UUID
    town_name: str
    state: TopicState
    state_words: str
    passed_at: datetime
    is_late: bool
    needs_nod_of: tuple[str, ...]
    is_standing: bool
    carried_from: str
    words: str


@dataclass(frozen=True)
class DraftLine:
    id: UUID
    title: str
    presenter: str
    minutes: int
    state: DraftState
    state_words: str
    reason: str
    person_name: str


@dataclass(frozen=True)
class Paper:
    file_id: UUID
    name: str


def get_topic(session: Session, topic_id: UUID) -> Topic:
    topic = session.get(Topic, topic_id)
    if topic is None:
        raise NotFound
    return topic


def lock_topic(session: Session, topic_id: UUID) -> Topic:
    """The topic as it is now, held until the transaction ends."""
    found = select(Topic).where(Topic.id == topic_id).with_for_update()
    topic = session.exec(found.execution_options(populate_existing=True)).first()
    if topic is None:
        raise NotFound
    return topic


def get_draft(session: Session, draft_id: UUID, *, town_id: UUID, to_change: bool = False) -> TopicDraft:
    """A draft of the town itself, held if it is to be changed; the partner's are not there."""
    found = select(TopicDraft).where(TopicDraft.id == draft_id, TopicDraft.town_id == town_id)
    if to_change:
        found = found.with_for_update().execution_options(populate_existing=True)
    draft = session.exec(found).first()
    if draft is None:
        raise NotFound
    return draft


def drafts_of(session: Session, town_id: UUID, partnership_id: UUID) -> list[DraftLine]:
    """What a town is preparing, the newest first; passed ones are in the pool."""
    found = select(TopicDraft).where(TopicDraft.town_id == town_id, TopicDraft.partnership_id == partnership_id)
    found = found.where(TopicDraft.state != DraftState.PASSED)
    drafts = session.exec(found.order_by(col(TopicDraft.made_at).desc(), col(TopicDraft.id))).all()
    names = accounts.names_of(session, [d.person_id for d in drafts if d.person_id])
    return [
        DraftLine(
            d.id,
            d.title,
            d.presenter,
            d.minutes,
            d.state,
            DRAFT_STATES[d.state],
            d.reason,
            names.get(d.person_id, "") if d.person_id else "",
        )
        for d in drafts
    ]


def waiting_for_secretary(session: Session, town_id: UUID) -> Sequence[TopicDraft]:
    """What the town's 书记 has to pass or return."""
    found = select(TopicDraft).where(TopicDraft.town_id == town_id, TopicDraft.state == DraftState.SUBMITTED)
    return session.exec(found.order_by(col(TopicDraft.made_at), col(TopicDraft.id))).all()


def next_call(session: Session, partnership_id: UUID, now: datetime) -> TopicCall | None:
    """The next meeting that collects topics."""
    found = select(TopicCall).where(
        TopicCall.partnership_id == partnership_id, col(TopicCall.is_open), TopicCall.held_at > now
    )
    return session.exec(found.order_by(col(TopicCall.held_at))).first()


def find_call(session: Session, meeting: str) -> TopicCall | None:
    return session.exec(select(TopicCall).where(TopicCall.meeting == meeting)).first()


def pool(
    session: Session, partnership_id: UUID, *, meeting: str = "", states: Sequence[TopicState] = (TopicState.POOL,)
) -> tuple[PoolTopic, ...]:
    """The topics of a partnership in the given states, oldest first; lateness is judged against `meeting`."""
    found = select(Topic).where(Topic.partnership_id == partnership_id, col(Topic.state).in_(states))
    rows = session.exec(found.order_by(col(Topic.passed_at), col(Topic.id))).all()
    call = find_call(session, meeting) if meeting else None
    nods = _nods(session, [t.id for t in rows], meeting)
    members = towns.towns_of(session, partnership_id)
    names = {t.id: t.name for t in members}
    return tuple(_pooled(t, call, nods.get(t.id, set()), names) for t in rows)


def _pooled(topic: Topic, call: TopicCall | None, nodded: set[UUID], names: dict[UUID, str]) -> PoolTopic:
    lacking = rules.lacking_nods(topic, call, nodded, list(names))
    return PoolTopic(
        id=topic.id,
        title=topic.title,
        presenter=topic.presenter,
        minutes=topic.minutes,
        town_id=topic.town_id,
        town_name=names.get(topic.town_id, ""),
        state=topic.state,
        state_words=STATES[topic.state],
        passed_at=topic.passed_at,
        is_late=rules.is_late(topic, call),
        needs_nod_of=tuple(names[t] for t in lacking),
        is_standing=topic.is_standing,
        carried_from=topic.carried_from,
        words=rules.origin_in_words(topic),
    )


def _nods(session: Session, topic_ids: Sequence[UUID], meeting: str) -> dict[UUID, set[UUID]]:
    found = select(TopicNod).where(col(TopicNod.topic_id).in_(topic_ids), TopicNod.meeting == meeting)
    nods: dict[UUID, set[UUID]] = {}
    for nod in session.exec(found.order_by(col(TopicNod.at), col(TopicNod.id))):
        nods.setdefault(nod.topic_id, set()).add(nod.town_id)
    return nods


def lacking_nods(session: Session, topic: Topic, meeting: str) -> list[str]:
    """The names of the towns whose clerk has still to accept a late topic for a meeting."""
    nodded = _nods(session, [topic.id], meeting).get(topic.id, set())
    members = {t.id: t.name for t in towns.towns_of(session, topic.partnership_id)}
    return [members[t] for t in rules.lacking_nods(topic, find_call(session, meeting), nodded, list(members))]


def has_nodded(session: Session, topic_id: UUID, meeting: str, town_id: UUID) -> bool:
    return town_id in _nods(session, [topic_id], meeting).get(topic_id, set())


def placed_in(session: Session, meeting: str) -> Sequence[Topic]:
    """The topics that a meeting has, on its agenda or decided by it."""
    found = select(Topic).where(Topic.meeting == meeting).order_by(col(Topic.passed_at), col(Topic.id))
    return session.exec(found).all()


def papers_of(session: Session, topic_id: UUID) -> tuple[Paper, ...]:
    found = select(TopicPaper).where(TopicPaper.topic_id == topic_id)
    return tuple(Paper(p.file_id, p.name) for p in session.exec(found.order_by(col(TopicPaper.name))))


def draft_papers_of(session: Session, draft_id: UUID) -> Sequence[DraftPaper]:
    found = select(DraftPaper).where(DraftPaper.draft_id == draft_id)
    return session.exec(found.order_by(col(DraftPaper.name), col(DraftPaper.id))).all()
