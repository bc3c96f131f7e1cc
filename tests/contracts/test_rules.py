"""The text of an agreement: numbers by place, references that follow them."""

from dataclasses import replace

import papers
import pytest

from app.blocks.models import Level
from app.contracts import rules
from app.contracts.models import Agreement, Article, Item, Party
from app.wording.rules import GAP_OPENS

BARE = Agreement(title="共建协议", parties=(Party(name="甲镇"), Party(name="乙镇")), articles=())


def texts(agreement):
    return [block.text for block in rules.body(agreement)]


@pytest.mark.parametrize(
    ("place", "said"), [(1, "第一条"), (10, "第十条"), (21, "第二十一条"), (100, "第一百条"), (101, "第一百零一条")]
)
def test_articles_are_numbered_in_words(place, said):
    assert rules.number_of(place) == said
    assert rules.number_of(110) == "第一百一十条"
    assert rules.number_of(120) == "第一百二十条"


def test_headings_items_and_points():
    said = texts(papers.agreement())
    assert said[0].startswith("为深入贯彻")
    assert said[1] == "第一条　共享范围"
    assert "（二）乙方开放红梅礼堂、共享会议室等12处；" in said
    assert "1.红梅礼堂每周二、周四下午优先供甲方使用；" in said
    assert rules.body(papers.agreement())[1].level is Level.FIRST


def test_references_follow_the_numbers_when_articles_move():
    agreement = papers.agreement()
    assert any("违反第一条或者第一条第（二）项约定" in words for words in texts(agreement))
    moved = replace(agreement, articles=(Article(heading="总则", text="共同遵守。"), *agreement.articles))
    assert any("违反第二条或者第二条第（二）项约定" in words for words in texts(moved))


@pytest.mark.parametrize("typed", ["{第:没有}", "{第：范围：9}"])
def test_a_reference_that_leads_nowhere_is_named_and_shown_as_a_gap(typed):
    agreement = papers.agreement()
    wrong = replace(agreement, preamble=f"按{typed}办理。")
    assert rules.unknown_references(wrong) == (typed,)
    assert GAP_OPENS in texts(wrong)[0]
    assert rules.unknown_references(agreement) == ()


def test_parties_are_named_in_order_unless_they_name_themselves():
    parties = (Party(name="D镇"), Party(name="Q镇", role="承办方"), Party(name=""))
    named = rules.named(parties)
    assert [p.role for p in named] == ["甲方", "承办方", "丙方"]
    assert GAP_OPENS in named[2].name


def test_what_is_not_written_yet_is_a_gap():
    assert GAP_OPENS in texts(BARE)[0]
    empty = replace(BARE, articles=(Article(heading=" ", items=(Item(text=""),)),))
    assert all(GAP_OPENS in words for words in texts(empty))
