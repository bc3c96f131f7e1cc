"""What the counter may do when, and what a slip says. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.services.models import Service

AHEAD = timedelta(days=31)


class StillMissing(Refusal):
    message = N_("这项服务还需要填写下面几项")


def asks_more(service: Service) -> bool:
    """Whether a sign-up needs more than a person: an age, a consent, a guardian, a contact."""
    return bool(service.min_age or service.is_sensitive or service.asks_guardian or service.asks_contact)


@dataclass(frozen=True)
class Slip:
    """What is printed in large type and given to the person."""

    title: str
    day: str
    hours: str
    place: str
    address: str
    bring: str
    price: str
    phone: str
    name: str
    digits: str
    code: str
    state: str
    note: str
    starts_at: datetime
    address_of_code: str


def code_in_groups(code: str) -> str:
    """ABCD EFGH: read aloud in two breaths."""
    return f"{code[:4]} {code[4:]}".strip()
