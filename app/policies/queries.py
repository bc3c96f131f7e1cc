"""Which rule holds for a venue and a borrowing town: its own, that of the hall it is a part of, or the venue's word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.kit.prepared import Prepared
from app.policies import rules
from app.policies.models import SharePolicy, Sharing


class Place(Protocol):
    """A venue, as far as this package needs to know it."""

    id: UUID
    parent_id: UUID | None
    town_id: UUID
    sharing: Sharing


_TABLE: Any = SharePolicy.__table__  # type: ignore[attr-defined]  # a table model has a table
RULES = Prepared(
    sa.select(*(c for c in _TABLE.c if c.name not in {"id", "owner_town_id", "town_id"}))
    .where(_TABLE.c.venue_id.in_(sa.bindparam("venue_ids", expanding=True)))
    .where(_TABLE.c.town_id == sa.bindparam("town_id"))
)


@dataclass(frozen=True)
class Held:
    """A rule, and the venue whose quota it counts on: a part of a hall counts on the hall's."""

    rule: rules.Rule
    venue_id: UUID


def rules_for(session: Session, venues: Iterable[Place], town_id: UUID) -> dict[UUID, Held]:
    """What a town may do with other towns' venues, in one query for any number; its own are left out."""
    borrowed = [v for v in venues if v.town_id != town_id]
    if not borrowed:
        return {}
    places = {v.id for v in borrowed} | {v.parent_id for v in borrowed if v.parent_id}
    found = {row.venue_id: row for row in RULES.run(session, {"venue_ids": list(places), "town_id": town_id})}
    return {v.id: _held(v, found) for v in borrowed}


def rule_of(session: Session, venue: Place, town_id: UUID) -> Held:
    """The rule of one venue for one borrowing town."""
    return rules_for(session, [venue], town_id)[venue.id]


def _held(venue: Place, found: dict[UUID, Any]) -> Held:
    for place in (venue.id, venue.parent_id):
        if place in found:
            return Held(rules.rule_from(found[place]._asdict()), place)
    return Held(rules.default_rule(venue.sharing), venue.id)


def find(session: Session, venue_id: UUID, town_id: UUID) -> SharePolicy | None:
    """The row of exactly this venue and town, held until the transaction ends."""
    found = select(SharePolicy).where(SharePolicy.venue_id == venue_id, SharePolicy.town_id == town_id)
    return session.exec(found.with_for_update()).first()
