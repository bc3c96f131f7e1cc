"""From learning to change: a suggestion into a topic, a practice into a card, a card into a try. The caller commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Role
from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Kind, Upload
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.fulltext import index_of
from app.lessons import gateways, queries, rules
from app.lessons.models import Briefing, Lesson, LessonDraft, LessonFile, LessonIndex, LessonPhoto, LessonUse, UseDraft
from app.logs import queries as logs
from app.logs.models import LogEntry
from app.notifications import actions as notifications
from app.secondments.models import Secondment
from app.topics import actions as topics
from app.topics.models import TopicDraft
from app.towns import queries as towns

BRIEFINGS_LOCK = 7755  # advisory lock: two clerks of a town take their numbers one after the other


def propose_topic(
    session: Session,
    entry: LogEntry,
    posting: Secondment,
    *,
    town_id: UUID,
    title: str,
    minutes: int,
    summary: str,
    actor: Actor,
    now: datetime,
) -> TopicDraft:
    """A suggestion as a topic of the proposer's own town; its 书记 passes it before the partner sees it."""
    return topics.propose(
        session,
        town_id=town_id,
        partnership_id=posting.partnership_id,
        title=title,
        minutes=minutes,
        summary=summary,
        source=entry.subject,
        actor=actor,
        now=now,
    )


def publish(
    session: Session,
    draft: LessonDraft,
    *,
    partnership_id: UUID,
    town_id: UUID,
    from_town_id: UUID,
    entry: LogEntry | None = None,
    photo_ids: Collection[UUID] = (),
    uploads: Sequence[Upload] = (),
    actor: Actor,
    now: datetime,
) -> Lesson:
    """A card for all towns of the partnership; with the photos chosen from the entry, and attachments."""
    assert actor.id  # noqa: S101  # a person writes it down
    towns.get_partnership(session, partnership_id, reader_town_id=town_id)
    if entry and queries.find_for_source(session, entry.subject):
        raise rules.AlreadyCard
    lesson = Lesson(
        **draft.model_dump(),
        partnership_id=partnership_id,
        town_id=town_id,
        from_town_id=from_town_id,
        author_id=actor.id,
        author_name=actor.name,
        source=entry.subject if entry else "",
        secondment_id=entry.secondment_id if entry else None,
        published_at=now,
    )
    session.add(lesson)
    session.flush()
    session.add(LessonIndex(lesson_id=lesson.id, words=index_of(rules.searchable(draft))))
    if entry:
        _take_photos(session, lesson, entry, photo_ids)
    attach(session, lesson, uploads, actor=actor)
    audit.record(session, actor, "lessons.publish", lesson.subject, source=lesson.source)
    _tell_all(session, lesson, actor)
    return lesson


def change(session: Session, lesson: Lesson, draft: LessonDraft, *, actor: Actor, now: datetime) -> None:
    for name, value in draft.model_dump().items():
        setattr(lesson, name, value)
    lesson.changed_at = now
    session.add(lesson)
    session.merge(LessonIndex(lesson_id=lesson.id, words=index_of(rules.searchable(draft))))
    audit.record(session, actor, "lessons.change", lesson.subject)


def attach(session: Session, lesson: Lesson, uploads: Sequence[Upload], *, actor: Actor) -> None:
    """Papers for all towns; Refusals are those of files."""
    for upload in uploads:
        kept = files.keep_shared(session, upload, partnership_id=lesson.partnership_id, actor=actor)
        session.flush()
        session.add(
            LessonFile(partnership_id=lesson.partnership_id, lesson_id=lesson.id, file_id=kept.id, name=kept.name)
        )


def put_to_use(
    session: Session, lesson: Lesson, draft: UseDraft, *, town_id: UUID, actor: Actor, now: datetime
) -> LessonUse:
    """我们试了: what a town made of it. Whoever wrote the card hears of it."""
    rules.check_tried(draft.tried_on, clock.to_town(now).date())
    use = LessonUse.model_validate(
        draft,
        update={
            "partnership_id": lesson.partnership_id,
            "lesson_id": lesson.id,
            "town_id": town_id,
            "person_id": actor.id,
            "at": now,
        },
    )
    session.add(use)
    session.flush()
    audit.record(session, actor, "lessons.put_to_use", lesson.subject, outcome=use.outcome)
    if lesson.author_id != actor.id:
        notifications.tell(
            session,
            person_id=lesson.author_id,
            town_id=lesson.town_id,
            kind="lessons.put_to_use",
            event=f"lesson-use:{use.id}",
            title=f"{towns.get_town(session, town_id).name}试用了“{lesson.title}”",
            text=use.result[:200],
            url=f"/lessons/{lesson.id}",
        )
    return use


def make_briefing(session: Session, lesson: Lesson, *, town_id: UUID, actor: Actor, now: datetime) -> Briefing:
    """The town's next 工作简报 of the year as a Word file. The number is taken with it, once."""
    assert actor.id  # noqa: S101  # a person makes it
    town, on = towns.get_town(session, town_id), clock.to_town(now).date()
    if dialect(session) == "postgresql":
        key = sa.func.hashtext(f"briefing:{town_id}:{on.year}")
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(BRIEFINGS_LOCK, key)))
    number = queries.last_number(session, town_id, on.year) + 1
    organ = towns.party_committee(session, town_id)
    photos = [(queries.picture_of(p, small=False), p.width, p.height) for p in queries.photos_of(session, lesson.id)]
    from_town = towns.get_town(session, lesson.from_town_id).name
    text = gateways.BriefingText(
        mark=f"{town.name}工作简报",
        year=on.year,
        number=number,
        issuer=organ.printed_by if organ else f"{town.name}党政办公室",
        on=on,
        title=lesson.title,
        paragraphs=tuple((h, w) for h, w in (("主要做法", lesson.practice), ("工作成效", lesson.effect)) if w),
        source=f"做法来自{from_town}，{lesson.author_name}整理",
        photos=tuple(photos[:4]),
    )
    upload = Upload(f"{text.mark}第{number}期.docx", gateways.to_docx(text))
    kept = files.keep_private(session, upload, town_id=town_id, kinds={Kind.DOCX}, actor=actor)
    session.flush()
    briefing = Briefing(
        town_id=town_id,
        lesson_id=lesson.id,
        year=on.year,
        number=number,
        file_id=kept.id,
        made_by=actor.id,
        made_at=now,
    )
    session.add(briefing)
    session.flush()
    audit.record(session, actor, "lessons.make_briefing", lesson.subject, number=number, year=on.year)
    return briefing


def _take_photos(session: Session, lesson: Lesson, entry: LogEntry, photo_ids: Collection[UUID]) -> None:
    chosen = [p for p in logs.photos_of(session, [entry.id]).get(entry.id, []) if p.id in set(photo_ids)]
    for place, photo in enumerate(chosen[: rules.MOST_PHOTOS], 1):
        same = photo.model_dump(include={"large", "small", "width", "height"})
        session.add(LessonPhoto(partnership_id=lesson.partnership_id, lesson_id=lesson.id, place=place, **same))
    session.flush()


def _tell_all(session: Session, lesson: Lesson, actor: Actor) -> None:
    """The organisation members of all towns."""
    for town in towns.towns_of(session, lesson.partnership_id):
        notifications.tell_town(
            session,
            town_id=town.id,
            roles={Role.ORGANISER},
            kind="lessons.publish",
            event=f"{lesson.subject}:published",
            title=f"新的经验做法：{lesson.title}",
            text=f"{actor.name}整理。可以试用并填写“我们试了”。",
            url=f"/lessons/{lesson.id}",
        )
