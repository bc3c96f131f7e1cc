from datetime import date

from app.verdicts import rules


def test_an_empty_paper_has_every_box_of_the_form_with_room_for_seal_and_date():
    paper = rules.appraisal(rules.Basics(), {})
    assert [b.label for b in paper.boxes] == [
        "个人总结",
        "挂职单位鉴定意见",
        "挂职镇党委意见及等次",
        "派出镇党委意见",
        "组织部门意见",
    ]
    assert all("年" in box.date for box in paper.boxes)
    assert all("盖章" in box.signs for box in paper.boxes[1:])
    assert "□优秀" in paper.boxes[2].choice
    assert paper.copies == "（一式三份）"


def test_a_filled_box_carries_its_words_grade_organ_and_day():
    said = {
        "host_committee": rules.Said("同意。", date(2026, 10, 9), "称职"),
        "organisation": rules.Said("同意。", date(2026, 10, 12), organ="中共崇明区委组织部"),
    }
    paper = rules.appraisal(rules.Basics(person="林芳"), said)
    assert (paper.boxes[2].choice, paper.boxes[2].date) == ("等次：称职", "2026年10月9日")
    assert paper.boxes[4].signs == "中共崇明区委组织部（盖章）"
    assert paper.lines[0].cells[0].value == "林芳"


def test_the_other_papers_can_be_printed_empty_too():
    for paper in (rules.midterm(rules.Basics()), rules.year(rules.Basics())):
        assert paper.boxes
        assert any("□优秀" in box.choice for box in paper.boxes)
