"""A series that both towns of the cast have agreed on, and their keys on any proposal about it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import keys
from cast import Cast
from sqlmodel import Session

from app.proposals import actions
from app.series import queries
from app.series.models import SeriesDraft


def draft(cast: Cast, **change: Any) -> SeriesDraft:
    """Every two months on the second Thursday, D镇 first."""
    terms = {"name": "红梅同心轮值联席会议", "first_on": date(2026, 11, 1), "order": [cast.dong.id, cast.qi.id]}
    return SeriesDraft.model_validate(terms | change)


def agree(reaching: Callable[..., Session], cast: Cast, proposal_id: UUID, now: datetime) -> None:
    """Every step of both towns; the last key takes effect."""
    for town in (cast.dong, cast.qi):
        with reaching(town, now=now) as session:
            proposal = queries.get_proposal(session, proposal_id)
            consent = keys.check(session, proposal.consent_id, cast, town, now)
            signer = cast.actor(keys.steps_of(cast, town)[2])
            actions.turn_key(session, proposal, keys.draft_for(consent), actor=signer, now=now)
            session.commit()


def found(reaching: Callable[..., Session], cast: Cast, now: datetime, **change: Any) -> UUID:
    """The id of a series in force."""
    with reaching(cast.dong, now=now) as session:
        proposal = actions.found(session, cast.pair.id, draft(cast, **change), actor=cast.actor(cast.ma), now=now)
        session.commit()
    agree(reaching, cast, proposal.id, now)
    return proposal.series_id
