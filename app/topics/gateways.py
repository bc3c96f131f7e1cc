"""Who hears of a topic: its own 书记, its proposer, the other towns' clerks. Leaves as rows of the outbox."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.notifications import actions as notifications
from app.topics.models import Topic, TopicDraft
from app.towns import queries as towns


def tell_secretary(session: Session, draft: TopicDraft, now: datetime) -> None:
    notifications.tell_town(
        session,
        town_id=draft.town_id,
        roles={Role.SECRETARY},
        kind="topics.submitted",
        event=f"topic_draft:{draft.id}:submitted:{now:%Y%m%dT%H%M%S}",
        title="有议题待审定",
        text=draft.title,
        url=f"/topics/drafts/{draft.id}",
    )


def tell_proposer(session: Session, draft: TopicDraft, title: str, text: str, now: datetime) -> None:
    if draft.person_id:
        notifications.tell(
            session,
            person_id=draft.person_id,
            town_id=draft.town_id,
            kind="topics.answered",
            event=f"topic_draft:{draft.id}:answered:{now:%Y%m%dT%H%M%S}",
            title=title,
            text=text,
            url=f"/topics/drafts/{draft.id}",
        )


def tell_others(session: Session, topic: Topic, what: str, title: str, now: datetime) -> None:
    """The clerks of the other towns."""
    for town in towns.towns_of(session, topic.partnership_id):
        if town.id != topic.town_id:
            event = f"topic:{topic.id}:{what}:{now:%Y%m%dT%H%M%S}"
            _tell_clerks(session, town.id, topic, f"topics.{what}", event, title, topic.title)


def tell_nod(session: Session, topic: Topic, meeting: str, town_id: UUID) -> None:
    event = f"topic:{topic.id}:nodded:{meeting}:{town_id}"
    text = f"《{topic.title}》可列入议程"
    _tell_clerks(session, topic.town_id, topic, "topics.nodded", event, "逾期议题已获同意", text)


def _tell_clerks(session: Session, town_id: UUID, topic: Topic, kind: str, event: str, title: str, text: str) -> None:
    url = f"/topics/{topic.id}"
    told = {"kind": kind, "event": event, "title": title, "text": text, "url": url}
    notifications.tell_town(session, town_id=town_id, roles={Role.CLERK}, **told)
