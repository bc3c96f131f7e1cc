"""The sentences of a report, as a good clerk writes them: what was done, by whom, with which result. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.followups.models import FollowupState
from app.indicators.models import Evidence

F = FollowupState


@dataclass(frozen=True)
class Held:
    """One joint meeting that took place."""

    on: date
    title: str
    host: str
    is_regular: bool
    present: int
    resolved: int
    number: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How one town kept its word."""

    town: str
    due: int
    closed: int
    rate: int | None
    median_days: int | None


def meetings_said(held: Sequence[Held], hosts: Sequence[str]) -> tuple[str, ...]:
    if not held:
        return ("本时段没有召开联席会议。",)
    regular = sum(1 for m in held if m.is_regular)
    adhoc = f"、临时会议{len(held) - regular}次" if len(held) > regular else ""
    turns = Counter(m.host for m in held if m.is_regular)
    hosted = "，".join(f"{name}承办{turns[name]}次" for name in hosts)
    resolved, present = sum(m.resolved for m in held), sum(m.present for m in held)
    first = f"按照轮值制度，共召开轮值联席会议{regular}次{adhoc}，轮值会议中{hosted}。"
    if not resolved:
        return (f"{first}累计{present}人次参加。",)
    return (first, f"会议累计{present}人次参加，形成议定事项{resolved}项，{_issued(held)}。")


def _issued(held: Sequence[Held]) -> str:
    issued = sum(1 for m in held if m.number)
    return (
        "会议纪要均已印发" if issued == len(held) else f"已印发会议纪要{issued}份，其余{len(held) - issued}份正在办理"
    )


def resolutions_said(states: Sequence[FollowupState], late: int, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    counted = [s for s in states if s is not F.WITHDRAWN]
    if not counted:
        return ("本时段没有新立议定事项。",)
    closed, reported = counted.count(F.CLOSED), counted.count(F.REPORTED)
    open_now = len(counted) - closed - reported
    parts = [f"已办结{closed}项"] if closed else []
    if reported:
        parts.append(f"已报完成待对方确认{reported}项")
    if open_now:
        parts.append(f"正在办理{open_now}项" + (f"（其中逾期{late}项）" if late else ""))
    first = f"共新立议定事项{len(counted)}项，{'，'.join(parts)}。"
    return (first, *filter(None, (_kept(outcome) for outcome in outcomes)))


def _kept(outcome: Outcome) -> str:
    """D镇牵头或参与的到期事项办结率92%（12项中办结11项），办结用时中位数31天。"""
    if outcome.rate is None:
        return ""
    days = f"，办结用时中位数{outcome.median_days}天" if outcome.median_days is not None else ""
    rate = f"办结率{outcome.rate}%（{outcome.due}项中办结{outcome.closed}项）"
    return f"{outcome.town}牵头或参与的到期事项{rate}{days}。"


def people_said(counted: Sequence[tuple[str, str, int, int]]) -> tuple[str, ...]:
    """`counted`: who came, to whose venue, how many events, how many people."""
    if not counted:
        return ("本时段没有在对方镇场地举办的活动。",)
    heads, times = sum(c[3] for c in counted), sum(c[2] for c in counted)
    each = "；".join(f"{who}在{where}场地举办{n}场、{people}人次" for who, where, n, people in counted)
    return (f"依托共享场地跨镇举办活动{times}场，服务党员群众{heads}人次。其中，{each}。",)


def lessons_said(found: Sequence[tuple[str, str]], adopted: Mapping[str, int]) -> tuple[str, ...]:
    """`found`: title and the town whose practice it is; `adopted`: how many of the others' each town put to use."""
    used = "，".join(f"{town}采用{number}条" for town, number in adopted.items() if number)
    learned = (f"对方经验的采用情况：{used}。",) if used else ()
    if not found:
        return ("本时段没有新记录的经验做法。", *learned)
    named = "、".join(f"“{title}”（{town}）" for title, town in found[:5])
    more = "等" if len(found) > 5 else ""
    return (f"总结经验做法{len(found)}条：{named}{more}。", *learned)
