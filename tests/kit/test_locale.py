"""Dates on pages: as Chinese documents write them, in English for English readers, always by the towns' clock."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from app import create_app
from config import Config


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    config = Config()
    config.DATABASE_URL = f"sqlite:///{tmp_path_factory.mktemp('locale')}/none.db"
    return create_app(config)


def shown(pages, day, language):
    with pages.test_request_context(headers={"Accept-Language": language}):
        return render_template_string("{{ d | chinese_date }} {{ d | weekday_name }}", d=day)


def test_dates_as_documents_write_them(pages):
    assert shown(pages, date(2026, 11, 23), "zh-CN") == "2026年11月23日 星期一"


def test_dates_for_english_readers(pages):
    assert shown(pages, date(2026, 11, 23), "en") == "23 November 2026 Monday"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_instant_falls_on_the_towns_day(pages, language):
    late = datetime(2026, 11, 22, 17, tzinfo=UTC)  # 01:00 on the 23rd in the towns
    assert shown(pages, late, language) == shown(pages, date(2026, 11, 23), language)


@pytest.mark.parametrize(
    ("asked", "expected"), [("zh-TW", "zh-Hans"), ("en-GB,en;q=0.9", "en"), ("fr", "zh-Hans"), ("", "zh-Hans")]
)
def test_the_browser_is_asked_when_nothing_was_chosen(pages, asked, expected):
    page = pages.test_client().get("/preferences/", headers={"Accept-Language": asked})
    assert f'<html lang="{expected}"' in page.text
