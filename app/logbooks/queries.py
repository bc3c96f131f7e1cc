"""Gathering a posting's log book: facts, entries by month, what was said, the 挂职总结."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.discretion.rules import masked
from app.kit.clock import chinese_date, weekday_name
from app.logbooks import rules
from app.logbooks.models import Book, EntryPart, MonthPart, Photo, Said
from app.logs import queries as logs
from app.logs.models import KINDS, LogEntry, LogPhoto
from app.logs.rules import names_in
from app.reviews import queries as reviews
from app.reviews.models import GRADES, SIDES, Comment, MonthRating, Side
from app.secondments import queries as secondments
from app.secondments.models import Secondment
from app.secondments.rules import Facts
from app.summaries import queries as summaries
from app.towns import queries as towns

Mask = Callable[[str], str]


@dataclass(frozen=True)
class Bound:
    """A book and the pictures it names."""

    book: Book
    pictures: dict[str, bytes]


def gather(session: Session, posting: Secondment, *, today: date, is_masked: bool = True) -> Bound:
    """Everything that is printed, residents' names masked unless somebody may and says why. Raises NothingToPrint."""
    entries = logs.entries_of(session, posting.id)
    if not entries:
        raise rules.NothingToPrint
    facts = secondments.facts_of(session, [posting])[posting.id]
    names = frozenset(name for e in entries for name in names_in(e.names))
    mask: Mask = (lambda text: masked(text, names)) if is_masked else str
    photos, pictures = _photos(session, entries)
    comments = reviews.comments_of(session, [e.id for e in entries])
    people = accounts.names_of(session, {c.author_id for said in comments.values() for c in said})
    parts = [_entry(e, mask, photos, comments[e.id], people) for e in entries]
    book = Book(
        person=facts.person,
        partnership=towns.get_partnership(session, posting.partnership_id, reader_town_id=posting.home_town_id).name,
        span=f"{chinese_date(posting.from_on)}至{chinese_date(posting.until_on)}",
        facts=_facts(posting, facts, entries),
        months=_months(entries, parts, reviews.ratings_of(session, posting.id), mask),
        summary=tuple(mask(summaries.confirmed_text(session, posting.id)).splitlines()),
        is_masked=is_masked,
        made_on=chinese_date(today),
    )
    return Bound(book, pictures)


def _facts(posting: Secondment, facts: Facts, entries: Sequence[LogEntry]) -> tuple[tuple[str, str], ...]:
    hours = sum(e.minutes or 0 for e in entries) / 60
    return (
        ("姓名", facts.person),
        ("派出单位", f"{facts.home_town}{facts.home_unit.removeprefix(facts.home_town)}"),
        ("挂职单位", f"{facts.host_town}{facts.host_unit.removeprefix(facts.host_town)}"),
        ("挂任职务", facts.post),
        ("挂职期间", f"{chinese_date(posting.from_on)}至{chinese_date(posting.until_on)}"),
        ("派出单位带教人", facts.home_mentor),
        ("挂职单位带教人", facts.host_mentor),
        ("日志", f"{len(entries)}篇" + (f"，记录工作{round(hours, 1):g}小时" if hours else "")),
    )


def _photos(
    session: Session, entries: Sequence[LogEntry]
) -> tuple[dict[UUID, tuple[list[LogPhoto], int]], dict[str, bytes]]:
    """Of each entry the photos that have room and how many were left out; and the bytes by name."""
    of_entry = logs.photos_of(session, [e.id for e in entries])
    data = {p.id: logs.picture_of(p, small=True) for photos in of_entry.values() for p in photos}
    chosen = rules.choose_photos({i: [len(data[p.id]) for p in photos] for i, photos in of_entry.items()})
    printed = {i: (photos[: chosen[i]], len(photos) - chosen[i]) for i, photos in of_entry.items()}
    pictures = {_name(p): data[p.id] for photos, _ in printed.values() for p in photos}
    return printed, pictures


def _name(photo: LogPhoto) -> str:
    return f"photo-{photo.id.hex}"


def _entry(
    entry: LogEntry,
    mask: Mask,
    photos: dict[UUID, tuple[list[LogPhoto], int]],
    comments: Sequence[Comment],
    people: dict[UUID, str],
) -> EntryPart:
    printed, left_out = photos.get(entry.id, ([], 0))
    return EntryPart(
        anchor=f"e-{entry.day:%Y%m%d}",
        day=f"{chinese_date(entry.day)} {weekday_name(entry.day)}",
        kind=KINDS[entry.kind],
        is_late=entry.is_late,
        hours=f"{round(entry.minutes / 60, 1):g}小时" if entry.minutes else "",
        done=mask(entry.done),
        learned=mask(entry.learned),
        suggestion=mask(entry.suggestion),
        photos=tuple(Photo(_name(p)) for p in printed),
        left_out=left_out,
        comments=tuple(Said(people[c.author_id], mask(c.text)) for c in comments),
    )


def _months(
    entries: Sequence[LogEntry], parts: Sequence[EntryPart], ratings: dict[tuple[date, Side], MonthRating], mask: Mask
) -> tuple[MonthPart, ...]:
    by_month: dict[date, list[EntryPart]] = defaultdict(list)
    for entry, part in zip(entries, parts, strict=True):
        by_month[entry.day.replace(day=1)].append(part)
    return tuple(
        MonthPart(
            anchor=f"m-{month:%Y%m}",
            title=f"{month.year}年{month.month}月",
            ratings=tuple(
                Said(SIDES[side], "。".join(p for p in (GRADES[r.grade], mask(r.text)) if p))
                for side in Side
                if (r := ratings.get((month, side)))
            ),
            entries=tuple(found),
        )
        for month, found in sorted(by_month.items())
    )
