"""From a content to the elements of a document: hashes, gaps, wording."""

import json
from dataclasses import replace
from datetime import date

import papers
import pytest

from app.typeset import rules
from app.typeset.models import (
    Attendee,
    Correction,
    Decision,
    Excerpt,
    Fix,
    Imprint,
    Letter,
    Level,
    Notice,
    Official,
    Paragraph,
    Presence,
    Source,
    Topic,
)
from app.wording.rules import GAP_OPENS

SOURCE = Source(
    title="第三次轮值联席会议纪要", number="红梅同心毗邻党建联席会议纪要〔2026〕3号", formed_on=date(2026, 10, 26)
)
EXCERPT = Excerpt(
    mark="红梅同心毗邻党建联席会议纪要",
    issuer="红梅同心毗邻党建联席会议办公室",
    source=SOURCE,
    topic="关于阵地共享",
    decision=Decision(text="开放红梅礼堂。"),
    to="Q镇党群服务中心",
)
CORRECTION = Correction(
    mark="红梅同心毗邻党建联席会议纪要",
    issuer="红梅同心毗邻党建联席会议办公室",
    source=SOURCE,
    fixes=(
        Fix(place="第二部分第（一）项", wrong="11月1日", right="12月1日"),
        Fix(place="附件", wrong="", right="见附表"),
    ),
    reason="录入差错",
)
NOTICE = Notice(
    mark="中共D镇委员会文件",
    title="关于做好联席会议准备工作的通知",
    to="各村、居民区党组织",
    body=(Paragraph(text="现通知如下。"),),
    signers=("中共D镇委员会",),
)
ALL: tuple[Official, ...] = (papers.minutes(), papers.letter(), EXCERPT, CORRECTION, NOTICE, papers.agreement())


@pytest.mark.parametrize("content", ALL, ids=lambda c: c.kind)
def test_a_content_survives_the_way_through_json(content: Official) -> None:
    data = json.loads(json.dumps(rules.to_data(content)))
    assert rules.from_data(data) == content
    assert rules.content_hash(rules.from_data(data)) == rules.content_hash(content)


def test_one_changed_character_changes_the_hash() -> None:
    assert rules.content_hash(papers.minutes()) == rules.content_hash(papers.minutes())
    assert rules.content_hash(papers.minutes()) != rules.content_hash(papers.minutes(opening="另一段。"))


@pytest.mark.parametrize("data", [{}, {"kind": "nonsense"}, {"kind": "minutes", "mark": "x"}])
def test_what_is_no_content_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        rules.from_data(data)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="secrecy"):
        rules.from_data(rules.to_data(NOTICE) | {"secrecy": "机密"})


def test_complete_contents_have_no_blanks() -> None:
    assert [rules.blanks(content) for content in ALL] == [()] * len(ALL)


def test_every_missing_value_is_named_once_in_the_order_of_the_page() -> None:
    nobody = Presence(label="出席", people=(Attendee(name=""), Attendee(name=" ")))
    minutes = papers.minutes(title="", topics=(Topic(title="", decisions=(Decision(text=" "),)),), presence=(nobody,))
    assert rules.blanks(minutes) == ("标题", "议题名称", "议定事项", "姓名")
    with pytest.raises(rules.Incomplete, match="标题、议题名称、议定事项、姓名"):
        rules.check_complete(minutes)


def test_a_preview_shows_every_gap_and_an_issued_document_none() -> None:
    empty = str(rules.compose(papers.minutes(topics=(), presence=()), Imprint()))
    assert "议题" in empty
    assert "出席人员" in empty
    drafted = str(rules.compose(papers.minutes(mark="", title="", opening=""), Imprint()))
    for label in ("发文机关标志", "标题", "会议概况", "文号待取", "成文日期", "印发日期"):
        assert label in drafted
    assert GAP_OPENS not in str(rules.compose(papers.minutes(), papers.IMPRINT))


def test_nothing_typed_can_pass_for_a_gap_or_a_control_character() -> None:
    composed = rules.compose(papers.minutes(opening="甲\ue000乙\ue001丙\x00"), papers.IMPRINT)
    assert composed.body[0] == Paragraph(text="甲乙丙")


def test_topics_and_resolutions_are_numbered_by_the_typesetter() -> None:
    topics = (
        Topic(title="关于甲", decisions=(Decision(text="一事。"), Decision(lead="要点。", text="二事。"))),
        Topic(title="关于乙", summary=("第一段。\n第二段。",)),
    )
    body = rules.compose(papers.minutes(topics=topics), papers.IMPRINT).body[1:]
    assert [getattr(b, "lead", "") + getattr(b, "text", "") for b in body] == [
        "一、关于甲",
        "（一）一事。",
        "（二）要点。二事。",
        "二、关于乙",
        "第一段。",
        "第二段。",
    ]
    assert [getattr(b, "level", None) for b in body[:2]] == [Level.FIRST, Level.SECOND]


def test_who_is_responsible_and_until_when_stands_behind_the_resolution() -> None:
    decision = Decision(
        text="办。", number="2026-12", responsible=("甲", "乙"), people=("王喆",), due_on=date(2026, 12, 1)
    )
    body = rules.compose(papers.minutes(topics=(Topic(title="关于甲", decisions=(decision,)),)), papers.IMPRINT).body
    assert body[2].text == "办。（责任单位：甲、乙；责任人：王喆；完成时限：2026年12月1日前；编号：2026-12）"  # type: ignore[union-attr]


def test_a_unit_is_named_once_for_its_people_in_a_row() -> None:
    people = (
        Attendee(name="王喆", unit="D镇党委", post="书记"),
        Attendee(name="李䶮", unit="D镇党委", post="副书记", note="代赵建国"),
        Attendee(name="孙志强", unit="Q镇党委"),
        Attendee(name="", unit="Q镇党委"),
    )
    text = rules.presence_text(people)
    assert text.startswith("D镇党委书记王喆、副书记李䶮（代赵建国）；Q镇党委孙志强、")
    assert "姓名" in text


def test_a_list_without_anybody_is_not_printed() -> None:
    presence = (*papers.minutes().presence, Presence(label="列席", people=()))
    labels = [label for label, _ in rules.compose(papers.minutes(presence=presence), papers.IMPRINT).presence]
    assert labels == ["出席", "请假", "列席"]


def test_a_correction_says_what_was_wrong_and_what_is_right() -> None:
    text = str(rules.compose(CORRECTION, papers.IMPRINT).body)
    assert "一、第二部分第（一）项：“11月1日”更正为“12月1日”。" in text
    assert "二、附件：补充“见附表”。" in text
    assert "（红梅同心毗邻党建联席会议纪要〔2026〕3号，2026年10月26日）" in text


def test_an_excerpt_is_addressed_and_names_its_source() -> None:
    composed = rules.compose(EXCERPT, papers.IMPRINT)
    assert composed.to == "Q镇党群服务中心"
    assert composed.subject.endswith("（摘录）")
    assert "〔2026〕3号" in str(composed.body[0])


def test_a_letter_has_no_printing_line_and_a_notice_has() -> None:
    assert rules.compose(papers.letter(), papers.IMPRINT).printed_by == ""
    assert rules.compose(replace(NOTICE, printed_by="办公室"), papers.IMPRINT).printed_on == "2026年10月27日"


def test_every_text_is_listed_with_the_person_it_belongs_to() -> None:
    found = dict(
        rules.strings(papers.minutes(presence=(Presence(label="出席", people=(Attendee(name="张𬭎", note="代"),)),)))
    )
    assert found["张𬭎"] == "张𬭎"
    assert found["代"] == "张𬭎"


def test_letters_keep_the_levels_of_their_paragraphs() -> None:
    body = (Paragraph(text="一、时间", level=Level.FIRST), Paragraph(text="上\n下", lead="（一）"))
    composed = rules.compose(papers.letter(body=body), papers.IMPRINT)
    assert [(b.text, b.lead) for b in composed.body] == [("一、时间", ""), ("上", "（一）"), ("下", "")]  # type: ignore[union-attr]
    assert isinstance(papers.letter(), Letter)


def test_an_agreement_bears_each_partys_number_or_as_a_joint_document_the_hosts_alone() -> None:
    imprint = Imprint(number="D委发〔2026〕12号", numbers=("D委协〔2026〕3号", "", "Q委协〔2026〕5号"))
    bare = rules.compose(papers.agreement(), imprint)
    assert (bare.numbers, bare.number, bare.mark, bare.printed_by) == ("D委协〔2026〕3号　Q委协〔2026〕5号", "", "", "")
    joint = rules.compose(replace(papers.agreement(), mark="中共D镇委员会\n中共Q镇委员会"), imprint)
    assert (joint.numbers, joint.number) == ("", "D委发〔2026〕12号")
    assert [party.role for party in joint.parties] == ["甲方", "乙方"]
