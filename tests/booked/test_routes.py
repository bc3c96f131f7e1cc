"""What a town has booked: nothing of others, series in short, everything to be found and kept as a file."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from rooms import MONDAY, acting, draft, span, venue  # noqa: F401  # fixtures
from sqlmodel import select

from app.booked import queries
from app.booked.queries import Filter
from app.bookings.models import Booking
from app.spaces import actions

PAGE = "/spaces/bookings"


@pytest.fixture
def booked(session, cast, venue, acting):  # noqa: F811  # fixtures
    here, there = venue(cast.dong_centre, "议事厅"), venue(cast.qi_centre, "红梅礼堂")
    with acting(cast.dong) as mine:
        for place, title, person in ((here, "党员学习会", cast.lao_chen), (there, "合唱排练", cast.ma)):
            actions.book(mine, draft(place, title=title), actor=cast.actor(person), now=MONDAY)
    with acting(cast.qi) as theirs:
        late = span("2026-03-06", "09:00", "11:00")
        actions.book(theirs, draft(there, late, title="Q镇自己的会"), actor=cast.actor(cast.qian), now=MONDAY)


def titles(reaching, town, wanted, now=MONDAY):
    with reaching(town) as session:
        return [line.title for line in queries.page_of_town(session, town.id, wanted, 1, now=now).rows]


def test_a_town_sees_what_it_booked_on_either_side(booked, reaching, cast):
    assert sorted(titles(reaching, cast.dong, Filter())) == ["党员学习会", "合唱排练"]
    assert titles(reaching, cast.qi, Filter()) == ["Q镇自己的会"]
    assert titles(reaching, cast.wai, Filter()) == []


def test_it_is_narrowed_by_words_person_and_time(booked, reaching, cast):
    assert titles(reaching, cast.dong, Filter(words="礼堂")) == ["合唱排练"]
    assert titles(reaching, cast.dong, Filter(words="学习")) == ["党员学习会"]
    assert titles(reaching, cast.dong, Filter(person_id=cast.ma.id)) == ["合唱排练"]
    assert titles(reaching, cast.dong, Filter(is_past=True)) == []
    later = MONDAY + timedelta(days=9)
    assert len(titles(reaching, cast.dong, Filter(is_past=True), later)) == 2


def test_single_occurrences_of_a_series_are_listed_only_when_asked_for(booked, reaching, cast, acting):  # noqa: F811
    with acting(cast.dong) as session:
        one = session.exec(select(Booking).where(Booking.title == "合唱排练")).one()
        one.series_id = one.id
    assert titles(reaching, cast.dong, Filter()) == ["党员学习会"]
    assert len(titles(reaching, cast.dong, Filter(with_series=True))) == 2


@freeze_time(MONDAY)
def test_the_page_and_its_file(booked, client, sign_in, cast):
    sign_in(cast.lao_chen)
    page = client.get(PAGE).text
    assert "合唱排练" in page
    assert "Q镇自己的会" not in page
    mine = client.get(f"{PAGE}?mine=y").text
    assert "合唱排练" not in mine
    assert "没有符合条件的预约" in client.get(f"{PAGE}?words=没有这样的").text
    file = client.get("/spaces/bookings.xlsx?mine=y")
    assert file.status_code == 200
    assert file.data.startswith(b"PK")
