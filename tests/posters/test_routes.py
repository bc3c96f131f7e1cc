"""A community's month: on the board, on the phone, for a group; everybody may read it."""

from datetime import timedelta

import pytest
from catalogue import occasion, service  # noqa: F401  # fixtures
from rooms import Span, acting, hall, now, room, venue  # noqa: F401  # fixtures

from app.kit import clock
from app.services.models import Kind


@pytest.fixture
def month(service, occasion, cast):  # noqa: F811
    """A session on each side in the coming days."""
    starts = clock.now() + timedelta(minutes=30)
    haircut = service(cast.dong_centre, cast.actor(cast.lao_chen), kind=Kind.ERRANDS, name="便民理发", bring="")
    occasion(haircut, Span(starts, starts + timedelta(hours=1)))
    occasion(service(), Span(starts, starts + timedelta(hours=1)))
    return f"{clock.to_town(starts):%Y-%m}"


def test_a_worker_prints_the_month_of_a_community(client, sign_in, cast, month):
    sign_in(cast.lao_chen)
    unit = cast.dong_centre.id
    page = client.get(f"/posters/?unit={unit}&month={month}").text
    assert "便民理发" in page
    assert "健康体检" in page
    assert "在邻近的Q镇" in page
    assert client.get(f"/posters/{unit}/poster.pdf?month={month}").data[:5] == b"%PDF-"
    picture = client.get(f"/posters/{unit}/picture.png?month={month}")
    assert (picture.data[1:4], picture.headers["X-Pages"]) == (b"PNG", "1")
    assert client.get(f"/posters/{unit}/picture.png?month={month}&page=2").status_code == 404
    assert client.get(f"/posters/{unit}/services.pdf").data[:5] == b"%PDF-"


def test_everybody_reads_the_board(client, cast, month):
    page = client.get(f"/board/{cast.qi_centre.id}?month={month}").text
    assert "健康体检" in page
    assert "在邻近的D镇" in page
    assert client.get(f"/board/{cast.qi_centre.id}?month=2020-01").text.count("本月没有安排") == 3
    assert client.get(f"/board/{cast.qi.id}").status_code == 404
