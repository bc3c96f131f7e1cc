"""The log in a browser: written on a phone with photos, kept without a network, answered by the mentor."""

import io
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import pytest
from logging_days import picture
from PIL import Image
from playwright.sync_api import expect
from postings import agreed_pair

from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.towns import queries as towns

PATIENCE = 60_000  # milliseconds: a busy machine is no fault of the page


@pytest.fixture
def posting(live_app, live_cast):
    """林芳 has been at Q镇 for a fortnight, and stays."""
    today, engine = clock.today(), live_app.extensions["engine"]
    with ExitStack() as stack:

        def reaching(town, person=None, now=None):
            with open_session(engine, Reach.nothing(), writes=False) as looking:
                partnerships = towns.partnership_ids_of(looking, frozenset({town.id}))
            reach = Reach(frozenset({town.id}), partnerships, person and person.id)
            return stack.enter_context(open_session(engine, reach, now=now))

        first = today - timedelta(days=14)
        return agreed_pair(
            reaching, live_cast, first, first + timedelta(days=190), now=clock.at(first - timedelta(days=20), "10:00")
        )[0]


def photo(tmp_path, name: str) -> str:
    path = tmp_path / name
    path.write_bytes(picture(1200, 900, place=True).data)
    return str(path)


def test_two_minutes_on_a_phone(visit: Callable, live_cast, posting, tmp_path) -> None:
    phone = visit(live_cast.lin, width=360)
    phone.go("/log/", name="log-index")
    phone.press("写今天的日志", role="link")
    phone.fill(kind="visit", done="走访独居老人三户，两户要换电池。", learned="敲门前先打电话。", hours="1.5")
    photos = [photo(tmp_path, f"{n}.jpg") for n in range(2)]
    phone.page.set_input_files("#main [name=photos]", photos)
    phone.shoot("log-write")
    phone.press("提交", name="log-entry")
    assert "日志已提交" in phone.text()
    assert phone.page.locator(".log-photos img").count() == 2
    with Image.open(io.BytesIO(phone.page.request.get(f"{phone.address}{_first_photo(phone)}").body())) as shown:
        assert not shown.getexif()
    phone.go(f"/secondments/{posting.id}/log", name="log-month")
    assert "已记" in phone.text()

    desk = visit(live_cast.tang)
    desk.go("/log/", name="log-index-mentor")
    desk.press("林芳", role="link", name="log-month-mentor")
    desk.page.locator("summary", has_text="填写评价").click()
    desk.fill(text="进步快")
    desk.page.get_by_label("较好").check()
    desk.press("保存评价")
    desk.page.locator("#main article a").first.click()
    desk.look("log-entry-mentor")
    desk.fill(text="电池统一登记一下。")
    desk.press("发出点评", name="log-comment")
    assert "点评已发出" in desk.text()


def _first_photo(visitor) -> str:
    return str(visitor.page.locator(".log-photos a").first.get_attribute("href"))


def test_words_typed_without_a_network_are_not_lost(visit: Callable, live_cast, posting) -> None:
    phone = visit(live_cast.lin, width=360)
    path = f"/secondments/{posting.id}/log/new"
    phone.go(path)
    phone.fill(done="在渡船上写的")
    expect(phone.page.locator("[data-said]")).to_contain_text("草稿已保存", timeout=PATIENCE)
    phone.page.context.set_offline(True)
    phone.fill(done="在渡船上写的，断网以后又写了一句。")
    phone.page.get_by_role("button", name="提交", exact=True).click()
    assert "没有网络" in phone.page.inner_text("[data-said]")
    phone.complaints.clear()  # the browser says that it is offline
    phone.page.close()
    phone.page.context.set_offline(False)

    again = phone.page.context.new_page()
    again.set_default_timeout(90_000)
    again.goto(phone.address + path)
    expect(again.locator("[name=done]")).to_have_value("在渡船上写的，断网以后又写了一句。", timeout=PATIENCE)
    expect(again.locator("[data-said]")).to_contain_text("已载入草稿", timeout=PATIENCE)

    desk = visit(live_cast.lin)
    desk.go(path, name="log-draft-desk")
    assert "断网以后又写了一句" in desk.page.input_value("#main [name=done]")


def test_the_log_works_without_script(visit: Callable, live_cast, posting) -> None:
    plain = visit(live_cast.lin, width=360, script=False)
    plain.go(f"/secondments/{posting.id}/log/new")
    plain.fill(done="先记一句")
    plain.press("存草稿", name="log-draft")
    assert plain.page.input_value("#main [name=done]") == "先记一句"
    plain.press("提交")
    assert "日志已提交" in plain.text()
