"""What has to be declared for which service, and what may follow which state. Pure; the time comes in."""

from datetime import datetime, timedelta

from app.accounts.models import Role
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.residents import rules as residents
from app.services.models import Service
from app.sessions.models import ServiceSession
from app.signups.models import OPEN, Agreed, DeclaredDraft, How, SignUp, SignUpDraft, SignUpState

HANDLERS = (Role.WORKER, Role.SECONDEE, Role.CLERK, Role.OFFICE_HEAD)
BEFORE, AFTER = timedelta(hours=3), timedelta(days=31)  # when one may tick who came


class SamePersonTwice(Refusal):
    message = N_("%(name)s已经报了这一场，同一人不能重复报名")


class TooYoung(Refusal):
    message = N_("本服务面向%(age)s周岁以上居民；核对年龄后，请勾选“达到年龄要求”")


class GuardianMissing(Refusal):
    message = N_("本服务有未满14周岁儿童参加，请填写监护人姓名和电话")


class ContactMissing(Refusal):
    message = N_("本服务需要紧急联系人，请填写其姓名和电话")


class ConsentMissing(Refusal):
    message = N_("本服务涉及敏感个人信息，须经本人单独同意；请说明后选择同意人和同意方式")


class GuardianConsentMissing(Refusal):
    message = N_("未满14周岁的，须由监护人单独同意；请选择“监护人”和同意方式")


STILL_TO_SAY = (TooYoung, GuardianMissing, ContactMissing, ConsentMissing, GuardianConsentMissing)
"""Refusals that a tick or a line more on the same form makes good."""


class OverAlready(Refusal):
    message = N_("该报名现为“%(state)s”，不能再办理此项")


class HasBegun(Refusal):
    message = N_("本场已经开始，不能再取消；没有到场的，由服务单位登记为未到")


class NotTheDay(Refusal):
    message = N_("到场情况从开始前3小时起登记，最迟在结束后31天内")


class NotYetAbsent(Refusal):
    message = N_("本场还没有开始，不能登记未到")


class NotHeld(Refusal):
    message = N_("还没有轮到，请继续候补；轮到时会告知")


class OfferGone(Refusal):
    message = N_("名额保留到%(until)s，已过期，让给了下一位；需要时请重新候补")


class NotForYou(Refusal):
    message = N_("只能为本镇居民报名，或者为本镇单位的服务登记来参加的居民")


class OnlyProvider(Refusal):
    message = N_("到场情况由提供服务的镇登记")


def checked(service: Service, draft: SignUpDraft) -> DeclaredDraft:
    """What is kept of what was declared, in one form: only what the service asks for.

    Raises TooYoung, GuardianMissing, ContactMissing, GuardianConsentMissing, ConsentMissing, and what a name, a phone
    or a note may not hold.
    """
    said = draft.declared
    residents.check_no_identity(said.note)
    if service.min_age and draft.age_seen < service.min_age:
        raise TooYoung(age=service.min_age)
    kept = DeclaredDraft(note=residents.plain(said.note))
    if service.asks_guardian:
        kept.guardian_name, kept.guardian_phone = _pair(said.guardian_name, said.guardian_phone, GuardianMissing)
    if service.asks_contact:
        kept.emergency_name, kept.emergency_phone = _pair(said.emergency_name, said.emergency_phone, ContactMissing)
    _check_consent(service, draft)
    return kept


def _pair(name: str, phone: str, missing: type[Refusal]) -> tuple[str, str]:
    if not (name.strip() and phone.strip()):
        raise missing
    return residents.name_of(name), residents.phone_of(phone)


def _check_consent(service: Service, draft: SignUpDraft) -> None:
    """Arts. 29 and 31: separate consent for sensitive data, a guardian's for a child under 14."""
    if not service.is_sensitive:
        return
    if service.asks_guardian and draft.agreed_by is not Agreed.GUARDIAN:
        raise GuardianConsentMissing
    if draft.agreed_by is None or draft.agreed_how is None:
        raise ConsentMissing


def consent_of(service: Service, draft: SignUpDraft) -> tuple[Agreed | None, How | None]:
    """What is kept of a separate consent: nothing where none is needed."""
    return (draft.agreed_by, draft.agreed_how) if service.is_sensitive else (None, None)


def check_open(sign_up: SignUp, *, state_name: str) -> None:
    if sign_up.state not in OPEN:
        raise OverAlready(state=state_name)


def check_cancel(sign_up: SignUp, occasion: ServiceSession, now: datetime, *, state_name: str) -> None:
    check_open(sign_up, state_name=state_name)
    if occasion.starts_at <= now:
        raise HasBegun


def check_offer(sign_up: SignUp, now: datetime, *, state_name: str, until: str) -> None:
    """Held until its last instant, not at it: the same instant frees it for the next."""
    if sign_up.state is SignUpState.WAITING:
        raise NotHeld
    if sign_up.state is not SignUpState.OFFERED:
        raise OverAlready(state=state_name)
    if sign_up.holds_until is not None and sign_up.holds_until <= now:
        raise OfferGone(until=until)


TICKED = frozenset({SignUpState.SIGNED, SignUpState.ATTENDED, SignUpState.ABSENT})


def check_tick(
    sign_up: SignUp, occasion: ServiceSession, state: SignUpState, now: datetime, *, state_name: str
) -> None:
    """Who came can be ticked and unticked while it is fresh; who did not, once it has begun."""
    if sign_up.state not in TICKED:
        raise OverAlready(state=state_name)
    if not occasion.starts_at - BEFORE <= now <= occasion.ends_at + AFTER:
        raise NotTheDay
    if state is SignUpState.ABSENT and now < occasion.starts_at:
        raise NotYetAbsent
