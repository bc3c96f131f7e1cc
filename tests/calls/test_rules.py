from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from gathering import ENDS, MONDAY, STARTS

from app.calls import rules
from app.calls.models import CallPaper, PaperDraft, PaperKind, PaperState
from app.meetings.models import Meeting
from app.typeset import rules as typeset
from app.typeset.models import Level

HOST, PARTNER = uuid4(), uuid4()
FACTS = rules.Facts(
    name="红梅同心毗邻党建第12次轮值联席会议",
    host="D镇",
    organ="中共D镇委员会",
    partner_organs=("中共Q镇委员会",),
    send_to="",
    copies_to="",
    printed_by="D镇党政办公室",
    starts_at=STARTS,
    ends_at=ENDS,
    place="Q镇党群服务中心共享会议室",
    parking="北门停车场。",
    contact_name="马琳",
    contact_phone="021-59670001",
    topics=("上次议定事项落实情况", "关于互派挂职工作"),
    receipt_due_on=date(2026, 4, 6),
    terms=("D镇", "Q镇"),
)


def a_meeting(**given):
    said = {"partnership_id": uuid4(), "number": 12, "title": "第12次轮值联席会议", "host_id": HOST}
    times = {"starts_at": STARTS, "ends_at": ENDS, "original_on": STARTS.date(), "changed_at": MONDAY}
    return Meeting(**(said | times | given))


def texts(content):
    return [block.text for block in content.body]


def test_the_letter_asks_the_partners_organ_and_states_everything():
    letter = rules.compose_letter(FACTS)
    assert letter.title == "关于商请参加红梅同心毗邻党建第12次轮值联席会议的函"
    assert letter.to == "中共Q镇委员会"
    assert "2026年4月9日（星期四）14:00—16:00。" in texts(letter)
    assert "Q镇党群服务中心共享会议室。停车：北门停车场。" in texts(letter)
    assert texts(letter)[texts(letter).index("三、会议议题") + 2] == "2.关于互派挂职工作。"
    assert "请于2026年4月6日前在邻桥平台填报参会人员名单，或者填写所附回执反馈我方。" in texts(letter)
    assert letter.receipt.columns == ("姓名", "单位及职务", "联系电话", "用餐", "车牌号")
    assert typeset.blanks(letter) == ()


def test_the_notice_speaks_to_the_towns_own_units():
    notice = rules.compose_notice(FACTS)
    assert notice.mark == "中共D镇委员会文件"
    assert notice.to == "各村居党组织，各有关单位"
    assert typeset.blanks(notice) == ()
    assert rules.compose_notice(replace(FACTS, send_to="各村党支部")).to == "各村党支部"


def test_without_an_agenda_the_letter_says_that_it_follows():
    assert "议程另行通知。" in texts(rules.compose_letter(replace(FACTS, topics=())))


def test_three_towns_are_addressed_in_one_letter():
    letter = rules.compose_letter(replace(FACTS, partner_organs=("中共Q镇委员会", "中共R镇委员会")))
    assert letter.to == "中共Q镇委员会、中共R镇委员会"


@pytest.mark.parametrize(
    ("line", "level"),
    [("一、会议时间", Level.FIRST), ("（二）其他", Level.SECOND), ("1.事项", Level.TEXT), ("一是认真", Level.TEXT)],
)
def test_the_numbering_of_a_line_makes_the_heading(line, level):
    assert rules.paragraphs(f"\n  {line}  \n\n")[0].level is level


def test_the_clerks_words_survive_the_way_through_the_form():
    letter = rules.compose_letter(FACTS)
    draft = PaperDraft(title="改题", to="中共Q镇委员会：", body=rules.plain_body(letter), copies_to="区委办，区府办。")
    edited = rules.edited(letter, draft)
    assert edited.body == letter.body
    assert (edited.title, edited.to, edited.copies_to) == ("改题", "中共Q镇委员会", ("区委办", "区府办"))
    assert (edited.mark, edited.receipt, edited.signers) == (letter.mark, letter.receipt, letter.signers)


def test_the_letter_comes_from_the_host_and_a_notice_from_each_town():
    meeting = a_meeting(confirmed_at=MONDAY)
    rules.check_writer(meeting, PaperKind.LETTER, HOST)
    rules.check_writer(meeting, PaperKind.NOTICE, PARTNER)
    with pytest.raises(rules.OnlyHostWrites):
        rules.check_writer(meeting, PaperKind.LETTER, PARTNER)
    with pytest.raises(rules.NotYetConfirmed):
        rules.check_writer(a_meeting(), PaperKind.LETTER, HOST)


def test_an_old_letter_does_not_call_a_moved_meeting():
    content = typeset.to_data(rules.compose_letter(FACTS))
    paper = CallPaper(
        town_id=HOST,
        partnership_id=uuid4(),
        meeting_id=uuid4(),
        organ_id=uuid4(),
        kind=PaperKind.LETTER,
        content=content,
        stated=rules.stated(a_meeting()),
        made_at=MONDAY,
    )
    rules.check_current(paper, a_meeting())
    with pytest.raises(rules.OutOfDate):
        rules.check_current(paper, a_meeting(place="D镇议事厅"))
    with pytest.raises(rules.OutOfDate):
        rules.check_current(paper, a_meeting(starts_at=STARTS.replace(day=16), ends_at=ENDS.replace(day=16)))


@pytest.mark.parametrize("state", [PaperState.SENT, PaperState.DROPPED])
def test_what_was_signed_or_dropped_is_fixed(state):
    paper = CallPaper(
        town_id=HOST,
        partnership_id=uuid4(),
        meeting_id=uuid4(),
        organ_id=uuid4(),
        kind=PaperKind.NOTICE,
        content={},
        made_at=MONDAY,
        state=state,
    )
    with pytest.raises(rules.PaperIsFixed):
        rules.check_editable(paper)
