"""When we meet and who hosts, as clerks see it: founded without a script, previewed live with one, read on a phone."""

from datetime import timedelta

import agreed
import pytest

from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach


@pytest.fixture
def reaching(live_app, live_cast):
    """Sessions on the served database, as tests/agreed.py wants them."""
    engine = live_app.extensions["engine"]

    def open_one(town, person=None, now=None):
        reach = Reach(frozenset({town.id}), frozenset({live_cast.pair.id}), person and person.id)
        return open_session(engine, reach, now=now)

    return open_one


@pytest.fixture
def series_id(reaching, live_cast):
    month = (clock.today().replace(day=1) + timedelta(days=31)).replace(day=1)
    return agreed.found(reaching, live_cast, clock.now(), first_on=month)


def test_a_series_is_read_on_screen_and_phone(visit, live_cast, series_id):
    for width in (1280, 360):
        page = visit(live_cast.yan, width=width)
        page.go(f"/series/{series_id}")
        page.look(f"series-{width}")
        page.go("/series")
        page.look(f"series-list-{width}")


def test_the_preview_follows_the_form(visit, live_cast):
    page = visit(live_cast.ma)
    page.go(f"/series/new/{live_cast.pair.id}")
    page.look("series-new")
    page.page.select_option("#nth", "3")
    page.page.wait_for_selector("text=当月第三个星期四14:00—16:00")
    page.look("series-new-previewed")


def test_a_swap_is_proposed_without_a_script(visit, live_cast, series_id):
    page = visit(live_cast.ma, script=False)
    page.go(f"/series/{series_id}")
    page.press("对调第1次", role="link")
    page.look("swap")
    page.page.check("input[name=taker]")
    page.page.fill("#reason", "镇党委换届")
    page.press("提出，征求各镇确认")
    page.look("proposal")


def test_the_calendar_is_read_on_screen_and_phone(visit, live_cast):
    for width in (1280, 360):
        page = visit(live_cast.yan, width=width)
        page.go(f"/calendar/{live_cast.pair.id}/2026")
        page.look(f"calendar-{width}")
        page.go(f"/calendar/{live_cast.pair.id}/2026/10")
        page.look(f"calendar-month-{width}")
    page.go(f"/calendar/{live_cast.pair.id}/2027/import")
    page.look("calendar-import")
