"""Forms of numbers, codes typed from paper, pauses and limits."""

from datetime import UTC, datetime, timedelta

import pytest

from app.documents import rules
from app.documents.models import Document, DocumentState, NumberDraft, NumberForm

NOW = datetime(2026, 10, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "series", "sequence"),
    [
        ("D委〔2026〕5号", "D委", 5),
        ("Q委函〔2026〕18号", "Q委函", 18),
        ("红梅同心毗邻党建联席会议纪要〔2026〕3号", "红梅同心毗邻党建联席会议纪要", 3),
    ],
)
def test_a_number_from_the_towns_register_is_read(typed: str, series: str, sequence: int) -> None:
    number = rules.entered_number(NumberDraft(entered=typed), 2026)
    assert (number.series, number.year, number.sequence, number.text) == (series, 2026, sequence, typed)


def test_an_issue_number_belongs_to_the_series_it_was_asked_for() -> None:
    number = rules.entered_number(NumberDraft(series="联席会议纪要", entered="第3期"), 2026)
    assert (number.series, number.sequence, number.text) == ("联席会议纪要", 3, "第3期")


@pytest.mark.parametrize(
    "typed",
    [
        "D委[2026]5号",
        "D委（2026）5号",
        "D委(2026)5号",
        "D委〔2026〕05号",
        "D委〔2026〕第5号",
        "D委〔26〕5号",
        "〔2026〕5号",
        "D委〔2026〕0号",
        "D委〔2026〕5",
        "D 委〔2026〕5号",
        "第0期",
        "'; DROP TABLE document;--",
    ],
)
def test_a_number_in_the_wrong_form_is_refused_with_the_right_one(typed: str) -> None:
    with pytest.raises(rules.BadNumber, match="D委函〔2026〕8号"):
        rules.entered_number(NumberDraft(entered=typed), 2026)


def test_a_number_of_another_year_is_refused() -> None:
    with pytest.raises(rules.WrongYear, match="2026年"):
        rules.entered_number(NumberDraft(entered="D委〔2025〕5号"), 2026)


def test_the_next_number_is_printed_in_the_form_of_the_series() -> None:
    assert rules.numbered(NumberDraft(series="D委函"), 2026, 8).text == "D委函〔2026〕8号"
    assert rules.numbered(NumberDraft(series="x", form=NumberForm.ISSUES), 2026, 8).text == "第8期"


@pytest.mark.parametrize("typed", ["K7MP3RXW22AB", "k7mp-3rxw-22ab", " K7MP 3RXW 22AB\n"])
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.typed_code(typed) == "K7MP3RXW22AB"
    assert rules.shown_code("K7MP3RXW22AB") == "K7MP-3RXW-22AB"


def test_a_document_may_be_claimed_while_nobody_holds_it() -> None:
    document = Document(state=DocumentState.QUEUED, attempts=0)
    assert rules.may_be_claimed(document, NOW)
    document.claimed_until = NOW + timedelta(seconds=1)
    assert not rules.may_be_claimed(document, NOW)
    assert rules.may_be_claimed(document, NOW + timedelta(seconds=1))


def test_pauses_grow_with_every_failure() -> None:
    pauses = [rules.next_try(n, NOW) - NOW for n in (1, 2, 3)]
    assert [p.seconds for p in pauses] == [10, 40, 90]
