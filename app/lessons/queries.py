"""Finding 经验做法 in a partnership, and what the towns made of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.files import gateways as store
from app.kit import fulltext
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.lessons import rules
from app.lessons.models import OUTCOMES, Briefing, Lesson, LessonFile, LessonIndex, LessonPhoto, LessonUse, Outcome
from app.towns import queries as towns
from app.towns.models import Unit


@dataclass(frozen=True)
class Card:
    """A lesson as a line of the list."""

    lesson: Lesson
    town: str
    tags: list[str]
    uses: int
    photo_id: UUID | None


@dataclass(frozen=True)
class Use:
    town: str
    unit: str
    who: str
    tried_on: date
    outcome: str
    is_good: bool
    result: str


def get_lesson(session: Session, lesson_id: UUID) -> Lesson:
    """For every town of the partnership."""
    found = session.exec(select(Lesson).where(Lesson.id == lesson_id)).first()
    if found is None:
        raise NotFound
    return found


def find_for_source(session: Session, source: str) -> Lesson | None:
    return session.exec(select(Lesson).where(Lesson.source == source).order_by(col(Lesson.published_at))).first()


def select_of(session: Session, *, text: str = "", tag: str = "") -> sa.Select[Any]:
    """The cards in reach that hold every word, the newest first."""
    found = sa.select(Lesson)
    if text.strip():
        texts = [col(Lesson.title), col(Lesson.practice), col(Lesson.effect), col(Lesson.tags)]
        found = found.where(fulltext.holds(col(Lesson.id), LessonIndex, text, texts, dialect(session)))
    if tag.strip():
        found = found.where(col(Lesson.tags).icontains(tag.strip(), autoescape=True))
    return found.order_by(col(Lesson.published_at).desc(), col(Lesson.id))


def cards_of(session: Session, lessons: Sequence[Lesson]) -> list[Card]:
    ids = [one.id for one in lessons]
    names = towns.names_of(session, [one.from_town_id for one in lessons])
    counted = select(LessonUse.lesson_id, sa.func.count()).where(col(LessonUse.lesson_id).in_(ids))
    uses = dict(session.exec(counted.group_by(col(LessonUse.lesson_id)).order_by(col(LessonUse.lesson_id))).all())
    first = {p.lesson_id: p.id for p in _photos(session, ids) if p.place == 1}
    return [
        Card(one, names[one.from_town_id], rules.tags_of(one), uses.get(one.id, 0), first.get(one.id))
        for one in lessons
    ]


def tags_in_use(session: Session, most: int = 20) -> list[str]:
    """The tags in reach, the most used first."""
    found = session.exec(select(Lesson.tags).where(Lesson.tags != "").order_by(col(Lesson.id)))
    counted = Counter(tag for tags in found for tag in tags.split("、") if tag)
    return [tag for tag, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]]


def photos_of(session: Session, lesson_id: UUID) -> Sequence[LessonPhoto]:
    return _photos(session, [lesson_id])


def get_photo(session: Session, photo_id: UUID) -> LessonPhoto:
    found = session.exec(select(LessonPhoto).where(LessonPhoto.id == photo_id)).first()
    if found is None:
        raise NotFound
    return found


def picture_of(photo: LessonPhoto, *, small: bool) -> bytes:
    return store.read(photo.small if small else photo.large)


def files_of(session: Session, lesson_id: UUID) -> Sequence[LessonFile]:
    found = select(LessonFile).where(LessonFile.lesson_id == lesson_id)
    return session.exec(found.order_by(col(LessonFile.name), col(LessonFile.id))).all()


def uses_of(session: Session, lesson_id: UUID) -> list[Use]:
    """我们试了: the latest first."""
    found = select(LessonUse).where(LessonUse.lesson_id == lesson_id)
    rows = session.exec(found.order_by(col(LessonUse.tried_on).desc(), col(LessonUse.id))).all()
    names = towns.names_of(session, [u.town_id for u in rows])
    people = accounts.names_of(session, {u.person_id for u in rows})
    units = _unit_names(session, {u.unit_id for u in rows})
    return [
        Use(
            names[u.town_id],
            units[u.unit_id],
            people.get(u.person_id, ""),
            u.tried_on,
            OUTCOMES[u.outcome],
            u.outcome is Outcome.WORKED,
            u.result,
        )
        for u in rows
    ]


def briefings_of(session: Session, town_id: UUID, lesson_id: UUID) -> Sequence[Briefing]:
    """The town's own 工作简报 about a card."""
    found = select(Briefing).where(Briefing.town_id == town_id, Briefing.lesson_id == lesson_id)
    return session.exec(found.order_by(col(Briefing.year).desc(), col(Briefing.number).desc())).all()


def last_number(session: Session, town_id: UUID, year: int) -> int:
    found = select(sa.func.max(Briefing.number)).where(Briefing.town_id == town_id, Briefing.year == year)
    return session.exec(found).one() or 0


def counts_by_secondment(session: Session, secondment_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many cards came out of each posting."""
    ids = list(secondment_ids)
    found = select(Lesson.secondment_id, sa.func.count()).where(col(Lesson.secondment_id).in_(ids))
    rows = session.exec(found.group_by(col(Lesson.secondment_id)).order_by(col(Lesson.secondment_id)))
    return {i: n for i, n in rows if i}


def adopted_by_town(session: Session, first: date, last: date) -> dict[UUID, int]:
    """How many cards of others each town put to use between two days, both included."""
    found = (
        select(LessonUse.town_id, sa.func.count(sa.distinct(col(LessonUse.lesson_id))))
        .join(Lesson, col(Lesson.id) == col(LessonUse.lesson_id))
        .where(LessonUse.tried_on >= first, LessonUse.tried_on <= last)
        .where(col(Lesson.from_town_id) != col(LessonUse.town_id))
    )
    rows = session.exec(found.group_by(col(LessonUse.town_id)).order_by(col(LessonUse.town_id)))
    return dict(rows.all())


def _photos(session: Session, lesson_ids: Sequence[UUID]) -> Sequence[LessonPhoto]:
    found = select(LessonPhoto).where(col(LessonPhoto.lesson_id).in_(lesson_ids))
    return session.exec(found.order_by(col(LessonPhoto.lesson_id), col(LessonPhoto.place))).all()


def _unit_names(session: Session, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(list(unit_ids))).order_by(col(Unit.name)))
    return dict(rows.all())
