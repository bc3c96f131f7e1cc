"""What readers of a log do: comment, rate a month, mark as read. The caller commits."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.logs.models import LogEntry
from app.notifications import actions as notifications
from app.reviews import queries, rules
from app.reviews.models import GRADES, Comment, MonthRating, RatingDraft, Reading
from app.secondments.models import Secondment
from app.secondments.rules import Standing


def comment(
    session: Session, entry: LogEntry, standing: Standing, text: str, *, actor: Actor, now: datetime
) -> Comment:
    """A mentor's or leader's word, or the author's answer. The others who talk here are told."""
    assert actor.id  # noqa: S101  # a person speaks
    said = Comment(
        entry_id=entry.id,
        home_town_id=entry.home_town_id,
        host_town_id=entry.host_town_id,
        author_id=actor.id,
        text=text.strip()[:1000],
        at=now,
    )
    earlier = queries.comments_of(session, [entry.id])[entry.id]
    session.add(said)
    session.flush()
    if not standing.is_secondee:
        mark_read(session, [entry], person_id=actor.id, now=now)
    audit.record(session, actor, "reviews.comment", entry.subject, comment=said.id)
    told = dict.fromkeys([entry.person_id, *(c.author_id for c in earlier)])
    for person_id in told:
        if person_id != actor.id:
            _tell(
                session,
                standing.posting,
                person_id,
                kind="reviews.comment",
                event=f"comment:{said.id}",
                title=f"{actor.name}点评了{clock.chinese_date(entry.day)}的交流日志",
                text=said.text[:200],
                url=f"/log/{entry.id}",
            )
    return said


def rate_month(
    session: Session, standing: Standing, month: date, draft: RatingDraft, *, actor: Actor, now: datetime
) -> MonthRating:
    """A mentor's word on a month; said again, it replaces the earlier one. Refusals: NotAMentor, of the month."""
    posting, side = standing.posting, rules.side_of(standing)
    if side is None or actor.id is None:
        raise rules.NotAMentor
    today = clock.to_town(now).date()
    rules.check_month(month, from_on=posting.from_on, until_on=posting.until_on, today=today)
    rating = queries.find_rating(session, posting.id, month, side) or MonthRating(
        secondment_id=posting.id,
        home_town_id=posting.home_town_id,
        host_town_id=posting.host_town_id,
        month=month,
        side=side,
        mentor_id=actor.id,
        grade=draft.grade,
        rated_at=now,
    )
    rating.grade, rating.text, rating.mentor_id, rating.rated_at = draft.grade, draft.text, actor.id, now
    session.add(rating)
    session.flush()
    audit.record(session, actor, "reviews.rate_month", posting.subject, month=month.isoformat(), side=side)
    _tell(
        session,
        posting,
        posting.person_id,
        kind="reviews.rating",
        event=f"rating:{rating.id}:{clock.to_town(now):%Y%m%d}",
        title=f"{actor.name}评价了您{month.year}年{month.month}月的工作：{GRADES[draft.grade]}",
        text=draft.text,
        url=f"/secondments/{posting.id}/log?month={month:%Y-%m}",
    )
    return rating


def mark_read(session: Session, entries: Iterable[LogEntry], *, person_id: UUID, now: datetime) -> int:
    """Entries are read; how many were not before. The reader's own affair: no audit row."""
    ids = [e.id for e in entries]
    found = select(Reading.entry_id).where(Reading.person_id == person_id, col(Reading.entry_id).in_(ids))
    known: Sequence[UUID] = session.exec(found.order_by(col(Reading.entry_id))).all()
    fresh = [Reading(person_id=person_id, entry_id=i, read_at=now) for i in ids if i not in known]
    session.add_all(fresh)
    session.flush()
    return len(fresh)


def _tell(
    session: Session, posting: Secondment, person_id: UUID, *, kind: str, event: str, title: str, text: str, url: str
) -> None:
    town_id = posting.host_town_id if person_id == posting.host_mentor_id else posting.home_town_id
    notifications.tell(
        session, person_id=person_id, town_id=town_id, kind=kind, event=event, title=title, text=text, url=url
    )
