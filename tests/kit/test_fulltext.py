"""Bigrams: what the index keeps of a text, and what a query needs of it."""

import pytest

from app.kit.fulltext import grams, index_of, needed, use_key, words_of


def test_a_text_is_kept_as_characters_pairs_and_latin_words():
    assert " ".join(grams("调解工作A座，调解")) == "调 解 工 作 调解 解工 工作 a 座"


def test_the_index_says_nothing_to_whoever_has_no_key():
    use_key("of-this-test-only")
    kept = index_of("调解")
    assert "调" not in kept
    assert len(set(kept.split())) == 3
    use_key("another")
    assert set(index_of("调解").split()).isdisjoint(kept.split())
    use_key("of-this-test-only")


@pytest.mark.parametrize(
    ("query", "asked"),
    [("调解", ["调解"]), ("联席会议", ["联席", "席会", "会议"]), ("Ｗi-Fi 党", ["wi", "fi", "党"]), ("，。", [])],
)
def test_a_query_needs_pairs_and_single_characters_only_where_they_stand_alone(query, asked):
    assert needed(query) == asked


def test_nothing_typed_can_reach_the_index_as_syntax():
    assert needed("\"'&|!():* OR") == ["or"]
    assert words_of("调解 … 食堂 '") == ["调解", "食堂"]
