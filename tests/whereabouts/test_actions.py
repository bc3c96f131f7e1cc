"""Organisation members are told on working days, once; the days of a posting are entered once when it is over."""

from datetime import UTC, date, datetime

import pytest
from postings import NOW, agreed_pair
from sqlmodel import select

from app.accounts.models import Role
from app.calendar import actions as calendar
from app.ledger.models import Kind, LedgerEntry
from app.notifications.models import Notice
from app.secondments import queries as postings
from app.secondments.rules import Reader
from app.whereabouts import actions, queries
from jobs import watch_postings


@pytest.fixture
def pair(reaching, cast):
    with reaching(cast.dong, now=NOW) as session:
        calendar.seed_known_years(session, cast.pair.id, now=NOW)
        session.commit()
    return agreed_pair(reaching, cast)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 40, tzinfo=UTC)


def told(reaching, cast, town, mark) -> list[Notice]:
    found = select(Notice).where(Notice.kind == "whereabouts.nudge").order_by(Notice.made_at)
    with reaching(town) as session:
        return [n for n in session.exec(found) if mark in n.event]


def test_thirty_and_seven_days_before_the_end_both_organisers_are_told_once(reaching, cast, engine, pair):
    for day in (date(2026, 8, 28), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 23), date(2026, 9, 24)):
        watch_postings.run(engine, morning(day))
    for town, organiser in ((cast.dong, cast.zhu), (cast.qi, cast.shi)):
        notices = told(reaching, cast, town, ":end:")
        assert {n.person_id for n in notices} == {organiser.id}
        assert sorted(n.title for n in notices) == [
            "挂职还有30天期满：小钱",
            "挂职还有30天期满：林芳",
            "挂职还有7天期满：小钱",
            "挂职还有7天期满：林芳",
        ]


def test_nobody_is_told_on_a_rest_day(reaching, cast, engine, pair):
    watch_postings.run(engine, morning(date(2026, 9, 26)))  # a Saturday
    assert told(reaching, cast, cast.dong, ":end:") == []
    watch_postings.run(engine, morning(date(2026, 9, 20)))  # a Sunday worked for the holiday
    assert len(told(reaching, cast, cast.dong, ":end:")) == 2


def test_a_missing_report_is_asked_for_once_a_week_until_the_end(reaching, cast, engine, pair):
    for day in (date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 8)):
        watch_postings.run(engine, morning(day))
    assert [n.title for n in told(reaching, cast, cast.dong, ":filing:")] == ["挂职尚未报备：林芳（派出挂职）"] * 2
    watch_postings.run(engine, morning(date(2026, 10, 9)))
    assert len(told(reaching, cast, cast.dong, ":filing:")) == 2


def test_the_days_go_into_the_ledger_once_from_home_to_host(reaching, cast, engine, pair):
    mine, _ = pair
    assert watch_postings.run(engine, morning(date(2026, 9, 30))) >= 0
    watch_postings.run(engine, morning(date(2026, 10, 1)))
    watch_postings.run(engine, morning(date(2026, 10, 2)))
    entries = reaching(cast.dong).exec(select(LedgerEntry).where(LedgerEntry.kind == Kind.SECONDED_DAYS)).all()
    assert {(e.giver_id, e.taker_id, e.amount) for e in entries} == {
        (cast.dong.id, cast.qi.id, 183),
        (cast.qi.id, cast.dong.id, 183),
    }
    assert postings.get_locked(reaching(cast.dong), mine.id).settled_at is not None


def test_the_board_says_who_is_where_and_what_is_missing(reaching, cast, pair):
    now = morning(date(2026, 7, 6))
    reader = Reader(cast.zhu.id, cast.dong.id, frozenset({Role.ORGANISER}))
    lines = queries.board(reaching(cast.dong), reader, now)
    assert [(li.facts.person, li.days_left, li.is_ours) for li in lines] == [("小钱", 86, False), ("林芳", 86, True)]
    assert [g.text for g in lines[1].gaps] == [
        "%(what)s的报备未登记",
        "本人尚未作出保密与廉洁承诺",
        "到岗交接还有%(what)s项未办结",
        "中期考核未登记",
    ]
    rows = queries.export_rows(lines)
    assert "派出挂职的报备未登记" in rows[1][-1]


def test_figures_count_postings_and_days_by_town(reaching, cast, pair):
    found = queries.figures(reaching(cast.dong), cast.dong.id, date(2026, 4, 1), date(2026, 4, 30))
    assert [(f.town, f.sent, f.received, f.days_sent, f.days_received) for f in found] == [
        ("D镇", 1, 1, 30, 30),
        ("Q镇", 1, 1, 30, 30),
    ]


def test_nothing_is_entered_for_somebody_called_back_before_the_first_day(reaching, cast, pair):
    mine, _ = pair
    early = mine.model_copy(update={"ends_at": morning(date(2026, 3, 20))})
    assert actions.served_days(early) == 0


def test_the_home_page_asks_only_those_who_can_fill_a_gap(reaching, cast, pair):
    now = morning(date(2026, 7, 6))

    def asked(person, *roles) -> list[tuple[str, str]]:
        town = cast.dong if person.town_id == cast.dong.id else cast.qi
        with reaching(town) as session:
            waiting = queries.waiting_for(session, Reader(person.id, person.town_id, frozenset(roles)), now)
        return [(line.facts.person, gap.endpoint) for line, gap in waiting]

    assert ("林芳", "filings.show") in asked(cast.zhu, Role.ORGANISER)
    assert ("小钱", "filings.show") not in asked(cast.zhu, Role.ORGANISER)
    assert ("林芳", "appraisals.show") in asked(cast.tang, Role.OFFICE_HEAD, Role.MENTOR)
    assert asked(cast.lin, Role.SECONDEE) == [("林芳", "secondments.show")]
    assert asked(cast.he, Role.OFFICE_HEAD) == []
