from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from app.accounts.models import Role
from app.audit.models import AuditEntry
from app.calendar import actions, queries, rules
from app.calendar.models import CalendarDay, DayDraft, DayKind, Source
from app.kit.errors import NotFound
from app.notifications.models import Notice

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
NOTICE = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-06,放假,春节\n2027-02-20,上班,春节\n"
SPRING = date(2027, 2, 20)


def working_days(session, cast, year=2027):
    return queries.get_working_days(session, cast.pair.id, date(year, 1, 1), date(year, 12, 31))


def import_notice(session, cast, text=NOTICE):
    run = rules.check_rows(2027, text)
    return actions.import_year(
        session, cast.pair.id, 2027, run, notice="国办发明电〔2026〕9号", actor=cast.actor(cast.ma), now=NOW
    )


def test_a_new_partnership_has_the_published_years_at_once(session, cast):
    days = working_days(session, cast, 2026)
    assert days.is_entered(2026)
    assert days.on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)
    assert not days.is_entered(2027)


def test_seeding_enters_the_published_years_once(session, cast):
    assert actions.seed_known_years(session, cast.pair.id, now=NOW)[-1] == max(rules.published_years())
    assert actions.seed_known_years(session, cast.pair.id, now=NOW) == []
    session.flush()
    assert len(queries.days_of(session, cast.pair.id, 2026)) == len(rules.published_days(2026))
    assert working_days(session, cast, 2026).is_working_day(date(2026, 10, 10))


def test_a_year_that_the_library_learns_later_is_told(session, cast, reaching, monkeypatch):
    actions.seed_known_years(session, cast.pair.id, now=NOW)
    draft = DayDraft(day=SPRING, kind=DayKind.WORK, name="春节")
    monkeypatch.setattr(rules, "published_years", lambda: frozenset({2025, 2026, 2027}))
    monkeypatch.setattr(rules, "published_days", lambda year: (draft,) if year == 2027 else ())
    assert actions.seed_known_years(session, cast.pair.id, now=NOW) == [2027]
    session.commit()
    titles = reaching(cast.qi).exec(select(Notice.title).where(Notice.person_id == cast.yan.id)).all()
    assert titles == ["2027年调休安排已录入"]


def test_an_imported_year_is_known_audited_and_told_to_the_other_town(session, cast, reaching):
    row = import_notice(session, cast)
    session.commit()
    days = working_days(session, cast)
    assert days.warning(SPRING) is None
    assert days.is_working_day(SPRING)
    assert (row.revision, row.source, row.is_complete) == (2, Source.CSV, True)
    deeds = session.exec(select(AuditEntry.deed)).all()
    assert deeds == ["calendar.import_year"]
    told = reaching(cast.qi).exec(select(Notice).where(Notice.person_id == cast.yan.id)).one()
    assert (told.title, told.url) == ("D镇修改了2027年工作日历", f"/calendar/{cast.pair.id}/2027")


def test_importing_again_replaces_the_year_and_raises_its_revision(session, cast):
    import_notice(session, cast)
    row = import_notice(session, cast, "2027-01-01,放假,元旦\n")
    assert [d.day for d in queries.days_of(session, cast.pair.id, 2027)] == [date(2027, 1, 1)]
    assert row.revision == 3
    assert queries.revisions(session, cast.pair.id) == {2027: 3}


def test_a_list_with_a_bad_row_changes_nothing(session, cast):
    with pytest.raises(rules.RowsToMend):
        import_notice(session, cast, NOTICE + "2027-13-01,放假,元旦\n")
    assert queries.revisions(session, cast.pair.id) == {}


def test_a_day_by_hand_does_not_make_the_year_known_until_it_is_declared(session, cast):
    actor = cast.actor(cast.yan)
    draft = DayDraft(day=SPRING, kind=DayKind.WORK, name="春节")
    actions.enter_day(session, cast.pair.id, draft, actor=actor, now=NOW)
    assert working_days(session, cast).is_working_day(SPRING)
    assert str(working_days(session, cast).warning(SPRING))
    actions.declare(session, cast.pair.id, 2027, is_complete=True, actor=actor, now=NOW)
    assert working_days(session, cast).warning(SPRING) is None


def test_an_empty_year_cannot_be_declared_complete(session, cast):
    with pytest.raises(rules.NothingToEnter):
        actions.declare(session, cast.pair.id, 2027, is_complete=True, actor=cast.actor(cast.ma), now=NOW)


def test_a_day_is_entered_once_and_changing_a_published_year_keeps_its_other_days(session, cast):
    actor = cast.actor(cast.ma)
    draft = DayDraft(day=date(2026, 11, 28), kind=DayKind.WORK, name="防汛补班")
    actions.enter_day(session, cast.pair.id, draft, actor=actor, now=NOW)
    assert working_days(session, cast, 2026).name_of(date(2026, 10, 1)) == "国庆节"
    with pytest.raises(rules.AlreadyEntered):
        actions.enter_day(session, cast.pair.id, draft, actor=actor, now=NOW)


def test_a_wrong_day_is_mended_by_the_other_town(session, cast, reaching):
    actor = cast.actor(cast.ma)
    draft = DayDraft(day=date(2026, 11, 28), kind=DayKind.WORK, name="补班")
    entered_id = actions.enter_day(session, cast.pair.id, draft, actor=actor, now=NOW).id
    session.commit()
    theirs = reaching(cast.qi)
    actions.remove_day(theirs, cast.pair.id, entered_id, actor=cast.actor(cast.yan), now=NOW)
    theirs.flush()
    assert not working_days(theirs, cast, 2026).is_working_day(draft.day)


def test_a_stranger_neither_reads_nor_removes(session, cast, reaching):
    draft = DayDraft(day=SPRING, kind=DayKind.WORK, name="补班")
    entered_id = actions.enter_day(session, cast.pair.id, draft, actor=cast.actor(cast.ma), now=NOW).id
    session.commit()
    strange = reaching(cast.wai)
    assert strange.exec(select(CalendarDay)).all() == []
    with pytest.raises(NotFound):
        actions.remove_day(strange, cast.pair.id, entered_id, actor=cast.actor(cast.bao), now=NOW)


def test_only_keepers_of_the_calendar_are_told(session, cast, reaching):
    import_notice(session, cast)
    session.commit()
    told = set(reaching(cast.qi).exec(select(Notice.person_id)).all())
    assert told == {cast.yan.id, cast.tang.id}
    assert actions.TOLD == (Role.CLERK, Role.OFFICE_HEAD)
