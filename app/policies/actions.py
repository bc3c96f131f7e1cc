"""Laying down the rule of a venue for a town. Who may, and whose keys it takes, is asked in `sharing`."""

from uuid import UUID

from sqlmodel import Session

from app.policies import queries
from app.policies.models import SharePolicy
from app.policies.rules import Rule, check_rule


def lay_down(session: Session, rule: Rule, *, venue_id: UUID, owner_town_id: UUID, town_id: UUID) -> SharePolicy:
    """From now on this rule holds; what is booked stands, what is only requested is asked again at its approval."""
    check_rule(rule)
    policy = queries.find(session, venue_id, town_id)
    if policy is None:
        policy = SharePolicy(venue_id=venue_id, owner_town_id=owner_town_id, town_id=town_id, **rule.as_json())
    for name, value in rule.as_json().items():
        setattr(policy, name, value)
    session.add(policy)
    session.flush()
    return policy
