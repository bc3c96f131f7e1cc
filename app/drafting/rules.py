"""Writing minutes: who may, what they begin with, when two texts meet, and what is undecided. Pure functions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.models import Role
from app.drafting.models import ItemText, MinutesText, Outcome
from app.kit.clock import chinese_date, to_town
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.meetings.models import MeetingState
from app.redlines.rules import Conflict, Merging
from app.resolutions.models import ResolutionText
from app.resolutions.rules import brief_of, check_resolution

# Who writes: the host's office (会议记录随承办方).
WRITERS = (Role.CLERK, Role.OFFICE_HEAD)
OUTCOME_NAMES = {
    Outcome.RESOLVED: N_("议定"),
    Outcome.STUDY: N_("继续研究"),
    Outcome.WITHDRAWN: N_("撤回"),
}


class NotTheHost(NotAllowed):
    message = N_("纪要由承办方%(host)s的文书起草")


class NotHeld(Refusal):
    message = N_("会议尚未召开，结束签到以后才能起草纪要")


class NotEditable(Refusal):
    message = N_("纪要已提交各方确认，不能直接修改。确需修改的，请先撤回，改后重新提交")


class Undecided(Refusal):
    message = N_("议题“%(topic)s”还没有结论，请选择议定、继续研究或者撤回")


class NothingResolved(Refusal):
    message = N_("议题“%(topic)s”的结论是议定，但没有议定事项，请至少写一条")


class ResolvedElsewhere(Refusal):
    message = N_("议题“%(topic)s”的结论不是议定，却写有议定事项。请改选议定，或者删去议定事项")


class NothingSaid(Refusal):
    message = N_("议题“%(topic)s”还没有会议情况，请补写")


def check_writer(roles: Collection[Role], town_id: UUID | None, host_id: UUID, *, host: str) -> None:
    if town_id != host_id or not set(roles) & set(WRITERS):
        raise NotTheHost(host=host)


def check_begin(state: MeetingState) -> None:
    if state is not MeetingState.HELD:
        raise NotHeld


def is_editable(state: MeetingState) -> bool:
    return state is MeetingState.DRAFTING


def check_editable(state: MeetingState) -> None:
    if not is_editable(state):
        raise NotEditable


def check_decided(text: MinutesText, meeting_on: date) -> None:
    """Every topic needs its outcome before the minutes can be closed (domain.md §3); refuses with the first gap."""
    for item in text.items:
        if item.topic_id is None:
            continue
        if item.outcome is None:
            raise Undecided(topic=item.title)
        _check_item(item)
    for resolution in resolutions_of(text):
        check_resolution(resolution, meeting_on)


def _check_item(item: ItemText) -> None:
    if item.outcome is Outcome.RESOLVED and not item.resolutions:
        raise NothingResolved(topic=item.title)
    if item.outcome is not Outcome.RESOLVED and item.resolutions:
        raise ResolvedElsewhere(topic=item.title)
    if item.outcome is not Outcome.WITHDRAWN and not item.summary:
        raise NothingSaid(topic=item.title)


def undecided(text: MinutesText) -> list[str]:
    """The topics that still want an outcome, for the editor's head."""
    return [i.title for i in text.items if i.topic_id and i.outcome is None]


def resolutions_of(text: MinutesText) -> list[ResolutionText]:
    return [r for item in text.items for r in item.resolutions]


def merge(base: MinutesText, theirs: MinutesText, mine: MinutesText) -> tuple[MinutesText, list[Conflict]]:
    """Three texts into one, passage by passage (pitfall 24: nothing typed is lost, nobody is overwritten unseen)."""
    merging = Merging(words_of)
    old, new = _by_id(base.items), _by_id(mine.items)
    merged = MinutesText(
        title=merging.pick("标题", base.title, theirs.title, mine.title),
        opening=merging.pick("会议概况", base.opening, theirs.opening, mine.opening),
        items=[_merge_item(merging, old.get(t.item_id, t), t, new.get(t.item_id, t)) for t in theirs.items],
        closing=merging.pick("结尾", base.closing, theirs.closing, mine.closing),
        closed_followups=_merge_ids(base.closed_followups, theirs.closed_followups, mine.closed_followups),
    )
    return merged, merging.conflicts


def _merge_ids(base: Iterable[UUID], theirs: Iterable[UUID], mine: Iterable[UUID]) -> list[UUID]:
    """Ticks: what both have, and what either one set; what either one took away is gone."""
    old, their, my = set(base), set(theirs), set(mine)
    return sorted((their & my) | ((their ^ my) - old))


def _merge_item(merging: Merging, base: ItemText, theirs: ItemText, mine: ItemText) -> ItemText:
    name = f"议题“{theirs.title}”"
    return theirs.model_copy(
        update={
            "summary": merging.pick(f"{name}的会议情况", base.summary, theirs.summary, mine.summary),
            "outcome": merging.pick(f"{name}的结论", base.outcome, theirs.outcome, mine.outcome),
            "resolutions": _merge_resolutions(merging, name, base, theirs, mine),
        }
    )


def _merge_resolutions(
    merging: Merging, name: str, base: ItemText, theirs: ItemText, mine: ItemText
) -> list[ResolutionText]:
    old, their, my = ({r.id: r for r in item.resolutions} for item in (base, theirs, mine))
    picked = (
        merging.pick(f"{name}的议定事项", old.get(i), their.get(i), my.get(i))
        for i in dict.fromkeys([*their, *my, *old])
    )
    return [r for r in picked if r is not None]


def _by_id(items: Iterable[ItemText]) -> dict[UUID, ItemText]:
    return {i.item_id: i for i in items}


def words_of(value: object) -> str:
    """A passage as people read it."""
    if value is None:
        return ""
    if isinstance(value, Outcome):
        return OUTCOME_NAMES[value]
    if isinstance(value, ResolutionText):
        due = f"{chinese_date(value.due_on)}前" if value.due_on else ""
        who = "；".join(filter(None, (value.unit, value.person, due)))
        return f"{value.text}（{who}）" if who else value.text
    return str(value)


def passages(text: MinutesText) -> dict[str, str]:
    """A text as labelled passages, in the order of the document."""
    found = {"标题": text.title, "会议概况": text.opening}
    for item in text.items:
        found[f"{item.title}·会议情况"] = item.summary
        found[f"{item.title}·结论"] = words_of(item.outcome)
        for place, resolution in enumerate(item.resolutions, 1):
            found[f"{item.title}·议定事项{place}"] = words_of(resolution)
    return found | {"结尾": text.closing}


def opening_words(name: str, starts_at: datetime, place: str, chair: str) -> str:
    """会议概况, as minutes begin."""
    moment = to_town(starts_at)
    half = "上午" if moment.hour < 12 else "下午" if moment.hour < 18 else "晚上"
    where = f"在{place.split('（')[0]}" if place else ""
    led = f"会议由{chair}主持。" if chair else ""
    return f"{chinese_date(starts_at)}{half}，{name}{where}召开。{led}现将会议议定事项纪要如下："


def post_after(unit: str, post: str) -> str:
    """The post as it is said after its unit: D镇党委 + 党委书记 is D镇党委书记."""
    shared = next((n for n in range(min(len(unit), len(post)), 1, -1) if unit.endswith(post[:n])), 0)
    return post[shared:]


def topic_words(title: str, presenter: str) -> str:
    about = title if title.startswith("关于") else f"关于“{title}”"
    return f"会议听取了{presenter}{about}的汇报。" if presenter else f"会议研究了{about}的事项。"


def closing_words(host: str, day: date | None) -> str:
    if not host:
        return ""
    return f"下次会议拟于{chinese_date(day)}召开，由{host}承办。" if day else f"下次会议由{host}承办。"


@dataclass(frozen=True)
class Progress:
    """How one earlier resolution went, as far as the minutes tell it."""

    source_title: str
    text: str
    towns: Sequence[str]
    state: str
    percent: int
    is_overdue: bool
    note: str


def followup_words(progress: Sequence[Progress]) -> str:
    """上次议定事项落实情况, one paragraph each."""
    if not progress:
        return "没有需要通报的议定事项。"
    return "\n".join(_progress_words(n, p) for n, p in enumerate(progress, 1))


def _progress_words(number: int, line: Progress) -> str:
    how = f"{line.state}，进度{line.percent}%" if 0 < line.percent < 100 else line.state
    late = "，已超过完成时限" if line.is_overdue else ""
    note = f"。{line.note.rstrip('。')}" if line.note else ""
    who = "、".join(line.towns)
    return f"{number}．{line.source_title}“{brief_of(line.text, 40)}”（{who}）：{how}{late}{note}。"
