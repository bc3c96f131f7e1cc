"""How a posting stands at an instant, how long it may last, and who may see what of it. Pure: time comes in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.accounts.models import Role
from app.consents.rules import HANDLERS
from app.consents.rules import Reader as Reader
from app.kit import clock
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments.models import (
    OVERLAP,
    Bearer,
    EndKind,
    Identity,
    PartyTie,
    Post,
    Secondment,
    Stage,
)

DEFAULT_MONTHS, SHORTEST_MONTHS, LONGEST_MONTHS = 6, 3, 24
LONG_LEAVE_DAYS = 3  # longer leave is told to the home unit (domain.md §7)
LEADERS = frozenset({Role.SECRETARY, Role.ORGANISER})
OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})


class State(StrEnum):
    """How a posting stands: what was agreed, read by the calendar."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"
    DROPPED = "dropped"


STATE_NAMES = {
    State.PROPOSED: N_("拟派"),
    State.AGREED: N_("已商定"),
    State.ACTIVE: N_("在岗"),
    State.COMPLETED: N_("期满"),
    State.ENDED_EARLY: N_("提前结束"),
    State.DROPPED: N_("未成"),
}
STATE_TONES = {
    State.PROPOSED: "info",
    State.AGREED: "info",
    State.ACTIVE: "good",
    State.COMPLETED: "neutral",
    State.ENDED_EARLY: "warn",
    State.DROPPED: "neutral",
}
IDENTITY_NAMES = {
    Identity.CIVIL_SERVANT: N_("公务员"),
    Identity.PUBLIC_INSTITUTION: N_("事业单位人员"),
    Identity.COMMUNITY_WORKER: N_("社区工作者"),
}
POST_NAMES = {
    Post.SECRETARY_ASSISTANT: N_("居（村）党组织书记助理"),
    Post.DIRECTOR_ASSISTANT: N_("居（村）委会主任助理"),
    Post.CENTRE_DEPUTY: N_("党群服务中心副主任"),
    Post.CENTRE_ASSISTANT: N_("党群服务中心主任助理"),
    Post.OFFICE_ASSISTANT: N_("镇党政办主任助理"),
    Post.GRID_ASSISTANT: N_("网格长助理"),
    Post.COMMITTEE_DIRECTOR: N_("居（村）委会主任（选举产生，不能挂任）"),
    Post.COMMITTEE_DEPUTY: N_("居（村）委会副主任（选举产生，不能挂任）"),
    Post.COMMITTEE_MEMBER: N_("居（村）委会委员（选举产生，不能挂任）"),
}
PARTY_TIE_NAMES = {
    PartyTie.ATTENDS: N_("不转，参加挂职单位组织生活"),
    PartyTie.TRANSFERRED: N_("临时转接至挂职单位"),
    PartyTie.STAYS: N_("不转，在派出单位参加组织生活"),
    PartyTie.NO_MEMBER: N_("非中共党员"),
}
BEARER_NAMES = {Bearer.HOME: N_("派出单位"), Bearer.HOST: N_("挂职单位"), Bearer.NOBODY: N_("不发放")}
END_NAMES = {EndKind.AGREED: N_("双方商定提前结束"), EndKind.RECALLED: N_("派出方召回")}


class Overlapping(Refusal):
    message = N_("该同志在这段时间已有拟派、已商定或在岗的挂职，同一人的挂职时间不能重叠。请改日期或者改派其他同志")


class TooShort(Refusal):
    message = N_("挂职时间不少于%(months)s个月")


class TooLong(Refusal):
    message = N_("挂职时间（含延期）不超过%(months)s个月")


class EndsBeforeStart(Refusal):
    message = N_("结束日期不能早于开始日期")


class PledgeIsOwn(NotAllowed):
    message = N_("保密与廉洁承诺由挂职人员本人作出")


@dataclass(frozen=True)
class Facts:
    """The names in a posting, as pages and papers write them."""

    person: str
    home_town: str
    host_town: str
    home_unit: str
    host_unit: str
    post: str
    home_mentor: str
    host_mentor: str
    identity: str
    party_tie: str
    allowance: str
    insurance: str

    @property
    def place(self) -> str:
        """The host unit with its town, said once."""
        return self.host_unit if self.host_unit.startswith(self.host_town) else f"{self.host_town}{self.host_unit}"

    @property
    def home_place(self) -> str:
        """The home unit with its town, said once."""
        return self.home_unit if self.home_unit.startswith(self.home_town) else f"{self.home_town}{self.home_unit}"


@dataclass(frozen=True)
class Standing:
    """A posting and what its reader is to it."""

    posting: Secondment
    state: State
    reader: Reader
    is_here: bool
    """The reader is of the home or the host town."""

    @property
    def is_secondee(self) -> bool:
        return self.reader.person_id == self.posting.person_id

    @property
    def is_home_mentor(self) -> bool:
        return self.reader.person_id == self.posting.home_mentor_id

    @property
    def is_host_mentor(self) -> bool:
        return self.reader.person_id == self.posting.host_mentor_id

    @property
    def is_mentor(self) -> bool:
        return self.is_home_mentor or self.is_host_mentor

    @property
    def is_leader(self) -> bool:
        return self.is_here and not LEADERS.isdisjoint(self.reader.roles)

    @property
    def is_office(self) -> bool:
        return self.is_here and not OFFICE.isdisjoint(self.reader.roles)

    @property
    def is_home_side(self) -> bool:
        return self.reader.town_id == self.posting.home_town_id

    @property
    def is_host_side(self) -> bool:
        return self.reader.town_id == self.posting.host_town_id

    @property
    def town_id(self) -> UUID:
        return self.reader.town_id

    @property
    def may_read(self) -> bool:
        """The posting itself: while it is only proposed, those who draft and sign; then also the people it names."""
        named = self.is_secondee or (self.is_mentor and self.is_here)
        return self.is_leader or self.is_office or (named and self.posting.stage is Stage.AGREED)

    @property
    def may_read_log(self) -> bool:
        """Author, both mentors, organisation members and secretaries of both towns; nobody else (domain.md §7)."""
        return self.posting.stage is Stage.AGREED and (self.is_secondee or self.is_leader or self.is_mentor)

    @property
    def may_handle(self) -> bool:
        """Change, extend, tick for a town: the people who handle papers."""
        return self.is_here and not frozenset(HANDLERS).isdisjoint(self.reader.roles)


def standing(posting: Secondment, reader: Reader, now: datetime) -> Standing:
    return Standing(posting, state_at(posting, now), reader, reader.town_id in posting.towns)


def starts_at(posting: Secondment) -> datetime:
    return clock.at(posting.from_on, "00:00")


def end_of(last_on: date) -> datetime:
    """The instant after a last day: midnight, when everything is back."""
    return clock.at(last_on + timedelta(days=1), "00:00")


def state_at(posting: Secondment, now: datetime) -> State:
    """[first day 00:00, ends_at) is 在岗; on both edges the later state holds."""
    if posting.stage is not Stage.AGREED:
        return State(posting.stage.value)
    if now < starts_at(posting) and posting.end_kind is None:
        return State.AGREED
    if now < posting.ends_at:
        return State.ACTIVE if now >= starts_at(posting) else State.AGREED
    return State.ENDED_EARLY if posting.end_kind else State.COMPLETED


def is_active(posting: Secondment, now: datetime) -> bool:
    return state_at(posting, now) is State.ACTIVE


def last_day(posting: Secondment) -> date:
    return posting.until_on


def days_of(posting: Secondment, until: date | None = None) -> int:
    """Calendar days posted, first and last included; up to and with `until` where it comes first."""
    return max(0, (min(posting.until_on, until or posting.until_on) - posting.from_on).days + 1)


def half_term(posting: Secondment) -> date:
    """The day on which the 中期考核 is due."""
    return posting.from_on + timedelta(days=days_of(posting) // 2)


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)


def default_until(from_on: date) -> date:
    return plus_months(from_on, DEFAULT_MONTHS) - timedelta(days=1)


def check_days(from_on: date, until_on: date) -> None:
    """Three to 24 months, counted from the first day."""
    if until_on < from_on:
        raise EndsBeforeStart
    if until_on < plus_months(from_on, SHORTEST_MONTHS) - timedelta(days=1):
        raise TooShort(months=SHORTEST_MONTHS)
    check_longest(from_on, until_on)


def check_longest(from_on: date, until_on: date) -> None:
    if until_on > plus_months(from_on, LONGEST_MONTHS) - timedelta(days=1):
        raise TooLong(months=LONGEST_MONTHS)


def refusal_for(error: str) -> Refusal | None:
    """The database's no in words."""
    return Overlapping() if OVERLAP in error else None
