"""Putting the agenda together. Every deed holds the meeting's row, so that two clerks do not overwrite each other."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.agenda import queries, rules
from app.agenda.models import AgendaItem, ItemDraft, ItemKind
from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.text import content_hash
from app.meetings import actions as meetings_actions
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.notifications import actions as notifications
from app.participants import queries as participants
from app.topics import actions as topic_actions
from app.topics import queries as topics


def place_topic(session: Session, meeting: Meeting, topic_id: UUID, *, actor: Actor, now: datetime) -> AgendaItem:
    """Put a topic of the pool at the end of the agenda. A late one needs the other clerk's nod, else it is refused."""
    rules.check_open(meeting)
    topic = topics.get_topic(session, topic_id)
    if topic.partnership_id != meeting.partnership_id:
        raise rules.OtherPartnership
    rules.check_placer(meeting, topic.town_id, actor.town_id)
    topic_actions.mark_placed(session, topic.id, meeting=meetings_actions.subject(meeting), actor=actor, now=now)
    placed = queries.topics_of(session, meeting.id)
    item = AgendaItem(
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        topic_id=topic.id,
        town_id=topic.town_id,
        title=topic.title,
        presenter=topic.presenter,
        minutes=topic.minutes,
        place=max((i.place for i in placed), default=0) + 1,
    )
    session.add(item)
    session.flush()
    audit.record(session, actor, "agenda.place_topic", f"agenda_item:{item.id}", topic=topic.id, meeting=meeting.id)
    return item


def take_off(session: Session, meeting: Meeting, item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    """The topic goes back to the pool."""
    rules.check_open(meeting)
    rules.check_movable(item)
    rules.check_placer(meeting, item.town_id, actor.town_id)
    if item.topic_id:
        topic_actions.put_back(session, item.topic_id, actor=actor, now=now)
    session.delete(item)
    session.flush()
    audit.record(session, actor, "agenda.take_off", f"agenda_item:{item.id}", topic=item.topic_id)


def move(session: Session, meeting: Meeting, item: AgendaItem, step: int, *, actor: Actor) -> None:
    """One place up (-1) or down (+1)."""
    rules.check_movable(item)
    order = [i.id for i in queries.topics_of(session, meeting.id)]
    arrange(session, meeting, rules.moved(order, item.id, step), actor=actor)


def arrange(session: Session, meeting: Meeting, order: Sequence[UUID], *, actor: Actor) -> None:
    """Put the topics into this order, which must name each of them once."""
    rules.check_open(meeting)
    rules.check_orderer(meeting, actor.town_id)
    items = {item.id: item for item in queries.topics_of(session, meeting.id)}
    rules.check_same(items.values(), order)
    for place, item_id in enumerate(order, 1):
        items[item_id].place = place
        session.add(items[item_id])
    session.flush()
    audit.record(session, actor, "agenda.arrange", f"meeting:{meeting.id}", order=list(order))


def fit(session: Session, meeting: Meeting, item: AgendaItem, draft: ItemDraft, *, actor: Actor) -> None:
    """Fit an item's presenter and minutes to the day."""
    rules.check_open(meeting)
    rules.check_orderer(meeting, actor.town_id)
    item.minutes = draft.minutes
    item.presenter = draft.presenter if item.kind is ItemKind.TOPIC else ""
    session.add(item)
    session.flush()
    audit.record(session, actor, "agenda.fit", f"agenda_item:{item.id}", minutes=draft.minutes)


def announce(session: Session, meeting: Meeting, *, actor: Actor) -> None:
    """Tell everybody the agenda as it stands; the same agenda is told once."""
    rules.check_open(meeting)
    rules.check_orderer(meeting, actor.town_id)
    text = queries.plain_text(session, meeting)
    notice = {
        "kind": "agenda.announced",
        "event": f"meeting:{meeting.id}:agenda:{content_hash(text)[:16]}",
        "title": f"会议议程：{meetings.name_of(session, meeting)}",
        "text": text,
        "url": f"/meetings/{meeting.id}/agenda",
    }
    for town in meetings.towns_in_order(session, meeting):
        notifications.tell_town(session, town_id=town.id, roles=meetings_actions.LEADERS, **notice)
    for listed in participants.with_accounts(session, meeting.id):
        notifications.tell(session, person_id=listed.person_id, town_id=listed.town_id, **notice)  # type: ignore[arg-type]  # has an account
    audit.record(session, actor, "agenda.announce", f"meeting:{meeting.id}")
