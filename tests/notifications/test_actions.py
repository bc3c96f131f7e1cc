from sqlmodel import select

from app.accounts.models import Role
from app.notifications import actions, queries
from app.notifications.models import Channel, Notice

CALLED = {"kind": "meetings.called", "event": "meeting:1:called:1", "title": "第3次会议通知", "url": "/meetings/1"}


def test_a_person_is_told_once_of_an_event(session, cast):
    for _ in range(2):
        actions.tell(session, person_id=cast.ma.id, town_id=cast.dong.id, **CALLED)
    assert queries.unread_count(session, cast.ma.id) == 1


def test_the_same_event_reaches_two_people(session, cast):
    for person in (cast.ma, cast.he):
        actions.tell(session, person_id=person.id, town_id=cast.dong.id, **CALLED)
    assert queries.unread_count(session, cast.he.id) == 1


def test_a_town_can_tell_the_partner_but_not_read_it(session, cast, reaching):
    for _ in range(2):
        actions.tell(session, person_id=cast.yan.id, town_id=cast.qi.id, **CALLED)
    session.commit()
    assert session.exec(select(Notice)).all() == []
    assert [n.title for n in reaching(cast.qi).exec(select(Notice)).all()] == ["第3次会议通知"]
    assert reaching(cast.wai).exec(select(Notice)).all() == []


def test_a_town_is_told_by_roles(session, cast):
    actions.tell_town(session, town_id=cast.dong.id, roles={Role.CLERK, Role.OFFICE_HEAD}, **CALLED)
    told = {n.person_id for n in session.exec(select(Notice)).all()}
    assert told == {cast.ma.id, cast.he.id}


def test_who_wants_mail_gets_one_row_per_channel(session, cast):
    cast.ma.wants_mail = True
    session.add(cast.ma)
    actions.tell(session, person_id=cast.ma.id, town_id=cast.dong.id, **CALLED)
    assert {n.channel for n in session.exec(select(Notice)).all()} == {Channel.PAGE, Channel.MAIL}


def test_reading_is_kept_from_the_first_time(session, cast):
    actions.tell(session, person_id=cast.ma.id, town_id=cast.dong.id, **CALLED)
    (notice,) = queries.unread(session, cast.ma.id)
    actions.mark_read(session, notice)
    first = notice.read_at
    actions.mark_read(session, notice)
    assert notice.read_at == first
    assert queries.unread_count(session, cast.ma.id) == 0


def test_a_persons_notices_come_in_pages_newest_first(session, cast):
    for n in range(53):
        actions.tell(session, person_id=cast.ma.id, town_id=cast.dong.id, **CALLED | {"event": f"e{n}"})
    page = queries.notices_of(session, cast.ma.id, page=2)
    assert (page.number, page.pages, page.total, len(page.rows)) == (2, 2, 53, 3)
    assert queries.notices_of(session, cast.ma.id, page=99).number == 2
    assert queries.notices_of(session, cast.yan.id, page=0).number == 1
