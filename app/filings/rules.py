"""What has to be reported, when it is due, and what a report must say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.extensions.models import ChangeKind, PostingChange
from app.filings.models import Authority, Filing, FilingDraft
from app.kit import clock
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments.models import Secondment

START = "start"
AUTHORITY_NAMES = {
    Authority.ORGANISATION: N_("区（市）委组织部"),
    Authority.SOCIAL_WORK: N_("区（市）委社会工作部"),
    Authority.EXEMPT: N_("无需报备"),
}
OCCASION_NAMES = {
    START: N_("派出挂职"),
    ChangeKind.EXTEND: N_("延期"),
    ChangeKind.END_EARLY: N_("提前结束"),
    ChangeKind.RECALL: N_("召回"),
}


class OnlyHomeFiles(NotAllowed):
    message = N_("由派出方报备本镇的同志")


class FilingIncomplete(Refusal):
    message = N_("请填写报备日期和文号（或者回执编号）")


class ReasonMissing(Refusal):
    message = N_("选“无需报备”的，请写明理由，如文件依据")


class FiledInFuture(Refusal):
    message = N_("报备日期不能晚于今天")


class NoSuchOccasion(Refusal):
    message = N_("没有这项需要报备的事项")


class FiledAlready(Refusal):
    message = N_("这项已登记报备")


@dataclass(frozen=True)
class Occasion:
    """Something to be reported, and the report once there is one."""

    key: str
    name: str
    since: date
    filing: Filing | None

    @property
    def is_missing(self) -> bool:
        return self.filing is None


def occasions(
    posting: Secondment, changes: Sequence[PostingChange], filings: Sequence[Filing], started_on: date
) -> tuple[Occasion, ...]:
    """The posting itself and every change in force, each to be reported once (domain.md §7)."""
    filed = {f.occasion: f for f in filings if f.secondment_id == posting.id}
    first = Occasion(START, OCCASION_NAMES[START], started_on, filed.get(START))
    mine = [c for c in changes if c.secondment_id == posting.id and c.settled_at]
    later = [
        Occasion(str(c.id), OCCASION_NAMES[c.kind], clock.to_town(c.settled_at).date(), filed.get(str(c.id)))
        for c in mine
        if c.settled_at
    ]
    return (first, *later)


def check_draft(draft: FilingDraft, *, today: date) -> None:
    if draft.authority is Authority.EXEMPT:
        if not draft.reason.strip():
            raise ReasonMissing
        return
    if draft.filed_on is None or not draft.number.strip():
        raise FilingIncomplete
    if draft.filed_on > today:
        raise FiledInFuture
