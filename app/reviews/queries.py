"""What was said to a log, what is unread, and each posting as a line of the list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.kit import clock
from app.logs import queries as logs
from app.logs.models import LogEntry, LogPhoto
from app.reviews import rules
from app.reviews.models import Comment, MonthRating, Reading, Side
from app.secondments import queries as secondments
from app.secondments.rules import Facts, Reader, Standing, State


@dataclass(frozen=True)
class Said:
    """A comment as the page shows it."""

    who: str
    text: str
    at: datetime
    is_author: bool


@dataclass(frozen=True)
class EntryView:
    entry: LogEntry
    photos: Sequence[LogPhoto]
    comments: Sequence[Said]
    is_unread: bool


@dataclass(frozen=True)
class PostingLine:
    """One posting in the list of logs that a reader may read."""

    standing: Standing
    facts: Facts
    entries: int
    unread: int
    last_on: date | None


@dataclass(frozen=True)
class Waiting:
    """A line of somebody's to-do list."""

    title: str
    url: str
    text: str = ""


def comments_of(session: Session, entry_ids: Iterable[UUID]) -> dict[UUID, list[Comment]]:
    """What was said to each entry, in its order."""
    found = select(Comment).where(col(Comment.entry_id).in_(list(entry_ids)))
    said: dict[UUID, list[Comment]] = defaultdict(list)
    for comment in session.exec(found.order_by(col(Comment.at), col(Comment.id))):
        said[comment.entry_id].append(comment)
    return said


def views_of(session: Session, entries: Sequence[LogEntry], *, reader_id: UUID) -> list[EntryView]:
    """Entries with their photos and comments, in four statements however many they are."""
    ids = [e.id for e in entries]
    photos, comments = logs.photos_of(session, ids), comments_of(session, ids)
    names = accounts.names_of(session, {c.author_id for said in comments.values() for c in said})
    read = _read(session, ids, reader_id)
    return [
        EntryView(
            entry=e,
            photos=photos.get(e.id, []),
            comments=[Said(names[c.author_id], c.text, c.at, c.author_id == e.person_id) for c in comments[e.id]],
            is_unread=e.person_id != reader_id and e.id not in read,
        )
        for e in entries
    ]


def ratings_of(session: Session, secondment_id: UUID) -> dict[tuple[date, Side], MonthRating]:
    found = select(MonthRating).where(MonthRating.secondment_id == secondment_id)
    rows = session.exec(found.order_by(col(MonthRating.month), col(MonthRating.side)))
    return {(r.month, r.side): r for r in rows}


def find_rating(session: Session, secondment_id: UUID, month: date, side: Side) -> MonthRating | None:
    return ratings_of(session, secondment_id).get((month, side))


def lines_of(session: Session, reader: Reader, *, now: datetime) -> list[PostingLine]:
    """Every posting whose log the reader may read, the newest first."""
    readable = [s for s in secondments.readable(session, reader, now) if s.may_read_log]
    ids = [s.posting.id for s in readable]
    facts = secondments.facts_of(session, [s.posting for s in readable])
    counts, unread, last = logs.counts_of(session, ids), _unread(session, ids, reader.person_id), _last(session, ids)
    return [
        PostingLine(s, facts[s.posting.id], counts.get(i, 0), 0 if s.is_secondee else unread.get(i, 0), last.get(i))
        for s, i in ((s, s.posting.id) for s in readable)
    ]


def waiting_for(session: Session, reader: Reader, *, now: datetime) -> list[Waiting]:
    """The to-do list: the secondee's week, what a mentor has not read, and last month's word of a mentor."""
    today = clock.to_town(now).date()
    found = []
    for line in lines_of(session, reader, now=now):
        if line.standing.is_secondee:
            found += _of_author(session, line, today)
        elif side := rules.side_of(line.standing):
            found += _of_mentor(session, line, side, today)
    return found


def _of_author(session: Session, line: PostingLine, today: date) -> list[Waiting]:
    posting = line.standing.posting
    if line.standing.state is not State.ACTIVE:
        return []
    monday = today - timedelta(days=today.weekday())
    written, asked = len(logs.entries_of(session, posting.id, monday, today)), logs.per_week_of(session, posting)
    if written >= asked:
        return []
    return [Waiting("写交流日志", f"/secondments/{posting.id}/log/new", f"本周已写{written}篇，一般每周{asked}篇")]


def _of_mentor(session: Session, line: PostingLine, side: Side, today: date) -> list[Waiting]:
    posting, name, found = line.standing.posting, line.facts.person, []
    if line.unread:
        found.append(Waiting(f"{name}有{line.unread}篇交流日志未读", f"/secondments/{posting.id}/log"))
    over = [m for m in rules.months_of(posting.from_on, posting.until_on, today) if rules.next_month(m) <= today]
    for month in to_rate(session, line.standing, side, over[:1]):
        url = f"/secondments/{posting.id}/log?month={month:%Y-%m}"
        found.append(Waiting(f"评价{name}{month.year}年{month.month}月的工作", url))
    return found


def unread_of(session: Session, reader: Reader, *, now: datetime) -> int:
    """How many entries wait for a mentor: for the to-do list."""
    mine = [s.posting.id for s in secondments.readable(session, reader, now) if s.may_read_log and s.is_mentor]
    return sum(_unread(session, mine, reader.person_id).values())


def to_rate(session: Session, standing: Standing, side: Side, months: Sequence[date]) -> list[date]:
    """The months with entries that this mentor has not rated yet, the latest first."""
    rated = ratings_of(session, standing.posting.id)
    written = {e.day.replace(day=1) for e in logs.entries_of(session, standing.posting.id)}
    return [m for m in months if m in written and (m, side) not in rated]


def _read(session: Session, entry_ids: Sequence[UUID], reader_id: UUID) -> set[UUID]:
    found = select(Reading.entry_id).where(Reading.person_id == reader_id, col(Reading.entry_id).in_(entry_ids))
    return set(session.exec(found.order_by(col(Reading.entry_id))))


def _unread(session: Session, secondment_ids: Sequence[UUID], reader_id: UUID) -> dict[UUID, int]:
    read = sa.exists().where(col(Reading.entry_id) == col(LogEntry.id), col(Reading.person_id) == reader_id)
    found = (
        select(LogEntry.secondment_id, sa.func.count())
        .where(col(LogEntry.secondment_id).in_(secondment_ids), col(LogEntry.person_id) != reader_id, ~read)
        .group_by(col(LogEntry.secondment_id))
    )
    return dict(session.exec(found.order_by(col(LogEntry.secondment_id))).all())


def _last(session: Session, secondment_ids: Sequence[UUID]) -> dict[UUID, date]:
    found = select(LogEntry.secondment_id, sa.func.max(LogEntry.day)).where(
        col(LogEntry.secondment_id).in_(secondment_ids)
    )
    rows = session.exec(found.group_by(col(LogEntry.secondment_id)).order_by(col(LogEntry.secondment_id)))
    return dict(rows.all())
