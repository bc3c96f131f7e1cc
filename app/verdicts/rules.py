"""The words of 鉴定表, 中期考核表 and 年度考核表: facts in, a 表 out; without facts the empty one for the pen. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.boxes.models import BLANK_DATE, Box, BoxedForm, Cell, Line
from app.kit.clock import chinese_date

COPIES = "（一式三份）"
KEPT = "本表一式三份，派出单位、挂职单位、组织部门各存一份。"
BLANK_GRADE = "等次：□优秀　□称职　□基本称职　□不称职"
BOXES = (
    ("summary", "个人总结", "本人签名：　　　　　　", 52),
    ("host_unit", "挂职单位鉴定意见", "负责人签名：　　　　　　（盖章）", 34),
    ("host_committee", "挂职镇党委意见及等次", "（盖章）", 42),
    ("home_committee", "派出镇党委意见", "（盖章）", 42),
    ("organisation", "组织部门意见", "（盖章）", 42),
)


@dataclass(frozen=True)
class Basics:
    """The upper part of each paper; empty strings leave room for the pen."""

    person: str = ""
    identity: str = ""
    home: str = ""
    host: str = ""
    post: str = ""
    days: str = ""
    mentors: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Said:
    """What stands in a box."""

    text: str
    on: date
    choice: str = ""
    organ: str = ""


def appraisal(basics: Basics, said: Mapping[str, Said]) -> BoxedForm:
    """互派挂职人员鉴定表 with its five boxes, each with room for seal and date."""
    return BoxedForm(
        title="互派挂职人员鉴定表",
        head=f"填表单位：{basics.host}",
        copies=COPIES,
        lines=_lines(basics),
        boxes=tuple(_box(said.get(key), label, signs, height) for key, label, signs, height in BOXES),
        footer=KEPT,
    )


def midterm(basics: Basics, progress: str = "", advice: str = "", grade: str = "", on: date | None = None) -> BoxedForm:
    return BoxedForm(
        title="互派挂职人员中期考核表",
        head=f"考核单位：{basics.host}",
        lines=_lines(basics),
        boxes=(
            Box(label="挂职目标完成情况", text=progress, signs="挂职人员签名：　　　　　　", height=58, date=_day(on)),
            Box(label="问题和建议", text=advice, signs="带教人签名：　　　　　　", height=40, date=_day(on)),
            Box(label="挂职单位考核意见", choice=_grade(grade), height=36, date=_day(on)),
        ),
        footer="本表由挂职单位填写，抄送派出单位。",
    )


def year(
    basics: Basics,
    number: str = "",
    days: str = "",
    performance: str = "",
    attendance: str = "",
    grade: str = "",
    on: date | None = None,
) -> BoxedForm:
    """年度考核: the host says how the year was, the home unit assesses its own staff."""
    lines = (*_lines(basics), Line(cells=(Cell(label="考核年度", value=number), Cell(label="当年挂职", value=days))))
    return BoxedForm(
        title="互派挂职人员年度考核情况表",
        head=f"提供单位：{basics.host}",
        lines=lines,
        boxes=(
            Box(label="德能勤绩廉表现", text=performance, signs="带教人签名：　　　　　　", height=62, date=_day(on)),
            Box(label="出勤情况", text=attendance, signs="挂职单位（盖章）", height=20, date=_day(on)),
            Box(label="挂职单位建议等次", choice=_grade(grade), height=30, date=_day(on)),
            Box(label="派出单位采用情况", height=30),
        ),
        footer="本表由挂职单位提供给派出单位，作为年度考核的依据；年度考核由派出单位进行。",
    )


def _lines(basics: Basics) -> tuple[Line, ...]:
    """Sex, birth, education are not kept by this system: they are written by hand."""
    return (
        Line(cells=(Cell(label="姓名", value=basics.person), Cell(label="性别"), Cell(label="出生年月"))),
        Line(cells=(Cell(label="身份类别", value=basics.identity), Cell(label="政治面貌"), Cell(label="学历"))),
        Line(cells=(Cell(label="派出单位及职务", value=basics.home),)),
        Line(cells=(Cell(label="挂职单位及挂任职务", value=f"{basics.host}　{basics.post}".strip()),)),
        Line(cells=(Cell(label="挂职时间", value=basics.days),)),
        Line(cells=(Cell(label="带教人", value=basics.mentors),)),
        Line(cells=(Cell(label="批准依据", value=basics.basis),)),
    )


def _box(said: Said | None, label: str, signs: str, height: int) -> Box:
    is_graded = "等次" in label
    if said is None:
        return Box(label=label, signs=signs, height=height, choice=BLANK_GRADE if is_graded else "")
    choice = f"等次：{said.choice}" if said.choice else ""
    signed = f"{said.organ}（盖章）" if said.organ else signs
    return Box(label=label, text=said.text, choice=choice, signs=signed, date=chinese_date(said.on), height=height)


def _grade(grade: str) -> str:
    return f"等次：{grade}" if grade else BLANK_GRADE


def _day(on: date | None) -> str:
    return chinese_date(on) if on else BLANK_DATE
