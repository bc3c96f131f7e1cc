from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.materials import rules
from app.materials.rules import Occasion, Person, ScriptItem
from app.sheets.models import Seating

OCCASION = Occasion(
    name="红梅同心毗邻党建第12次轮值联席会议",
    starts_at=datetime(2026, 12, 10, 6, 0, tzinfo=UTC),
    place="Q镇党群服务中心红梅礼堂",
    host="Q镇",
    guests=("D镇",),
    next_host="D镇",
)
ITEMS = [
    ScriptItem("上次议定事项落实情况", "", "", 15),
    ScriptItem("关于阵地共享", "D镇", "倪德堃", 20),
]
PEOPLE = [
    Person("徐建国", "Q镇党委书记", "Q镇", False),
    Person("汤华", "党政办主任", "Q镇", False),
    Person("沈卫东", "D镇党委书记", "D镇", False),
    Person("何静", "党政办主任", "D镇", False),
    Person("王喆", "党群服务中心主任", "Q镇", True),
]


def text_of(sheet):
    return "\n".join(block.text for block in sheet.body)


def test_the_script_speaks_in_the_hosts_voice():
    said = text_of(rules.script(OCCASION, ITEMS, PEOPLE, ("徐建国", "", "")))
    assert "本次会议由Q镇承办" in said
    assert "我代表Q镇，对D镇的各位同志表示热烈欢迎" in said
    assert "D镇出席会议的有：D镇党委书记沈卫东、党政办主任何静。" in said
    assert "列席会议的有：王喆。" in said
    assert "下面进行第二项议程：关于阵地共享。请D镇倪德堃同志汇报，时间约20分钟。" in said
    assert "请双方明确议定事项" in said
    assert said.endswith("下次会议由D镇承办，请提前做好准备。\n现在散会。")


def test_the_chairs_own_words_take_the_place_of_the_usual_ones():
    said = text_of(rules.script(OCCASION, ITEMS, [], ("", "大家好！\n天气转凉。", "谢谢大家。")))
    assert "大家好！\n天气转凉。" in said
    assert "热烈欢迎" not in said
    assert "谢谢大家。" in said
    assert "尽快整理会议纪要" not in said


def test_three_towns_are_not_called_both():
    three = Occasion(**{**OCCASION.__dict__, "guests": ("D镇", "外镇")})
    said = text_of(rules.script(three, ITEMS, [], ("", "", "")))
    assert "请各方明确" in said
    assert "双方" not in said


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")])
def test_numbers_are_counted_as_papers_count(number, said):
    assert rules._count(number) == said


@pytest.mark.parametrize(
    ("names", "seats"),
    [("1", "1"), ("12", "21"), ("123", "213"), ("1234", "4213"), ("12345", "42135"), ("", "")],
)
def test_the_first_sits_in_the_middle_the_second_to_the_left(names, seats):
    assert "".join(rules.centred(names)) == seats


def test_two_towns_face_each_other_and_the_guests_look_at_the_door():
    plan = rules.seating(OCCASION, PEOPLE, Seating.FACING)
    assert [row.label for row in plan.rows] == ["D镇", "Q镇", "列席"]
    assert plan.rows[0].names == ("沈卫东", "何静")  # seen from the door: his left hand is on the right
    assert plan.rows[1].names == ("汤华", "徐建国")


def test_three_towns_sit_in_rows_before_a_head_table():
    three = Occasion(**{**OCCASION.__dict__, "guests": ("D镇", "外镇")})
    plan = rules.seating(three, [*PEOPLE, Person("方强", "党委书记", "外镇", False)], Seating.FACING)
    assert plan.seating is Seating.ROWS
    assert plan.rows[0].label == "主席台"
    assert sorted(plan.rows[0].names) == sorted(["徐建国", "沈卫东", "方强"])
    assert [row.label for row in plan.rows[1:]] == ["Q镇", "D镇", "列席"]


def test_long_rows_are_broken():
    many = [Person(f"人{n}", "", "Q镇", True) for n in range(23)]
    assert [len(row.names) for row in rules.seating(OCCASION, many, Seating.FACING).rows[2:]] == [10, 10, 3]


def test_everybody_expected_has_a_card():
    assert [card.name for card in rules.name_cards(PEOPLE).cards] == ["徐建国", "汤华", "沈卫东", "何静", "王喆"]


def test_the_catalogue_numbers_its_papers():
    (table,) = rules.catalogue(OCCASION, [("议程", "Q镇"), ("关于阵地共享（清单.xlsx）", "D镇")]).body
    assert table.rows == (("1", "议程", "Q镇"), ("2", "关于阵地共享（清单.xlsx）", "D镇"))


def test_the_room_is_the_hosts_and_a_duty_its_towns():
    here, there = uuid4(), uuid4()
    rules.check_host(here, here)
    rules.check_duty(here, here)
    for check in (rules.check_host, rules.check_duty):
        with pytest.raises(rules.NotYourDuty):
            check(here, there)
