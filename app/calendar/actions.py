"""What clerks do with the calendar. Every change raises the year's revision, is audited and told to all towns."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.calendar import queries, rules
from app.calendar.models import CalendarDay, CalendarYear, DayDraft, DayKind, Source
from app.kit.actor import Actor
from app.kit.clock import chinese_date
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.notifications import actions as notifications
from app.towns import queries as towns

TOLD = (Role.CLERK, Role.OFFICE_HEAD)
YEARS_KEPT = 2  # past years that are seeded; older ones are read from the library


def seed_known_years(session: Session, partnership_id: UUID, *, now: datetime) -> list[int]:
    """Enter the years that the library has learned of since; returns them. Doing it again does nothing."""
    present = queries.revisions(session, partnership_id)
    missing = sorted(y for y in rules.published_years() - present.keys() if y >= now.year - YEARS_KEPT)
    for year in missing:
        row = _locked_year(session, partnership_id, year, now)
        if present:
            _tell(
                session,
                row,
                f"{year}年调休安排已录入",
                "系统更新带来了这一年的放假和调休日期，请核对国务院办公厅通知。",
            )
        audit.record(session, Actor.system(), "calendar.seed_year", f"calendar_year:{row.id}", year=year)
    return missing


def import_year(
    session: Session, partnership_id: UUID, year: int, run: rules.CheckRun, *, notice: str, actor: Actor, now: datetime
) -> CalendarYear:
    """Replace a year by a checked list; raises RowsToMend or NothingToEnter and then changes nothing."""
    run.require_clean()
    row = _locked_year(session, partnership_id, year, now)
    for old in queries.days_of(session, partnership_id, year):
        session.delete(old)
    session.flush()
    _add_days(session, partnership_id, run.drafts)
    row.source, row.is_complete, row.notice = Source.CSV, True, notice or row.notice
    _changed(session, row, actor, now, "calendar.import_year", f"共{len(run.drafts)}天，请核对。", days=len(run.drafts))
    return row


def enter_day(session: Session, partnership_id: UUID, draft: DayDraft, *, actor: Actor, now: datetime) -> CalendarDay:
    """One day by hand; raises AlreadyEntered, NotThisYear, AlreadyWorked."""
    rules.check_day(draft.day.year, draft)
    row = _locked_year(session, partnership_id, draft.day.year, now)
    if queries.find_day(session, partnership_id, draft.day):
        raise rules.AlreadyEntered(day=chinese_date(draft.day))
    (entered,) = _add_days(session, partnership_id, [draft])
    row.source = Source.HAND
    words = f"{chinese_date(draft.day)}：{_in_words(draft.kind)}（{draft.name}）。"
    _changed(session, row, actor, now, "calendar.enter_day", words, day=draft.day, kind=draft.kind)
    return entered


def remove_day(session: Session, partnership_id: UUID, day_id: UUID, *, actor: Actor, now: datetime) -> CalendarYear:
    entered = session.exec(
        select(CalendarDay).where(CalendarDay.id == day_id, CalendarDay.partnership_id == partnership_id)
    ).first()
    if entered is None:
        raise NotFound
    row = _locked_year(session, partnership_id, entered.day.year, now)
    session.delete(entered)
    row.source = Source.HAND
    words = f"{chinese_date(entered.day)}：删除“{_in_words(entered.kind)}（{entered.name}）”。"
    _changed(session, row, actor, now, "calendar.remove_day", words, day=entered.day)
    return row


def declare(
    session: Session, partnership_id: UUID, year: int, *, is_complete: bool, actor: Actor, now: datetime
) -> CalendarYear:
    """Say that the whole notice of a year is entered, or that it is not yet."""
    row = _locked_year(session, partnership_id, year, now)
    if is_complete and not queries.days_of(session, partnership_id, year):
        raise rules.NothingToEnter
    row.is_complete = is_complete
    words = "全年放假和调休日期已录完。" if is_complete else "全年放假和调休日期尚未录完。"
    _changed(session, row, actor, now, "calendar.declare", words, is_complete=is_complete)
    return row


def _locked_year(session: Session, partnership_id: UUID, year: int, now: datetime) -> CalendarYear:
    """The year's row, made from the library on the first touch, and locked so that changes queue."""
    insert = (sqlite if dialect(session) == "sqlite" else postgresql).insert(CalendarYear)
    known = bool(rules.published_days(year))
    values = {
        "id": uuid4(),
        "partnership_id": partnership_id,
        "year": year,
        "revision": 1,
        "is_complete": known,
        "source": Source.LIBRARY if known else Source.HAND,
        "notice": "",
        "changed_at": now,
    }
    made = session.execute(insert.values(values).on_conflict_do_nothing().returning(CalendarYear.id)).first()
    mine = select(CalendarYear).where(CalendarYear.partnership_id == partnership_id, CalendarYear.year == year)
    row = session.exec(mine.with_for_update().execution_options(populate_existing=True)).one()
    if made:
        _add_days(session, partnership_id, rules.published_days(year))
    return row


def _add_days(session: Session, partnership_id: UUID, drafts: Iterable[DayDraft]) -> list[CalendarDay]:
    rows = [CalendarDay.model_validate(draft, update={"partnership_id": partnership_id}) for draft in drafts]
    session.add_all(rows)
    session.flush()
    return rows


def _changed(
    session: Session, row: CalendarYear, actor: Actor, now: datetime, deed: str, words: str, **detail: object
) -> None:
    row.revision += 1
    row.changed_at = now
    session.add(row)
    audit.record(session, actor, deed, f"calendar_year:{row.id}", year=row.year, revision=row.revision, **detail)
    who = towns.get_town(session, actor.town_id).name if actor.town_id else "系统"
    _tell(session, row, f"{who}修改了{row.year}年工作日历", f"{words}尚未通知的联席会议日期会随之重新推算。")


def _tell(session: Session, row: CalendarYear, title: str, text: str) -> None:
    for town in towns.towns_of(session, row.partnership_id):
        notifications.tell_town(
            session,
            town_id=town.id,
            roles=TOLD,
            kind="calendar.changed",
            event=f"calendar_year:{row.id}:changed:{row.revision}",
            title=title,
            text=text,
            url=f"/calendar/{row.partnership_id}/{row.year}",
        )


def _in_words(kind: DayKind) -> str:
    return "放假" if kind is DayKind.OFF else "调休上班"
