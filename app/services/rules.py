"""What a service must say before residents read it, and which way its states go. Pure."""

from collections.abc import Iterable, Mapping

from app.bookings.models import Use
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.services.models import STATES, Kind, Service, ServiceDraft, ServiceState

USES = {Kind.MEDIATION: Use.MEDIATION, Kind.LECTURE: Use.LECTURE, Kind.CULTURE: Use.CULTURE, Kind.STARTUP: Use.TRAINING}
AGES = (0, 60, 65)
SHOWN = frozenset({ServiceState.PUBLISHED, ServiceState.SUSPENDED})
LIVE = frozenset({ServiceState.DRAFT, *SHOWN})


class NotTheProvider(NotAllowed):
    message = N_("只有提供单位的工作人员和本镇党政办可以办理")


class WrongState(Refusal):
    message = N_("该服务项目现为“%(state)s”，不能这样办理")


class Incomplete(Refusal):
    message = N_("发布前请先补充：%(missing)s")


class NobodyAdmitted(Refusal):
    message = N_("请至少选择一个镇的居民可以参加")


class NameTaken(Refusal):
    message = N_("本单位已有同名的服务项目，请换一个名称")


class SessionsAhead(Refusal):
    message = N_("还有%(count)s个场次没有举行，请先逐场取消（已报名的人会收到通知），再停办")


class ReasonMissing(Refusal):
    message = N_("请写明原因，居民会看到")


NEXT: Mapping[ServiceState, frozenset[ServiceState]] = {
    ServiceState.DRAFT: frozenset({ServiceState.PUBLISHED, ServiceState.ENDED}),
    ServiceState.PUBLISHED: frozenset({ServiceState.SUSPENDED, ServiceState.ENDED}),
    ServiceState.SUSPENDED: frozenset({ServiceState.PUBLISHED, ServiceState.ENDED}),
    ServiceState.ENDED: frozenset(),
}
SAYS = {
    "description": N_("服务内容"),
    "eligibility": N_("服务对象"),
    "place": N_("地点"),
    "phone": N_("咨询电话"),
    "hours": N_("服务时间"),
}


def may_become(service: Service, state: ServiceState) -> bool:
    return state in NEXT[service.state]


def check_become(service: Service, state: ServiceState) -> None:
    if not may_become(service, state):
        raise WrongState(state=STATES[service.state])


def check_editable(service: Service) -> None:
    if service.state not in LIVE:
        raise WrongState(state=STATES[service.state])


def missing(service: ServiceDraft, *, unit_phone: str) -> list[str]:
    """What residents would have to ask for, as the form calls it: with it a service can be published."""
    given = {
        "description": service.description,
        "eligibility": service.eligibility,
        "place": service.place or service.venue_id,
        "phone": service.phone or unit_phone,
        "hours": service.hours or service.by_sign_up,
    }
    return [SAYS[name] for name, value in given.items() if not value]


def check_complete(service: Service, *, unit_phone: str, admitted: Iterable[object]) -> None:
    if said := missing(service, unit_phone=unit_phone):
        raise Incomplete(missing="、".join(said))
    if not list(admitted):
        raise NobodyAdmitted


def check_reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:120]


def use_of(kind: Kind) -> Use:
    """As what a venue is booked for it."""
    return USES.get(kind, Use.SERVICE)


def asks(service: ServiceDraft) -> list[str]:
    """What a sign-up is asked beyond name, phone, home town and community: told before anybody begins."""
    told = []
    if service.min_age:
        told.append(
            {60: N_("年满60周岁（出示证件核对，不留复印件）"), 65: N_("年满65周岁（出示证件核对，不留复印件）")}[
                service.min_age
            ]
        )
    if service.asks_guardian:
        told.append(N_("未满14周岁的，填监护人姓名和电话"))
    if service.asks_contact:
        told.append(N_("紧急联系人姓名和电话"))
    return told


def whose(town_name: str, unit_name: str) -> str:
    """Q镇 兴隆社区党群服务中心; a unit that bears its town's name is said once."""
    return unit_name if unit_name.startswith(town_name) else f"{town_name} {unit_name}"
