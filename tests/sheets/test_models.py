"""Papers for the meeting room, printed for real."""

import papers
import pytest
from papers import MM

from app.sheets.models import (
    Agenda,
    AgendaItem,
    Fact,
    Manuscript,
    NameCard,
    NameCards,
    Seating,
    SeatingPlan,
    SeatRow,
    Sheet,
    SignInGroup,
    SignInSheet,
    Step,
)
from app.typeset import gateways
from app.typeset.models import Level, Paragraph, Table

FACTS = (Fact(label="时间", value="2026年10月22日 14:00"), Fact(label="地点", value="共享会议室"))


def printed(content: object) -> bytes:
    return gateways.to_pdf(content, archival=False)


def test_an_agenda_lists_what_is_dealt_with_when_and_by_whom() -> None:
    items = (
        AgendaItem(title="关于阵地共享", starts="14:05", minutes=20, presenter="朱敏", note="材料1"),
        AgendaItem(title="其他"),
    )
    text = papers.text_of(printed(Agenda(title="会议议程", items=items, facts=FACTS, notes=("请提前签到。",))))
    for part in ("会议议程", "14:05", "20分钟", "朱敏", "材料1", "共享会议室", "请提前签到"):
        assert part in text


def test_a_script_is_set_in_large_letters() -> None:
    sheet = Sheet(
        title="主持词",
        large=True,
        facts=FACTS,
        body=(Paragraph(text="一、开场", level=Level.FIRST), Paragraph(text="现在开会。")),
    )
    sizes = {round(c["size"]) for c in papers.opened(printed(sheet)).pages[0].chars if c["text"] in "现在开会"}
    assert sizes == {20}


def test_a_wide_sheet_lies_on_its_side() -> None:
    table = Table(head=("组别", "任务"), rows=(("材料组", "印制"),), widths=(1, 3))
    page = papers.opened(printed(Sheet(title="会务分工表", body=(table,), landscape=True, footer="联系电话"))).pages[0]
    assert page.width > page.height
    assert "联系电话" in page.extract_text()


def test_a_sign_in_sheet_has_lines_for_everybody_and_for_guests_and_a_code() -> None:
    groups = (
        SignInGroup(heading="D镇", people=papers.attendees(5)),
        SignInGroup(heading="Q镇", people=papers.attendees(30)),
    )
    sheet = SignInSheet(
        title="签到表", groups=groups, facts=FACTS, blank_rows=3, check_in_url="https://linqiao.example/x"
    )
    pdf = printed(sheet)
    text = papers.text_of(pdf)
    assert "D镇（应到5人）" in text
    assert "扫码签到" in text
    assert "33" in text
    assert len(papers.opened(pdf).pages) >= 2


@pytest.mark.parametrize("name", ["王喆", "欧阳修文", "阿卜杜热合曼·买买提吐尔逊", "张𬭎"])
def test_a_name_card_shows_the_name_on_both_sides_of_the_fold(name: str) -> None:
    pdf = printed(NameCards(cards=(NameCard(name=name, line="D镇党委书记"), NameCard(name="李䶮"))))
    pages = papers.opened(pdf).pages
    assert len(pages) == 2
    turned = [c for c in pages[0].chars if c["matrix"][0] < -0.5]
    upright = [c for c in pages[0].chars if c["matrix"][0] > 0.5]
    assert len(turned) == len(upright) > 0
    assert max(c["bottom"] for c in turned) / MM <= 148.5
    assert min(c["top"] for c in upright) / MM >= 148.5
    assert min(c["x0"] for c in pages[0].chars) >= 0
    assert max(c["x1"] for c in pages[0].chars) <= pages[0].width


@pytest.mark.parametrize("seating", list(Seating))
def test_a_seating_plan_names_every_chair(seating: Seating) -> None:
    rows = (
        SeatRow(label="Q镇", names=("徐建国", "汤华", "")),
        SeatRow(label="D镇", names=("沈卫东",)),
        SeatRow(label="列席", names=("老吴",)),
    )
    text = papers.text_of(
        printed(SeatingPlan(title="座次图", seating=seating, rows=rows, facts=FACTS, note="面门为上"))
    )
    for part in ("徐建国", "沈卫东", "入口", "面门为上"):
        assert part in text
    assert ("会议桌" in text) == (seating is Seating.FACING)


def test_the_manuscript_form_shows_every_step() -> None:
    form = Manuscript(
        organ="中共D镇委员会",
        title="会议纪要",
        number="第3期",
        steps=(Step(label="签　　发", who="沈卫东", when="2026年10月26日", opinion="同意"), Step(label="会　　签")),
        publicity="不予公开",
        secrecy_review="何静",
    )
    text = papers.text_of(printed(form))
    for part in ("中共D镇委员会发文稿纸", "沈卫东", "同意", "会签", "不予公开", "何静", "非涉密系统"):
        assert part in text


def test_sheets_show_in_the_browser_too() -> None:
    page = gateways.preview(NameCards(cards=(NameCard(name="<b>王喆"),)))
    assert "&lt;b&gt;王喆" in page
    assert "style=" not in page
