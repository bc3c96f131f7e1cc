"""What is entered about a town; the tables are those of `towns`."""

from dataclasses import dataclass
from uuid import UUID

from app.towns.models import Tier


@dataclass(frozen=True)
class TownDraft:
    """A new town and the secretary who will be invited to it."""

    name: str
    province: str
    county: str
    secretary: str
    login: str


@dataclass(frozen=True)
class UnitDraft:
    tier: Tier
    parent_id: UUID | None
    name: str
    address: str
    phone: str
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class OrganDraft:
    full_name: str
    short_name: str
    code: str
    printed_by: str
    send_to: str
    copy_to: str
    own_numbers: bool
    is_party_committee: bool
