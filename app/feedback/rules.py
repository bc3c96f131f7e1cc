"""Who may mark what, when a mark is a low one, and what of the marks is published. Pure."""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.feedback.models import OpinionState, ServiceScore
from app.kit.errors import NotFound, Refusal
from app.kit.i18n import N_
from app.signups.models import SignUpState

VALID = timedelta(days=30)
CALLERS_KEPT = timedelta(days=62)
SCREEN_BEFORE, SCREEN_AFTER = timedelta(minutes=30), timedelta(hours=3)
FEWEST = 5
LOW = 2
ANSWER_DAYS = 7
TAG = 8  # bytes: 64 bits that nobody guesses; with the id they fill base64 exactly
Hash = Callable[[bytes], str]


class NotYet(Refusal):
    message = N_("服务还没有办理到场登记，请在参加之后再评价")


class Expired(Refusal):
    message = N_("评价链接已过期（参加后%(days)s天内有效），您可以直接向服务单位反映")


class AlreadyGiven(Refusal):
    message = N_("这次服务已经评价过了，谢谢您。每次服务只能评价一次")


class NobodyFound(Refusal):
    message = N_("没有找到手机尾号%(digits)s的到场登记，请核对后四位，或请工作人员先登记到场")


class ScreenClosed(Refusal):
    message = N_("评价屏只在本场服务开始前半小时到结束后3小时内可用")


class AnswerMissing(Refusal):
    message = N_("请写明怎样整改、怎样答复")


class AnsweredBefore(Refusal):
    message = N_("这条评价已经答复过了")


class PhoneMissing(Refusal):
    message = N_("希望回电的，请留下称呼和联系电话")


@dataclass(frozen=True)
class Published:
    """What everybody may read of a service's marks."""

    mean: str
    answered: int


def token(what: str, subject: UUID, hashed: Hash) -> str:
    """An address that cannot be guessed: the id and a tag under the installation's key. Nothing is kept for it."""
    return base64.urlsafe_b64encode(subject.bytes + _tag(what, subject, hashed)).decode().rstrip("=")


def opened(what: str, text: str, hashed: Hash) -> UUID:
    """The id in a token; NotFound unless this installation made it for this."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound from None
    if len(raw) != 16 + TAG:
        raise NotFound
    subject = UUID(bytes=raw[:16])
    if not hmac.compare_digest(raw[16:], _tag(what, subject, hashed)):
        raise NotFound
    return subject


def _tag(what: str, subject: UUID, hashed: Hash) -> bytes:
    return bytes.fromhex(hashed(f"feedback:{what}:{subject}".encode()))[:TAG]


def ballot(sign_up_id: UUID, hashed: Hash) -> str:
    return hashed(f"feedback:ballot:{sign_up_id}".encode())


def check_visit(state: SignUpState, ends_at: datetime, now: datetime) -> None:
    """Only who was there, and for a while. Raises NotYet, Expired."""
    if state is not SignUpState.ATTENDED:
        raise NotYet
    if now > ends_at + VALID:
        raise Expired(days=VALID.days)


def check_screen(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if not starts_at - SCREEN_BEFORE <= now <= ends_at + SCREEN_AFTER:
        raise ScreenClosed


def check_call(wants_call: bool, name: str, phone: str) -> None:
    if wants_call and not (name.strip() and phone.strip()):
        raise PhoneMissing


def first_state(score: int) -> OpinionState:
    return OpinionState.WAITING if score <= LOW else OpinionState.COUNTED


def due_on(score: int, today: date) -> date | None:
    return today + timedelta(days=ANSWER_DAYS) if score <= LOW else None


def check_answer(state: OpinionState, text: str) -> None:
    if state is not OpinionState.WAITING:
        raise AnsweredBefore
    if not text.strip():
        raise AnswerMissing


def published(score: ServiceScore | None) -> Published | None:
    """The mean, once enough people answered that none of them can be made out (domain.md §6)."""
    if score is None or score.answered < FEWEST:
        return None
    return Published(f"{score.total / score.answered:.1f}", score.answered)


def told_day(visited_on: date, attended: int) -> date | None:
    """The day of the visit, where enough people came; else only its month is kept."""
    return visited_on if attended >= FEWEST else None
