"""Reading logs: one's own, and those of the postings that a reader may read. Others find nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.calendar import queries as calendar
from app.files import gateways as store
from app.jottings import queries as jottings
from app.kit import fulltext
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.logs import rules
from app.logs.models import KINDS, Leave, LogEntry, LogIndex, LogPhoto
from app.logs.rules import Term
from app.partnerships import queries as partnerships
from app.secondments import queries as secondments
from app.secondments.models import Secondment
from app.secondments.rules import Reader, Standing

MOST_HITS = 500  # of a search; who finds more adds a word


@dataclass(frozen=True)
class Day:
    """One day of a month's page."""

    day: date
    in_month: bool
    in_term: bool
    is_working_day: bool
    name: str
    entry_id: UUID | None
    is_late: bool
    is_leave: bool
    has_draft: bool
    may_write: bool


@dataclass(frozen=True)
class Week:
    """`written` of `expected`; `is_short` only when the week is over."""

    days: tuple[Day, ...]
    written: int
    expected: int
    is_short: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: tuple[Week, ...]
    entries: tuple[LogEntry, ...]
    warning: Any

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Found:
    """A hit of the search: the entry, whose it is, and the passage around the first word."""

    entry: LogEntry
    person: str
    passage: str


def term_of(posting: Secondment) -> Term:
    return Term(posting.from_on, posting.until_on)


def get_posting(session: Session, secondment_id: UUID, *, reader: Reader, now: datetime) -> Standing:
    """The posting, for those who may read its log."""
    standing = secondments.get_secondment(session, secondment_id, reader=reader, now=now)
    if not standing.may_read_log:
        raise NotFound
    return standing


def get_own(session: Session, secondment_id: UUID, *, reader: Reader, now: datetime) -> Secondment:
    """The reader's own posting; nobody else writes its log."""
    standing = get_posting(session, secondment_id, reader=reader, now=now)
    if not standing.is_secondee:
        raise NotFound
    return standing.posting


def get_entry(session: Session, entry_id: UUID, *, reader: Reader, now: datetime) -> tuple[LogEntry, Standing]:
    """For its author, both mentors, and the organisation members and secretaries of both towns."""
    entry = session.exec(select(LogEntry).where(LogEntry.id == entry_id)).first()
    if entry is None:
        raise NotFound
    return entry, get_posting(session, entry.secondment_id, reader=reader, now=now)


def get_own_entry(session: Session, entry_id: UUID, *, reader: Reader, now: datetime) -> tuple[LogEntry, Secondment]:
    entry, standing = get_entry(session, entry_id, reader=reader, now=now)
    if not standing.is_secondee:
        raise NotFound
    return entry, standing.posting


def get_photo(
    session: Session, photo_id: UUID, *, reader: Reader, now: datetime
) -> tuple[LogPhoto, LogEntry, Standing]:
    photo = session.exec(select(LogPhoto).where(LogPhoto.id == photo_id)).first()
    if photo is None:
        raise NotFound
    return (photo, *get_entry(session, photo.entry_id, reader=reader, now=now))


def picture_of(photo: LogPhoto, *, small: bool) -> bytes:
    return store.read(photo.small if small else photo.large)


def find_on(session: Session, secondment_id: UUID, day: date) -> LogEntry | None:
    return session.exec(select(LogEntry).where(LogEntry.secondment_id == secondment_id, LogEntry.day == day)).first()


def entries_of(
    session: Session, secondment_id: UUID, first: date | None = None, last: date | None = None
) -> Sequence[LogEntry]:
    """A posting's log from `first` to `last`, by day."""
    found = select(LogEntry).where(LogEntry.secondment_id == secondment_id)
    if first:
        found = found.where(LogEntry.day >= first)
    if last:
        found = found.where(LogEntry.day <= last)
    return session.exec(found.order_by(col(LogEntry.day))).all()


def last_of(session: Session, secondment_id: UUID) -> LogEntry | None:
    """The latest entry: what the form offers again."""
    found = select(LogEntry).where(LogEntry.secondment_id == secondment_id)
    return session.exec(found.order_by(col(LogEntry.day).desc()).limit(1)).first()


def photos_of(session: Session, entry_ids: Iterable[UUID]) -> dict[UUID, list[LogPhoto]]:
    """The photos of each entry in their order."""
    found = select(LogPhoto).where(col(LogPhoto.entry_id).in_(list(entry_ids)))
    sorted_out: dict[UUID, list[LogPhoto]] = defaultdict(list)
    for photo in session.exec(found.order_by(col(LogPhoto.entry_id), col(LogPhoto.place))):
        sorted_out[photo.entry_id].append(photo)
    return sorted_out


def leaves_of(session: Session, secondment_id: UUID) -> Sequence[Leave]:
    """The leaves of a posting that stand, by day."""
    found = select(Leave).where(Leave.secondment_id == secondment_id, col(Leave.cancelled_at).is_(None))
    return session.exec(found.order_by(col(Leave.from_on))).all()


def get_leave(session: Session, leave_id: UUID, *, reader: Reader, now: datetime) -> tuple[Leave, Standing]:
    leave = session.exec(select(Leave).where(Leave.id == leave_id)).first()
    if leave is None:
        raise NotFound
    return leave, get_posting(session, leave.secondment_id, reader=reader, now=now)


def counts_of(session: Session, secondment_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many entries each posting has."""
    found = select(LogEntry.secondment_id, sa.func.count()).where(col(LogEntry.secondment_id).in_(list(secondment_ids)))
    rows = session.exec(found.group_by(col(LogEntry.secondment_id)).order_by(col(LogEntry.secondment_id)))
    return dict(rows.all())


def per_week_of(session: Session, posting: Secondment) -> int:
    return partnerships.terms_of(session, posting.partnership_id).logs_per_week


def month_of(session: Session, standing: Standing, first: date, *, today: date) -> Month:
    """A month of a posting's log, whole weeks, with what was expected of each."""
    posting = standing.posting
    start = first - timedelta(days=first.weekday())
    end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    end += timedelta(days=6 - end.weekday())
    days = calendar.get_working_days(session, posting.partnership_id, start, end)
    entries = entries_of(session, posting.id, start, end)
    known = _Known(
        term=term_of(posting),
        first=first,
        entries={e.day: e for e in entries},
        away=rules.leave_days(leaves_of(session, posting.id)),
        drafts=_drafts(session, standing),
        today=today,
        is_own=standing.is_secondee,
        days=days,
    )
    per_week = per_week_of(session, posting)
    weeks = tuple(_week(known, start + timedelta(days=n), per_week) for n in range(0, (end - start).days + 1, 7))
    shown = tuple(e for e in entries if e.day.replace(day=1) == first)[::-1]
    return Month(first, weeks, shown, days.warning(first, end))


@dataclass(frozen=True)
class _Known:
    term: Term
    first: date
    entries: dict[date, LogEntry]
    away: frozenset[date]
    drafts: frozenset[date]
    today: date
    is_own: bool
    days: Any


def _drafts(session: Session, standing: Standing) -> frozenset[date]:
    if not standing.is_secondee:
        return frozenset()
    posting = standing.posting
    return frozenset(jottings.days_of(session, person_id=posting.person_id, secondment_id=posting.id))


def _week(known: _Known, monday: date, per_week: int) -> Week:
    days = tuple(_day(known, monday + timedelta(days=n)) for n in range(7))
    sunday = monday + timedelta(days=6)
    to_write = rules.days_to_write(known.days, monday, sunday, term=known.term, away=known.away)
    expected, written = rules.expected(len(to_write), per_week), sum(1 for d in days if d.entry_id)
    return Week(days, written, expected, is_short=sunday < known.today and written < expected)


def _day(known: _Known, day: date) -> Day:
    entry = known.entries.get(day)
    open_to_write = known.is_own and day in known.term and day not in known.away and not entry
    return Day(
        day=day,
        in_month=day.month == known.first.month,
        in_term=day in known.term,
        is_working_day=known.days.is_working_day(day),
        name=known.days.name_of(day) if day.weekday() < 5 or known.days.is_working_day(day) else "",
        entry_id=entry.id if entry else None,
        is_late=bool(entry and entry.is_late),
        is_leave=day in known.away,
        has_draft=day in known.drafts and not entry,
        may_write=open_to_write and timedelta(0) <= known.today - day <= rules.LATEST,
    )


def select_matching(session: Session, reader: Reader, text: str, now: datetime) -> sa.Select[Any]:
    """The latest entries (`MOST_HITS` at most) that the reader may read and that hold every word."""
    mine = [s.posting.id for s in secondments.readable(session, reader, now) if s.may_read_log]
    texts = [col(LogEntry.done), col(LogEntry.learned), col(LogEntry.suggestion)]
    near = (
        sa.select(col(LogIndex.entry_id))
        .where(col(LogIndex.secondment_id).in_(mine), fulltext.matches(LogIndex, text, dialect(session)))
        .order_by(col(LogIndex.day).desc(), col(LogIndex.entry_id))
        .limit(MOST_HITS)
    )
    found = sa.select(LogEntry).where(col(LogEntry.id).in_(near), fulltext.says(text, texts))
    return found.order_by(col(LogEntry.day).desc(), col(LogEntry.id))


def found_in(session: Session, entries: Sequence[LogEntry], text: str) -> list[Found]:
    """Each hit with its author and the passage around the first word that was sought."""
    names = accounts.names_of(session, {e.person_id for e in entries})
    words = fulltext.words_of(text)
    return [Found(e, names.get(e.person_id, ""), rules.passage(_text(e), words)) for e in entries]


def _text(entry: LogEntry) -> str:
    return " ".join(part for part in (entry.done, entry.learned, entry.suggestion) if part)


def index_of(entry: LogEntry) -> LogIndex:
    """What is kept for finding an entry."""
    words = fulltext.index_of(rules.searchable(KINDS[entry.kind], entry))
    return LogIndex(entry_id=entry.id, secondment_id=entry.secondment_id, day=entry.day, words=words)
