"""Reading what was said in one line, and summing up several answers in one sentence. Pure."""

import re
from datetime import datetime, timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_

PHONE = re.compile(r"\+?\d[\d\s-]{5,}\d")


class ContactUnreadable(Refusal):
    message = N_("请写负责人姓名和电话，如：王秀英 13800001234；以前来过的团队可以留空")


def read_contact(text: str) -> tuple[str, str]:
    """王秀英 13800001234 as name and telephone, however they are separated."""
    found = PHONE.search(text)
    if found is None:
        raise ContactUnreadable
    name = (text[: found.start()] + text[found.end() :]).strip(" ,，、;；:：/")
    if not name:
        raise ContactUnreadable
    return name[:40], re.sub(r"[\s-]", "", found.group())[:30]


def first_span(now: datetime) -> tuple[datetime, datetime]:
    """What the quick form proposes: from the next full hour, two hours."""
    starts = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return starts, starts + timedelta(hours=2)
