"""Reading an agenda: its items in order, with hours, papers, and as a sheet or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.agenda import rules
from app.agenda.models import OPENING_MINUTES, OPENING_TITLE, AgendaItem, ItemKind, opening_id
from app.kit.clock import wall_time
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting
from app.sheets.models import Agenda, Fact
from app.sheets.models import AgendaItem as SheetItem
from app.topics import queries as topics
from app.towns import queries as towns


@dataclass(frozen=True)
class Timed:
    """An item with its hour and its papers."""

    id: UUID
    number: int
    kind: ItemKind
    topic_id: UUID | None
    title: str
    presenter: str
    town: str
    town_id: UUID | None
    minutes: int
    starts_at: datetime
    papers: tuple[topics.Paper, ...]
    is_first: bool
    is_last: bool


def topics_of(session: Session, meeting_id: UUID) -> Sequence[AgendaItem]:
    """The placed topics in order."""
    found = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.kind == ItemKind.TOPIC)
    return session.exec(found.order_by(col(AgendaItem.place), col(AgendaItem.id))).all()


def opening_of(session: Session, meeting: Meeting) -> AgendaItem:
    """上次议定事项落实情况: the row if somebody has touched it, else what it would be."""
    found = session.exec(select(AgendaItem).where(AgendaItem.id == opening_id(meeting.id))).first()
    return found or AgendaItem(
        id=opening_id(meeting.id),
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        kind=ItemKind.FOLLOWUPS,
        title=OPENING_TITLE,
        minutes=OPENING_MINUTES,
        place=0,
    )


def items_of(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """Every item in order; the opening item stands first on every agenda."""
    return [opening_of(session, meeting), *topics_of(session, meeting.id)]


def get_item(session: Session, item_id: UUID, *, meeting: Meeting) -> AgendaItem:
    found = next((i for i in items_of(session, meeting) if i.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def timed(session: Session, meeting: Meeting) -> list[Timed]:
    items = items_of(session, meeting)
    begins = rules.starts_of(items, meeting.starts_at)
    names = towns.names_of(session, [i.town_id for i in items if i.town_id])
    return [
        Timed(
            id=item.id,
            number=number,
            kind=item.kind,
            topic_id=item.topic_id,
            title=item.title,
            presenter=item.presenter,
            town=names.get(item.town_id, "") if item.town_id else "",
            town_id=item.town_id,
            minutes=item.minutes,
            starts_at=begin,
            papers=topics.papers_of(session, item.topic_id) if item.topic_id else (),
            is_first=number == 2,
            is_last=number == len(items),
        )
        for number, (item, begin) in enumerate(zip(items, begins, strict=True), 1)
    ]


def load_of(session: Session, meeting: Meeting) -> rules.Load:
    return rules.load_of(items_of(session, meeting), meeting.minutes)


def sheet(session: Session, meeting: Meeting) -> Agenda:
    """The printed agenda."""
    told = meetings.telling_of(session, meeting)
    return Agenda(
        title=f"{told.name}议程",
        facts=(
            Fact(label="时间", value=meeting_rules.when(meeting.starts_at, meeting.ends_at)),
            Fact(label="地点", value=told.place),
            Fact(label="承办", value=told.host),
        ),
        items=tuple(
            SheetItem(
                title=item.title,
                starts=wall_time(item.starts_at),
                minutes=item.minutes,
                presenter=" ".join(filter(None, (item.town, item.presenter))),
            )
            for item in timed(session, meeting)
        ),
    )


def plain_text(session: Session, meeting: Meeting) -> str:
    """复制文字: the agenda for a chat group."""
    lines = [
        f"{item.number}. {wall_time(item.starts_at)} {item.title}" + (f"（{item.town}）" if item.town else "")
        for item in timed(session, meeting)
    ]
    return meeting_rules.notice_text("会议议程", meetings.telling_of(session, meeting), *lines)
