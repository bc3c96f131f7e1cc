"""What is done with a log: written, changed, photos added, leave entered; and the word said about silence.

The caller commits.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.calendar import queries as calendar
from app.files import actions as files
from app.files.models import Kind as FileKind
from app.files.models import Upload
from app.files.rules import safe_name
from app.jottings import actions as jottings
from app.kit import clock
from app.kit.actor import Actor
from app.logs import queries, rules
from app.logs.models import KINDS, MOST_PHOTOS, EntryDraft, Leave, LeaveDraft, LogEntry, LogPhoto
from app.notifications import actions as notifications
from app.secondments import actions as secondments
from app.secondments import queries as postings
from app.secondments.models import Secondment


def write_entry(
    session: Session,
    posting: Secondment,
    day: date,
    draft: EntryDraft,
    *,
    photos: Sequence[Upload] = (),
    actor: Actor,
    now: datetime,
) -> LogEntry:
    """The day's log. Refusals: NotYet, OutsidePosting, TooLate, OnLeave, AlreadyWritten, and those of photos."""
    today = clock.to_town(now).date()
    rules.check_day(day, today=today, term=queries.term_of(posting), leaves=queries.leaves_of(session, posting.id))
    if queries.find_on(session, posting.id, day):
        raise rules.AlreadyWritten
    entry = LogEntry(
        **draft.model_dump(),
        secondment_id=posting.id,
        person_id=posting.person_id,
        home_town_id=posting.home_town_id,
        host_town_id=posting.host_town_id,
        day=day,
        is_late=rules.is_late(day, today),
        written_at=now,
    )
    _insert(session, entry)
    session.add(queries.index_of(entry))
    add_photos(session, entry, photos, actor=actor)
    jottings.forget(session, person_id=posting.person_id, secondment_id=posting.id, day=day)
    audit.record(session, actor, "logs.write_entry", entry.subject, day=day.isoformat(), is_late=entry.is_late)
    _tell_mentors(session, posting, entry, actor)
    return entry


def change_entry(session: Session, entry: LogEntry, draft: EntryDraft, *, actor: Actor, now: datetime) -> None:
    """Its author mends it, for seven days after the day itself."""
    rules.check_changeable(entry, clock.to_town(now).date())
    for name, value in draft.model_dump().items():
        setattr(entry, name, value)
    entry.changed_at = now
    session.add(entry)
    session.merge(queries.index_of(entry))
    audit.record(session, actor, "logs.change_entry", entry.subject)


def add_photos(session: Session, entry: LogEntry, uploads: Sequence[Upload], *, actor: Actor) -> list[LogPhoto]:
    """Photos drawn anew without metadata. Refusals: TooManyPhotos and those of files."""
    there = queries.photos_of(session, [entry.id]).get(entry.id, [])
    rules.check_photos(len(there), [len(upload.data) for upload in uploads])
    free = [place for place in range(1, MOST_PHOTOS + 1) if place not in {p.place for p in there}]
    added = []
    for place, upload in zip(free, uploads, strict=False):
        kept = files.keep_picture(upload)
        photo = LogPhoto(
            entry_id=entry.id,
            home_town_id=entry.home_town_id,
            host_town_id=entry.host_town_id,
            place=place,
            name=safe_name(upload.name, FileKind.JPEG),
            large=kept.large,
            small=kept.small,
            width=kept.width,
            height=kept.height,
        )
        session.add(photo)
        audit.record(session, actor, "logs.add_photo", entry.subject, photo=photo.id, sha256=kept.large)
        added.append(photo)
    session.flush()
    return added


def remove_photo(session: Session, photo: LogPhoto, entry: LogEntry, *, actor: Actor, now: datetime) -> None:
    rules.check_changeable(entry, clock.to_town(now).date())
    session.delete(photo)
    audit.record(session, actor, "logs.remove_photo", entry.subject, photo=photo.id)


def take_leave(session: Session, posting: Secondment, draft: LeaveDraft, *, actor: Actor, now: datetime) -> Leave:
    """Enter days of leave that the host has granted; home is told of more than three."""
    others = queries.leaves_of(session, posting.id)
    rules.check_leave(draft.from_on, draft.until_on, term=queries.term_of(posting), others=others)
    towns = {"home_town_id": posting.home_town_id, "host_town_id": posting.host_town_id}
    entered = {"secondment_id": posting.id, "entered_by": actor.id, "entered_at": now}
    leave = Leave.model_validate(draft, update=towns | entered)
    session.add(leave)
    session.flush()
    audit.record(session, actor, "logs.take_leave", posting.subject, leave=leave.id)
    _tell_of_leave(session, posting, leave, actor)
    secondments.tell_home_of_leave(
        session,
        posting,
        from_on=leave.from_on,
        until_on=leave.until_on,
        reason=leave.note,
        actor=actor,
        now=now,
    )
    return leave


def cancel_leave(session: Session, leave: Leave, *, actor: Actor, now: datetime) -> None:
    """销假: the person was there after all, or came back."""
    leave.cancelled_at = now
    session.add(leave)
    audit.record(session, actor, "logs.cancel_leave", f"secondment:{leave.secondment_id}", leave=leave.id)


def nudge(session: Session, posting: Secondment, *, now: datetime) -> int:
    """Say a word about silence: after a full working week to the secondee, after two to the mentors. Once each."""
    today = clock.to_town(now).date()
    days = calendar.get_working_days(session, posting.partnership_id, posting.from_on, today)
    term = queries.term_of(posting)
    away = rules.leave_days(queries.leaves_of(session, posting.id))
    if today not in term or today in away or not days.is_working_day(today):
        return 0
    written = session.exec(
        select(col(LogEntry.day)).where(LogEntry.secondment_id == posting.id).order_by(col(LogEntry.day))
    ).all()
    due = rules.days_to_write(days, posting.from_on, today - timedelta(days=1), term=term, away=away)
    quiet = rules.silence(written, due, today)
    if quiet is None:
        return 0
    name = postings.facts_of(session, [posting])[posting.id].person
    _tell(
        session,
        posting,
        [posting.person_id],
        event=f"{posting.subject}:quiet:{quiet.mark}",
        kind="logs.quiet",
        title="已有一周没有交流日志",
        text="写两三句就可以：做了什么，学到什么，有什么建议。当天没空，7天内可以补记。",
        url=f"/secondments/{posting.id}/log/new",
    )
    if quiet.reaches_mentors:
        _tell(
            session,
            posting,
            posting.mentor_ids,
            event=f"{posting.subject}:quiet-mentors:{quiet.mark}",
            kind="logs.quiet_mentors",
            title=f"{name}已有两周没有交流日志",
            text="请与挂职人员联系，了解工作和生活上有没有困难。",
            url=f"/secondments/{posting.id}/log",
        )
    return 1


def _insert(session: Session, entry: LogEntry) -> None:
    """One entry a day is the database's promise; two devices at once find that out here."""
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as error:
        raise rules.AlreadyWritten from error


def _tell_mentors(session: Session, posting: Secondment, entry: LogEntry, actor: Actor) -> None:
    _tell(
        session,
        posting,
        posting.mentor_ids,
        event=f"{entry.subject}:written",
        kind="logs.written",
        title=f"{actor.name}写了{clock.chinese_date(entry.day)}的交流日志",
        text=f"{KINDS[entry.kind]}：{entry.done[:60]}",
        url=f"/log/{entry.id}",
    )


def _tell_of_leave(session: Session, posting: Secondment, leave: Leave, actor: Actor) -> None:
    """Whoever of secondee and host mentor did not enter it."""
    told = [i for i in (posting.person_id, posting.host_mentor_id) if i and i != actor.id]
    span = f"{clock.chinese_date(leave.from_on)}至{clock.chinese_date(leave.until_on)}"
    _tell(
        session,
        posting,
        told,
        event=f"leave:{leave.id}",
        kind="logs.leave",
        title=f"{actor.name}登记了挂职期间请假",
        text=f"{span}。{leave.note}".rstrip("。") + "。",
        url=f"/secondments/{posting.id}/log",
    )


def _tell(
    session: Session,
    posting: Secondment,
    person_ids: Sequence[UUID],
    *,
    event: str,
    kind: str,
    title: str,
    text: str,
    url: str,
) -> None:
    """Each person in the town they belong to: the author and the home mentor at home, the host mentor at the host."""
    for person_id in person_ids:
        town_id = posting.host_town_id if person_id == posting.host_mentor_id else posting.home_town_id
        notifications.tell(
            session, person_id=person_id, town_id=town_id, kind=kind, event=event, title=title, text=text, url=url
        )
