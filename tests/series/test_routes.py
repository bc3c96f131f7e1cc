from datetime import UTC, datetime

import agreed
import pytest
from freezegun import freeze_time

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with freeze_time(NOW):
        yield


def test_an_empty_list_says_what_to_do_first(client, cast, sign_in):
    sign_in(cast.ma)
    page = client.get("/series").text
    assert "还没有轮值安排" in page
    assert f"/series/new/{cast.pair.id}" in page
    sign_in(cast.lao_chen)
    assert "/series/new/" not in client.get("/series").text


def test_everybody_of_both_towns_reads_dates_hosts_and_counts(client, cast, sign_in, reaching):
    series_id = agreed.found(reaching, cast, NOW)
    for person in (cast.lao_chen, cast.qian, cast.yan):
        sign_in(person)
        page = client.get(f"/series/{series_id}").text
        assert "各镇承办次数" in page
        assert "承办镇怎样轮" in page
        assert page.count('<th scope="row">第') == 6
        assert "2026年11月12日" in client.get("/series").text


def test_a_stranger_sees_no_series(client, cast, sign_in, reaching):
    series_id = agreed.found(reaching, cast, NOW)
    sign_in(cast.bao)
    assert client.get(f"/series/{series_id}").status_code == 404
    assert "红梅同心" not in client.get("/series").text
