"""Where a line of Chinese may be widened."""

import pytest

from app.justify import rules


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("会议听取", 3.0), ("会", 0.0), ("", 0.0), ("2026", 0.0), ("会议2026年", 2.0), ("a会b", 1.0)],
)
def test_chinese_widens_and_figures_do_not(text: str, gaps: float) -> None:
    assert rules.gaps(text) == gaps


def test_spans_are_counted_in_utf8_bytes_as_pango_counts() -> None:
    assert rules.spans("a会议b䶮𬭎") == [(1, 7), (8, 15)]


def test_a_line_without_chinese_is_left_to_its_spaces() -> None:
    assert not rules.is_chinese(["Linqiao 2026", ""])
    assert rules.is_chinese(["Linqiao", "邻桥"])
