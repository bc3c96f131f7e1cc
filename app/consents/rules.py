"""Who may do which step towards a key, and what stands in the way. Pure: told the time, the roles and what is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.accounts.models import Role
from app.consents.models import Basis, Consent, ConsentState, KeyDraft, Publicity, Step
from app.kit.errors import NotAllowed, NotFound, Refusal, Stale
from app.kit.i18n import N_

# Who may reach a page with keys; whose step it is is decided below, and a deputy may hold any of these posts.
HANDLERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY)
STEP_NAMES = {Step.DRAFT: N_("拟办"), Step.CHECK: N_("核稿"), Step.TURN: N_("签发")}
DRAFTED, REFUSED = N_("拟稿"), N_("有不同意见，请处理")
OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})
PUBLICITY_NAMES = dict(zip(Publicity, (N_("主动公开"), N_("依申请公开"), N_("不予公开")), strict=True))

# What people are told: title and text of each notice.
NOTICES = {
    "draft": ("请拟办：{title}", "{note}《{title}》征求本镇意见，请阅后拟办，送党政办主任核稿。"),
    "check": ("请核稿：{title}", "{note}《{title}》已拟稿，请核稿后送书记签发。"),
    "turn": ("请签发：{title}", "《{title}》已核稿，请签发。签发即代表本镇同意页面上的全部内容。"),
    "dropped": ("内容已修改，需重新签发：{title}", "{note}"),
    "refused": (
        "{town}不同意：{title}",
        "{town}不同意《{title}》，理由：{note}。可按对方意见修改后重新征求，也可列入下次会议议题。",
    ),
    "withdrawn": ("已撤回：{title}", "《{title}》已由提出方撤回，无需再办理。原因：{note}"),
    "complete": ("各方已确认：{title}", "《{title}》已经各方签发确认，即日生效。"),
}
CHANGED = "内容已修改，此前的签发和核稿不再有效，请按新内容重新办理。"


class AlreadyAsked(Refusal):
    message = N_("此事已在征求各方确认，请在原页面办理；内容有变的，请修改后重新征求")


class NotAParty(NotAllowed):
    message = N_("此事不涉及本镇，无需本镇确认")


class NotOpen(Refusal):
    message = N_("此事已不在征求确认：可能已经各方确认、被退回或者撤回，请刷新页面查看")


class ContentChanged(Stale):
    message = N_("您看到的内容已被修改，尚未签发。请核对页面上的最新内容后再办理")


class KeyAlreadyTurned(Refusal):
    message = N_("本镇已经签发，无需重复办理")


class NotTheSigner(NotAllowed):
    message = N_("签发须由书记，或者持有效授权的同志代签。请联系本镇党政办")


class OnSecondment(NotAllowed):
    message = N_("挂职期间不能代表任何一方签发，请由本镇书记或者受权的同志签发")


class NotYourStep(NotAllowed):
    message = N_("现在等待办理的环节是“%(step)s”，不在您的职责内")


class StepMissing(Refusal):
    message = N_("本镇尚未%(step)s，请先完成%(step)s再签发")


class OneStepEach(Refusal):
    message = N_(
        "拟稿、核稿、签发须由不同的同志办理。人手不足的镇可在本镇设置中允许一人办理两个环节，但不能三个环节都由一人办理"
    )


class BasisMissing(Refusal):
    message = N_("此事须经党委会研究：请填写会议名称和日期")


class BasisInFuture(Refusal):
    message = N_("党委会日期不能晚于今天")


class LegalReviewMissing(Refusal):
    message = N_("此事须经合法性审查：请填写审查单位和结论")


class SecrecyNotChecked(Refusal):
    message = N_("签发前须完成保密审查。请核对内容后勾选")


class PublicityMissing(Refusal):
    message = N_("请选择公开属性")


class NotTheAsker(NotAllowed):
    message = N_("只有提出征求确认的一方可以撤回")


class NothingToDraft(Refusal):
    message = N_("发起确认须由本镇的同志办理")


class SignedInPerson(Protocol):
    """What is read of the guards' signed-in person."""

    @property
    def id(self) -> UUID: ...
    @property
    def town_id(self) -> UUID | None: ...
    @property
    def roles(self) -> frozenset[Role]: ...


@dataclass(frozen=True)
class Reader:
    """Whose page it is."""

    person_id: UUID
    town_id: UUID
    roles: frozenset[Role]

    @classmethod
    def of(cls, person: SignedInPerson) -> "Reader":
        if person.town_id is None:
            raise NotFound
        return cls(person.id, person.town_id, person.roles)


@dataclass(frozen=True)
class Signer:
    """The name under a key. `signed_for` is the secretary whose deputy signs."""

    person_id: UUID
    name: str
    post: str
    signed_for: str = ""


@dataclass(frozen=True)
class Pending:
    """One line of the home page's to-do list."""

    consent_id: UUID
    title: str
    url: str
    step: Step
    label: str
    asked_at: datetime


@dataclass(frozen=True)
class TownState:
    town_id: UUID
    name: str
    is_own: bool
    state: str  # turned, refused, waiting
    signed_by: str = ""
    post: str = ""
    at: datetime | None = None
    has_basis: bool = False


@dataclass(frozen=True)
class StepLine:
    label: str
    name: str
    at: datetime | None
    is_next: bool


@dataclass(frozen=True)
class RefusalLine:
    id: UUID
    town: str
    by: str
    reason: str
    counter_text: str
    round: int
    at: datetime
    is_current: bool


@dataclass(frozen=True)
class ConsentView:
    """A consent as one town sees it: every town's key, its own steps, and the step that waits for the reader."""

    id: UUID
    title: str
    url: str
    state: ConsentState
    content_hash: str
    round: int
    asked_at: datetime
    towns: tuple[TownState, ...]
    steps: tuple[StepLine, ...]
    refusals: tuple[RefusalLine, ...]
    wanted: Step | None
    may_refuse: bool
    may_withdraw: bool
    may_raise: bool
    needs_basis: Basis
    is_document: bool
    formed_on: date | None
    closing_reason: str
    dropped: int
    fallen: tuple[str, ...] = ()  # whose keys the last change dropped: D镇沈卫东

    @property
    def is_open(self) -> bool:
        return self.state is ConsentState.OPEN


def check_open(state: ConsentState) -> None:
    if state is not ConsentState.OPEN:
        raise NotOpen


def check_seen(seen_hash: str, content_hash: str) -> None:
    """Nobody binds a version that was not on the screen."""
    if seen_hash != content_hash:
        raise ContentChanged


def next_step(done: Mapping[Step, UUID]) -> Step:
    """拟稿 → 核稿 → 签发."""
    return next((s for s in (Step.DRAFT, Step.CHECK) if s not in done), Step.TURN)


def steps_by(roles: Iterable[Role], done: Mapping[Step, UUID], *, two_steps: bool) -> tuple[Step, ...]:
    """The steps that this click takes: the next one, or for the office head of a small town both at once."""
    step, held = next_step(done), set(roles)
    if step is Step.DRAFT and Role.CLERK in held:
        return (Step.DRAFT,)
    if step is Step.DRAFT and two_steps and Role.OFFICE_HEAD in held:
        return (Step.DRAFT, Step.CHECK)
    if step is Step.CHECK and Role.OFFICE_HEAD in held:
        return (Step.CHECK,)
    return ()


def check_steps(
    roles: Iterable[Role], done: Mapping[Step, UUID], person_id: UUID, *, two_steps: bool
) -> tuple[Step, ...]:
    """The steps a person takes now, or the Refusal that says whose turn it is."""
    steps = steps_by(roles, done, two_steps=two_steps)
    if not steps:
        raise NotYourStep(step=STEP_NAMES[next_step(done)])
    check_hands(person_id, done, taking=len(steps), two_steps=two_steps)
    return steps


def check_ready(done: Mapping[Step, UUID]) -> None:
    """签发 comes after 拟稿 and 核稿."""
    step = next_step(done)
    if step is not Step.TURN:
        raise StepMissing(step=STEP_NAMES[step])


def check_hands(person_id: UUID, done: Mapping[Step, UUID], *, taking: int = 1, two_steps: bool) -> None:
    """Four eyes at least: one step each, or two in a small town, never all three."""
    had = sum(1 for by in done.values() if by == person_id)
    if had + taking > (2 if two_steps else 1):
        raise OneStepEach


def check_declared(draft: KeyDraft, *, is_document: bool) -> None:
    """公开属性 and 保密审查 are recorded at 签发 of whatever becomes a document (domain.md §2.11)."""
    if is_document and not draft.secrecy_checked:
        raise SecrecyNotChecked
    if is_document and draft.publicity is None:
        raise PublicityMissing


def check_basis(draft: KeyDraft, needs: Basis, *, today: date) -> None:
    if needs is Basis.NONE:
        return
    basis = draft.basis
    if basis is None or not basis.committee.strip() or basis.decided_on is None:
        raise BasisMissing
    if basis.decided_on > today:
        raise BasisInFuture
    if needs is Basis.COMMITTEE_AND_LEGAL and not basis.legal_review.strip():
        raise LegalReviewMissing


def strictest(choices: Iterable[Publicity | None]) -> Publicity:
    """Where the towns differ, the least open choice holds for the joint document."""
    order = list(Publicity)
    return max((c for c in choices if c), key=order.index, default=Publicity.ON_REQUEST)


def notice_of(consent: Consent, town_id: UUID, what: str, *, note: str = "", town: str = "") -> dict[str, str]:
    """A notice in words; its event is unique per round and town, so nobody is told twice."""
    title, text = (t.format(title=consent.title, note=note, town=town) for t in NOTICES[what])
    event = f"consent:{consent.id}:{consent.round}:{what}:{town_id}"
    return {"kind": f"consents.{what}", "event": event, "title": title[:120], "text": text, "url": consent.url}
