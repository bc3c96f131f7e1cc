"""The sentences of a report, as they are read aloud."""

from datetime import date

from app.chapters import rules
from app.chapters.rules import Held, Outcome
from app.followups.models import FollowupState as F


def held(host: str, *, is_regular: bool = True, number: str = "1号", resolved: int = 4) -> Held:
    return Held(date(2026, 3, 12), "第1次", host, is_regular, 10, resolved, number)


def test_meetings_name_turns_people_resolutions_and_minutes():
    said = rules.meetings_said([held("D镇"), held("Q镇"), held("D镇", is_regular=False)], ["D镇", "Q镇"])
    assert said == (
        "按照轮值制度，共召开轮值联席会议2次、临时会议1次，轮值会议中D镇承办1次，Q镇承办1次。",
        "会议累计30人次参加，形成议定事项12项，会议纪要均已印发。",
    )
    waiting = rules.meetings_said([held("D镇"), held("Q镇", number="")], ["D镇", "Q镇"])
    assert "已印发会议纪要1份，其余1份正在办理" in waiting[1]
    assert rules.meetings_said([], ["D镇"]) == ("本时段没有召开联席会议。",)


def test_resolutions_count_what_stands_and_each_town_only_what_it_may_show():
    states = [F.CLOSED, F.CLOSED, F.OPEN, F.IN_PROGRESS, F.REPORTED, F.WITHDRAWN]
    said = rules.resolutions_said(states, 1, [Outcome("D镇", 3, 2, 67, 31), Outcome("Q镇", 0, 0, None, None)])
    assert said == (
        "共新立议定事项5项，已办结2项，已报完成待对方确认1项，正在办理2项（其中逾期1项）。",
        "D镇牵头或参与的到期事项办结率67%（3项中办结2项），办结用时中位数31天。",
    )
    assert rules.resolutions_said([F.WITHDRAWN], 0, []) == ("本时段没有新立议定事项。",)


def test_people_served_in_all_and_on_each_side():
    said = rules.people_said([("D镇", "Q镇", 48, 960), ("Q镇", "D镇", 3, 40)])
    first = "依托共享场地跨镇举办活动51场，服务党员群众1000人次。"
    assert said == (f"{first}其中，D镇在Q镇场地举办48场、960人次；Q镇在D镇场地举办3场、40人次。",)


def test_lessons_are_named_with_their_town_and_who_put_them_to_use():
    said = rules.lessons_said([("楼组议事", "D镇"), ("代办服务", "Q镇")], {"D镇": 1, "Q镇": 0})
    assert said == ("总结经验做法2条：“楼组议事”（D镇）、“代办服务”（Q镇）。", "对方经验的采用情况：D镇采用1条。")
    assert rules.lessons_said([], {"D镇": 0}) == ("本时段没有新记录的经验做法。",)
