"""The log of a posting: one entry a day, photos without a place, leave, silence, and what can be found by whom."""

import io
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from logging_days import NOW, WEDNESDAY, draft, picture
from PIL import Image
from racing import race
from sqlmodel import select

from app.accounts.models import Role
from app.files import gateways as store
from app.files.models import Upload
from app.files.rules import TooLarge, WrongType
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.logs import actions, queries, rules
from app.logs.models import Kind, LeaveDraft, LeaveKind, LogEntry, LogPhoto
from app.notifications.models import Notice
from app.secondments.models import Secondment
from app.secondments.rules import Reader
from jobs import nudge_logs


def reader(person, role):
    return Reader(person_id=person.id, town_id=person.town_id, roles=frozenset({role}))


def test_an_entry_is_written_once_a_day_and_the_mentors_hear_of_it(reaching, cast, posting, written):
    assert (written.is_late, written.minutes, written.kind) == (False, 90, Kind.MEDIATION)
    with reaching(cast.dong, cast.lin, NOW) as session, pytest.raises(rules.AlreadyWritten):
        actions.write_entry(session, posting, WEDNESDAY, draft(), actor=cast.actor(cast.lin), now=NOW)
    for town, mentor in ((cast.dong, cast.lao_chen), (cast.qi, cast.tang)):
        with reaching(town) as there:
            told = there.exec(select(Notice).where(Notice.kind == "logs.written", Notice.person_id == mentor.id)).one()
            assert told.title == "林芳写了2026年4月15日的交流日志"


def test_late_entries_up_to_seven_days_marked_late(reaching, cast, posting):
    with reaching(cast.dong, cast.lin, NOW) as session:
        last = WEDNESDAY - timedelta(days=7)
        lin = cast.actor(cast.lin)
        assert actions.write_entry(session, posting, last, draft(), actor=lin, now=NOW).is_late
        for day, refusal in (
            (last - timedelta(days=1), rules.OutsidePosting if last.day == 1 else rules.TooLate),
            (WEDNESDAY + timedelta(days=1), rules.NotYet),
            (date(2026, 3, 31), rules.OutsidePosting),
        ):
            with pytest.raises(refusal):
                actions.write_entry(session, posting, day, draft(), actor=lin, now=NOW)


def write_at_once(engine: sa.Engine, posting_id, person_id, town_id, place: int) -> str:
    reach = Reach(frozenset({town_id}), frozenset(), person_id)
    with open_session(engine, reach, now=NOW) as session:
        posting = session.exec(select(Secondment).where(Secondment.id == posting_id)).one()
        try:
            entry = actions.write_entry(
                session, posting, WEDNESDAY, draft(done=f"第{place}台设备"), actor=Actor(person_id, town_id), now=NOW
            )
            session.commit()
        except rules.AlreadyWritten:
            return "refused"
        return str(entry.id)


def test_two_devices_at_once_write_one_entry(backend, reaching, cast, posting):
    """On both databases the day is taken once; the other device is told."""
    who = (posting.id, cast.lin.id, cast.dong.id)
    answers = race(backend, [(write_at_once, (*who, place)) for place in range(4)])
    assert sorted(a == "refused" for a in answers) == [False, True, True, True], answers


def test_the_day_is_unique_for_plain_sql_too(owner, written):
    table = LogEntry.__table__
    with owner.connect() as connection:
        row = connection.execute(sa.select(table)).mappings().one()
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(table.insert(), dict(row) | {"id": uuid4()})
        connection.rollback()


def test_photos_are_drawn_anew_without_a_place(reaching, cast, posting, written):
    with reaching(cast.dong, cast.lin, NOW) as session:
        lin = cast.actor(cast.lin)
        entry = session.exec(select(LogEntry)).one()
        actions.add_photos(session, entry, [picture(2400, 1800, place=True)], actor=lin)
        kept = queries.photos_of(session, [entry.id])[entry.id][0]
        with Image.open(io.BytesIO(store.read(kept.large))) as large:
            assert not large.getexif()
            assert max(large.size) <= 1600
        assert len(store.read(kept.small)) < len(store.read(kept.large))
        with pytest.raises(rules.TooManyPhotos, match="还可以加8张"):
            actions.add_photos(session, entry, [picture(40, 30)] * 9, actor=lin)
        with pytest.raises(TooLarge):
            actions.add_photos(session, entry, [Upload("大.jpg", b"\xff\xd8\xff" + bytes(10 * 2**20))], actor=lin)
        with pytest.raises(WrongType):
            actions.add_photos(session, entry, [Upload("不是照片.jpg", b"%PDF-1.7 %%EOF")], actor=lin)
        actions.remove_photo(session, kept, entry, actor=lin, now=NOW)
        session.flush()
        assert session.exec(select(LogPhoto)).all() == []


def test_an_entry_is_mended_for_seven_days(reaching, cast, written):
    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = session.exec(select(LogEntry)).one()
        actions.change_entry(session, entry, draft(done="改过的话"), actor=cast.actor(cast.lin), now=NOW)
        assert entry.changed_at == NOW
        with pytest.raises(rules.NoLongerChangeable):
            actions.change_entry(session, entry, draft(), actor=cast.actor(cast.lin), now=NOW + timedelta(days=8))


def test_leave_is_entered_home_hears_of_a_long_one_and_nothing_is_expected(reaching, cast, posting):
    with reaching(cast.dong, cast.lin, NOW) as session:
        lin = cast.actor(cast.lin)
        week = LeaveDraft(from_on=date(2026, 4, 13), until_on=date(2026, 4, 17), kind=LeaveKind.PERSONAL, note="家事")
        leave = actions.take_leave(session, posting, week, actor=lin, now=NOW)
        with pytest.raises(rules.LeaveOverlaps):
            actions.take_leave(session, posting, week, actor=lin, now=NOW)
        with pytest.raises(rules.OnLeave):
            actions.write_entry(session, posting, WEDNESDAY, draft(), actor=lin, now=NOW)
        told = session.exec(select(Notice.person_id).where(Notice.town_id == cast.dong.id)).all()
        assert {cast.zhu.id, cast.lao_chen.id} <= set(told)
        actions.cancel_leave(session, leave, actor=lin, now=NOW)
        session.flush()
        assert queries.leaves_of(session, posting.id) == []


def notices(reaching, town, kind):
    with reaching(town) as session:
        return {(n.person_id, n.title) for n in session.exec(select(Notice).where(Notice.kind == kind))}


def test_silence_is_told_once_to_the_secondee_and_after_two_weeks_to_the_mentors(engine, reaching, cast, posting):
    """The posting begins on 1 April 2026; 4 to 6 April is 清明, so five working days are over on the 9th."""

    def morning(day: int) -> datetime:
        return clock.at(date(2026, 4, day), "08:45")

    nudge_logs.run(engine, morning(8))
    assert notices(reaching, cast.dong, "logs.quiet") == set()
    for day in (9, 10, 11, 12, 13):  # Thursday, Friday, the weekend, Monday
        nudge_logs.run(engine, morning(day))
    assert notices(reaching, cast.dong, "logs.quiet") == {(cast.lin.id, "已有一周没有交流日志")}
    assert notices(reaching, cast.qi, "logs.quiet_mentors") == set()
    nudge_logs.run(engine, morning(20))
    assert (cast.tang.id, "林芳已有两周没有交流日志") in notices(reaching, cast.qi, "logs.quiet_mentors")
    assert (cast.lao_chen.id, "林芳已有两周没有交流日志") in notices(reaching, cast.dong, "logs.quiet_mentors")
    assert len(notices(reaching, cast.dong, "logs.quiet")) == 1


def test_what_is_written_is_found_by_those_who_may_read_it_and_by_nobody_else(reaching, cast, written):

    def hits(person, role, town, text):
        with reaching(town, person, NOW) as session:
            return len(session.exec(queries.select_matching(session, reader(person, role), text, NOW)).all())

    assert hits(cast.lin, Role.SECONDEE, cast.dong, "调解") == 1
    assert hits(cast.tang, Role.OFFICE_HEAD, cast.qi, "培训调解员") == 1, "the mentor"
    assert hits(cast.xu, Role.SECRETARY, cast.qi, "楼道 让一步") == 1, "all words, wherever they stand"
    assert hits(cast.xu, Role.SECRETARY, cast.qi, "楼道 食堂") == 0
    assert hits(cast.xu, Role.SECRETARY, cast.qi, "道矛") == 0, "the index holds these pairs, the text does not"
    assert hits(cast.yan, Role.CLERK, cast.qi, "调解") == 0
    assert hits(cast.ma, Role.CLERK, cast.dong, "调解") == 0
    assert hits(cast.fang, Role.SECRETARY, cast.wai, "调解") == 0


def test_the_index_follows_a_change(reaching, cast, written):

    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = session.exec(select(LogEntry)).one()
        actions.change_entry(session, entry, draft(done="走访独居老人。"), actor=cast.actor(cast.lin), now=NOW)
        session.flush()
        mine = reader(cast.lin, Role.SECONDEE)
        found = {w: len(session.exec(queries.select_matching(session, mine, w, NOW)).all()) for w in ("楼道", "独居")}
        assert found == {"楼道": 0, "独居": 1}


def test_a_stranger_and_the_partners_worker_find_no_entry(reaching, cast, written):

    for town, person, role in (
        (cast.wai, cast.fang, Role.SECRETARY),
        (cast.qi, cast.qian, Role.WORKER),
        (cast.dong, cast.ma, Role.CLERK),
    ):
        with reaching(town, person, NOW) as session, pytest.raises(NotFound):
            queries.get_entry(session, written.id, reader=reader(person, role), now=NOW)
