"""English is complete: every word on screen has its English, with the same placeholders, and nothing is left over."""

import re

import pytest

from tools import words

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@pytest.fixture(scope="module")
def wanted():
    return {message.id for message in words.on_screen() if message.id}


@pytest.fixture(scope="module")
def english():
    return {message.id: message for message in words.english() if message.id}


def first(value):
    return value[0] if isinstance(value, tuple) else value


def test_every_word_on_screen_has_its_english(wanted, english):
    missing = {first(i) for i in wanted if i not in english or not first(english[i].string)}
    assert sorted(missing) == [], "run: .venv/bin/python -m tools.words"


def test_no_translation_outlives_its_word(wanted, english):
    assert sorted(first(i) for i in set(english) - wanted) == [], "run: .venv/bin/python -m tools.words"


def test_no_translation_is_a_guess(english):
    assert [first(m.id) for m in english.values() if m.fuzzy] == []


def test_placeholders_agree(english):
    names = re.compile(r"%\((\w+)\)")
    differing = [
        first(m.id) for m in english.values() if set(names.findall(first(m.id))) != set(names.findall(first(m.string)))
    ]
    assert differing == []


def test_english_is_english(english):
    """Chinese stands in it only where a sample is quoted from the original: a document number, a word to type."""
    left = [m for m in english.values() if not is_english(first(m.id), first(m.string))]
    assert [first(m.string) for m in left] == []


def is_english(original, translation):
    return (translation != original or not CHINESE.search(original)) and all(
        quoted in original for quoted in CHINESE.findall(translation)
    )
