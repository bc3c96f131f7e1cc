"""Dates on pages: as Chinese documents write them, in English for English readers, always by the towns' clock."""

import copy
import json
from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from app import create_app
from app.kit.clock import chinese_date, weekday_name
from app.kit.i18n import N_, joined, worded
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


def on_page(pages, template, language, **values):
    with pages.test_request_context(headers={"Accept-Language": language}):
        return render_template_string(template, **values)


def test_words_made_by_a_rule_are_said_in_the_readers_language(pages):
    days = joined(N_("、"), [weekday_name(date(2026, 11, 23)), weekday_name(date(2026, 11, 25))])
    rule = worded(N_("每周%(days)s"), days=days)
    template = "{{ rule }}|{{ [rule, days] | join('; ') }}|{{ _('%(town)s：%(rule)s', town='D镇', rule=rule) }}"
    said = on_page(pages, template, "zh-CN", rule=rule, days=days)
    assert said == "每周星期一、星期三|每周星期一、星期三; 星期一、星期三|D镇：每周星期一、星期三"
    english = on_page(pages, template, "en", rule=rule, days=days)
    assert english.count("Monday, Wednesday") == 4
    assert "星期" not in english


def test_the_same_words_are_plain_chinese_everywhere_else(pages):
    day = chinese_date(date(2026, 11, 23))
    assert (day, json.dumps({"on": day}, ensure_ascii=False)) == ("2026年11月23日", '{"on": "2026年11月23日"}')
    assert copy.deepcopy(day).params == {"day": date(2026, 11, 23)}


def test_words_typed_by_somebody_are_escaped_inside_a_sentence(pages):
    said = worded(N_("%(town)s：%(rule)s"), town="<b>", rule=worded(N_("不开放")))
    assert "&lt;b&gt;" in on_page(pages, "{% autoescape true %}{{ said }}{% endautoescape %}", "zh-CN", said=said)
