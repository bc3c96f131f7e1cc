"""Numerals, titles, names, and what no printer prints."""

from datetime import date

import pytest

from app.wording import rules


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三"), (99, "九十九")]
)
def test_numerals_are_written_as_headings_write_them(number: int, words: str) -> None:
    assert rules.numeral(number) == words


def test_a_day_has_arabic_figures_without_leading_zeros() -> None:
    assert rules.day(date(2026, 1, 5)) == "2026年1月5日"
    assert rules.day(None) == ""


def test_control_characters_and_direction_marks_are_not_printed() -> None:
    assert rules.printable("王\x00喆\u202e\ud800\ue000，\t好\r\n好") == "王喆， 好\n好"


def test_the_paragraphs_of_a_field_lose_their_own_indents_and_empty_lines() -> None:
    assert rules.lines("　　第一段。\n\n  第二段。\n") == ("第一段。", "第二段。")


def test_a_name_of_two_characters_is_as_wide_as_one_of_three() -> None:
    assert [rules.aligned_name(n) for n in ("王喆", "欧阳修文", "赵建国", "Li")] == [
        "王　喆",
        "欧阳修文",
        "赵建国",
        "Li",
    ]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("会议纪要", ("会议纪要",)),
        ("D镇、Q镇毗邻党建2026年第三次轮值联席会议纪要", ("D镇、Q镇毗邻党建2026年", "第三次轮值联席会议纪要")),
        ("关于商请参加毗邻党建2026年第三次轮值联席会议的函", ("关于商请参加毗邻党建2026年", "第三次轮值联席会议的函")),
        ("关于《长江口毗邻党建阵地共享服务方案》的更正", ("关于《长江口毗邻党建", "阵地共享服务方案》的更正")),
        ("第一行\n第二行", ("第一行", "第二行")),
        ("", ()),
    ],
)
def test_a_title_is_broken_by_sense(title: str, lines: tuple[str, ...]) -> None:
    assert rules.title_lines(title, ("D镇", "Q镇")) == lines


@pytest.mark.parametrize("length", [1, 19, 20, 21, 40, 41, 65, 130])
def test_no_title_is_lost_and_no_line_too_long(length: int) -> None:
    title = ("毗邻党建联席会议关于互派挂职干部与阵地共享的若干事项" * 6)[:length]
    lines = rules.title_lines(title)
    assert "".join(lines) == title
    assert all(rules.ems(line) <= rules.TITLE_EMS for line in lines)


def test_an_unbreakable_title_is_broken_anyway() -> None:
    assert "".join(rules.title_lines("A" * 100)) == "A" * 100


def test_a_mark_shrinks_until_it_fits() -> None:
    assert rules.fitting_size("会议纪要", width=442, largest=52) == 52
    assert rules.fitting_size("红梅同心毗邻党建联席会议纪要", width=442, largest=52) == 31.5
