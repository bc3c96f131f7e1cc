"""What a clerk enters about a colleague; the tables are those of `accounts`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.accounts.models import Role


@dataclass(frozen=True)
class PostDraft:
    """A role in a unit, from a day to a day (both included; no end: until further notice)."""

    role: Role
    unit_id: UUID | None
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class PersonDraft:
    name: str
    login: str  # "": made from the name's pinyin
    title: str
    phone: str
    email: str
    post: PostDraft


class LookReason(StrEnum):
    """Why somebody looks at a whole phone number. Fixed words: the audit chain holds no free text about people."""

    CALL = "call"
    CORRECT = "correct"
    ASKED = "asked"


@dataclass(frozen=True)
class DeputyDraft:
    """授权: who may sign for the secretary, when, and by which paper."""

    deputy_id: UUID
    from_on: date
    until_on: date
    basis: str
