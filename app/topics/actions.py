"""What people do with topics: prepare, submit, pass or return; place, carry over, withdraw. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.audit import actions as audit
from app.consents import queries as consents
from app.files import actions as files
from app.files import gateways as store
from app.files import queries as file_queries
from app.files.models import Upload
from app.kit.actor import Actor
from app.topics import gateways, queries, rules
from app.topics.models import (
    DRAFT_STATES,
    STATES,
    Carry,
    DraftPaper,
    DraftState,
    Topic,
    TopicCall,
    TopicDraft,
    TopicNod,
    TopicPaper,
    TopicState,
    TopicWords,
)
from app.towns import queries as towns


def propose(
    session: Session,
    *,
    town_id: UUID,
    partnership_id: UUID,
    title: str,
    presenter: str = "",
    minutes: int = 15,
    summary: str = "",
    is_standing: bool = False,
    source: str = "",
    actor: Actor,
    now: datetime,
) -> TopicDraft:
    """A draft of the town's own; its partners see nothing until its 书记 has passed it."""
    words = TopicWords(title=title, presenter=presenter, minutes=minutes, summary=summary, is_standing=is_standing)
    towns.get_partnership(session, partnership_id, reader_town_id=town_id)
    kept = {"town_id": town_id, "partnership_id": partnership_id, "source": source}
    draft = TopicDraft.model_validate(words, update=kept | {"person_id": actor.id, "made_at": now})
    session.add(draft)
    session.flush()
    audit.record(session, actor, "topics.propose", f"topic_draft:{draft.id}", source=source)
    return draft


def propose_refused(session: Session, consent_id: UUID, about: str, *, actor: Actor, now: datetime) -> TopicDraft:
    """A refused key becomes a topic of the actor's town, with the reason and the counter-text filled in."""
    consent = consents.get(session, consent_id)
    refusal = consents.last_refusal(session, consent_id)
    if refusal is None or actor.town_id is None:
        raise rules.NothingRefused
    return propose(
        session,
        town_id=actor.town_id,
        partnership_id=consent.partnership_id,
        title=rules.title_of_disagreement(about),
        summary=rules.words_of_disagreement(refusal.reason, refusal.counter_text),
        source=f"refused_key:{refusal.id}",
        actor=actor,
        now=now,
    )


def edit(session: Session, draft: TopicDraft, words: TopicWords, *, actor: Actor) -> None:
    _check_editable(draft)
    for name, value in words.model_dump().items():
        setattr(draft, name, value)
    session.add(draft)
    audit.record(session, actor, "topics.edit", f"topic_draft:{draft.id}")


def add_paper(session: Session, draft: TopicDraft, upload: Upload, *, actor: Actor) -> DraftPaper:
    """A paper, private until the draft is passed. Raises the Refusals of files."""
    _check_editable(draft)
    kept = files.keep_private(session, upload, town_id=draft.town_id, actor=actor)
    paper = DraftPaper(town_id=draft.town_id, draft_id=draft.id, file_id=kept.id, name=kept.name)
    session.add(paper)
    audit.record(session, actor, "topics.add_paper", f"topic_draft:{draft.id}", file=kept.id)
    return paper


def remove_paper(session: Session, draft: TopicDraft, paper_id: UUID, *, actor: Actor) -> None:
    _check_editable(draft)
    paper = next((p for p in queries.draft_papers_of(session, draft.id) if p.id == paper_id), None)
    if paper is None:
        raise rules.NoPapersLeft
    session.delete(paper)
    audit.record(session, actor, "topics.remove_paper", f"topic_draft:{draft.id}", file=paper.file_id)


def submit(session: Session, draft: TopicDraft, *, actor: Actor, now: datetime) -> None:
    """To the town's own 书记."""
    _check_editable(draft)
    draft.state, draft.reason = DraftState.SUBMITTED, ""
    session.add(draft)
    audit.record(session, actor, "topics.submit", f"topic_draft:{draft.id}")
    gateways.tell_secretary(session, draft, now)


def return_draft(session: Session, draft: TopicDraft, reason: str, *, actor: Actor, now: datetime) -> None:
    """Back to who proposed it, with the reason."""
    _check_passing(session, draft, actor, now)
    if not reason.strip():
        raise rules.ReasonMissing
    draft.state, draft.reason = DraftState.RETURNED, reason.strip()
    session.add(draft)
    audit.record(session, actor, "topics.return_draft", f"topic_draft:{draft.id}")
    gateways.tell_proposer(session, draft, "议题被退回", f"《{draft.title}》：{draft.reason}", now)


def pass_draft(session: Session, draft: TopicDraft, *, actor: Actor, now: datetime) -> Topic:
    """审定: from now on it is in the pool, with its papers, and all towns see it."""
    _check_passing(session, draft, actor, now)
    kept = {
        "partnership_id": draft.partnership_id,
        "town_id": draft.town_id,
        "source": draft.source,
        "passed_at": now,
        "passed_by": actor.name,
    }
    topic = Topic.model_validate(TopicWords.model_validate(draft.model_dump()), update=kept)
    session.add(topic)
    session.flush()
    _share_papers(session, draft, topic, actor)
    draft.state, draft.topic_id = DraftState.PASSED, topic.id
    session.add(draft)
    audit.record(session, actor, "topics.pass_draft", f"topic:{topic.id}", draft=draft.id)
    gateways.tell_proposer(session, draft, "议题已审定", f"《{draft.title}》已进入议题库", now)
    gateways.tell_others(session, topic, "passed", "对方镇提出了新议题", now)
    return topic


def _share_papers(session: Session, draft: TopicDraft, topic: Topic, actor: Actor) -> None:
    for paper in queries.draft_papers_of(session, draft.id):
        private = file_queries.get_private(session, paper.file_id)
        upload = Upload(private.name, store.read(private.sha256))
        shared = files.keep_shared(session, upload, partnership_id=topic.partnership_id, actor=actor)
        made = TopicPaper(partnership_id=topic.partnership_id, topic_id=topic.id, file_id=shared.id, name=shared.name)
        session.add(made)


def nod(session: Session, topic_id: UUID, *, meeting: str, actor: Actor, now: datetime) -> None:
    """Another town's clerk accepts a late topic for this meeting."""
    topic = queries.lock_topic(session, topic_id)
    if actor.town_id is None or actor.town_id == topic.town_id:
        raise rules.OwnNod
    if not rules.is_late(topic, queries.find_call(session, meeting)):
        raise rules.NotLate
    if queries.has_nodded(session, topic_id, meeting, actor.town_id):
        return
    nodded = TopicNod(
        partnership_id=topic.partnership_id,
        topic_id=topic.id,
        meeting=meeting,
        town_id=actor.town_id,
        person_id=actor.id,
        at=now,
    )
    session.add(nodded)
    session.flush()
    audit.record(session, actor, "topics.nod", f"topic:{topic.id}", meeting=meeting)
    gateways.tell_nod(session, topic, meeting, actor.town_id)


def mark_placed(session: Session, topic_id: UUID, *, meeting: str, actor: Actor, now: datetime) -> Topic:
    """The agenda has it. Refused for a late topic that another town's clerk has not accepted."""
    topic = queries.lock_topic(session, topic_id)
    rules.check_placing(topic, queries.lacking_nods(session, topic, meeting), state_name=STATES[topic.state])
    return _become(session, topic, TopicState.PLACED, "topics.mark_placed", actor, meeting=meeting)


def put_back(session: Session, topic_id: UUID, *, actor: Actor, now: datetime) -> Topic:
    """Off the agenda again, into the pool."""
    topic = queries.lock_topic(session, topic_id)
    if topic.state is not TopicState.PLACED:
        raise rules.NotOnAgenda
    return _become(session, topic, TopicState.POOL, "topics.put_back", actor, meeting="")


def close(session: Session, topic_id: UUID, *, meeting: str, actor: Actor, now: datetime) -> Topic:
    """议定. A standing topic is back in the pool at once, for the next meeting."""
    topic = queries.lock_topic(session, topic_id)
    if topic.is_standing:
        return _carry(session, topic, meeting, Carry.STANDING, actor)
    if topic.state is TopicState.CLOSED:
        return topic
    if topic.state is not TopicState.PLACED:
        raise rules.NotOnAgenda
    return _become(session, topic, TopicState.CLOSED, "topics.close", actor, meeting=meeting)


def carry_over(session: Session, topic_id: UUID, *, meeting: str, carry: Carry, actor: Actor, now: datetime) -> Topic:
    """Back into the pool for the next meeting, with the reason. Doing it twice changes nothing."""
    topic = queries.lock_topic(session, topic_id)
    if topic.state is TopicState.WITHDRAWN:
        raise rules.NotOnAgenda
    return _carry(session, topic, meeting, carry, actor)


def _carry(session: Session, topic: Topic, meeting: str, carry: Carry, actor: Actor) -> Topic:
    if topic.state is TopicState.POOL and topic.carried_from == meeting:
        return topic
    topic.carried_from, topic.carry = meeting, carry
    return _become(session, topic, TopicState.POOL, "topics.carry_over", actor, meeting="")


def withdraw(session: Session, topic_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Topic:
    """By the town that proposed it; the others read why."""
    topic = queries.lock_topic(session, topic_id)
    rules.check_withdrawal(topic, actor.town_id, reason, state_name=STATES[topic.state])
    topic.reason = reason.strip()
    _become(session, topic, TopicState.WITHDRAWN, "topics.withdraw", actor, meeting="")
    gateways.tell_others(session, topic, "withdrawn", "对方镇撤回了议题", now)
    return topic


def open_call(
    session: Session,
    *,
    partnership_id: UUID,
    meeting: str,
    name: str,
    held_at: datetime,
    closes_at: datetime,
    url: str,
    actor: Actor,
    now: datetime,
) -> TopicCall:
    """A meeting collects topics until `closes_at`; said again, the newer words stand."""
    call = queries.find_call(session, meeting) or TopicCall(
        partnership_id=partnership_id, meeting=meeting, name=name, held_at=held_at, closes_at=closes_at
    )
    call.name, call.held_at, call.closes_at, call.url, call.is_open = name, held_at, closes_at, url, True
    session.add(call)
    session.flush()
    audit.record(session, actor, "topics.open_call", f"topic_call:{call.id}", meeting=meeting, closes_at=closes_at)
    return call


def close_call(session: Session, meeting: str, *, actor: Actor, now: datetime) -> None:
    """The meeting was held or cancelled: it collects no more."""
    call = queries.find_call(session, meeting)
    if call is not None and call.is_open:
        call.is_open = False
        session.add(call)
        audit.record(session, actor, "topics.close_call", f"topic_call:{call.id}", meeting=meeting)


def _become(session: Session, topic: Topic, state: TopicState, deed: str, actor: Actor, *, meeting: str) -> Topic:
    topic.state, topic.meeting = state, meeting
    session.add(topic)
    session.flush()
    audit.record(session, actor, deed, f"topic:{topic.id}", meeting=meeting)
    return topic


def _check_editable(draft: TopicDraft) -> None:
    if draft.state not in rules.EDITABLE:
        raise rules.NotEditable(state=DRAFT_STATES[draft.state])


def _check_passing(session: Session, draft: TopicDraft, actor: Actor, now: datetime) -> None:
    """Only the town's own secretary passes (审定), and only what was submitted."""
    if draft.state is not DraftState.SUBMITTED:
        raise rules.NotSubmitted
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    if not any(r.role is Role.SECRETARY and r.town_id == draft.town_id for r in roles):
        raise rules.NotTheSecretary
