"""How often a phone without an account may try, and what is said when it tries too often. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_

WINDOW = timedelta(minutes=10)
MOST_SIGN_UPS, MOST_LOOKS = 30, 10  # of one address: a whole service hall may stand behind one
REMEMBERED = timedelta(minutes=30)
MOST_SLIPS = 5


class NoSlip(Refusal):
    message = N_("没有找到：请核对取号码和报名时所留手机号的后四位")


class NoticeChanged(Refusal):
    message = N_("告知书刚刚有更新，请重新阅读后再提交")


@dataclass(frozen=True)
class Held:
    """A slip that this browser was shown: which sign-up, whose resident."""

    sign_up_id: str
    town_id: str


def still_held(slips: object, at: object, now: datetime) -> list[Held]:
    """What the cookie remembers; after half an hour nothing, because phones are lent."""
    try:
        seen = datetime.fromisoformat(str(at))
    except ValueError:
        return []
    if now - seen > REMEMBERED or not isinstance(slips, list):
        return []
    return [Held(str(s[0]), str(s[1])) for s in slips if isinstance(s, list) and len(s) == 2][-MOST_SLIPS:]
