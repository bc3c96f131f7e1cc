"""What is said in one line at the counter."""

from datetime import UTC, datetime

import pytest

from app.counter import rules


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("王秀英 13800001234", "王秀英", "13800001234"),
        ("王秀英，138-0000-1234", "王秀英", "13800001234"),
        ("0513 8331 2345 老李", "老李", "051383312345"),
        ("王秀英:13800001234", "王秀英", "13800001234"),
    ],
)
def test_name_and_telephone_in_one_field(text, name, phone):
    assert rules.read_contact(text) == (name, phone)


@pytest.mark.parametrize("text", ["王秀英", "13800001234", "王秀英 12"])
def test_what_is_missing_is_asked_for(text):
    with pytest.raises(rules.ContactUnreadable):
        rules.read_contact(text)


def test_the_quick_form_proposes_the_next_full_hour():
    starts, ends = rules.first_span(datetime(2026, 3, 2, 1, 20, tzinfo=UTC))
    assert (starts.hour, starts.minute, ends.hour) == (2, 0, 4)
