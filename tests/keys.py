"""Turning keys in tests: every step of every town, by the people of the cast."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cast import Cast
from sqlmodel import Session

from app.accounts.models import Person
from app.consents import actions, queries
from app.consents.models import Consent, KeyDraft, Publicity, Step
from app.towns.models import Town


def steps_of(cast: Cast, town: Town) -> tuple[Person, Person, Person]:
    """Who drafts, checks and signs in a town of the cast."""
    return {cast.dong.id: (cast.ma, cast.he, cast.shen), cast.qi.id: (cast.yan, cast.tang, cast.xu)}[town.id]


def check(session: Session, consent_id: UUID, cast: Cast, town: Town, now: datetime) -> Consent:
    """Everything inside a town before its key."""
    consent = queries.get(session, consent_id)
    clerk, head, _ = steps_of(cast, town)
    done = queries.hands_of(session, consent, town.id)
    for kind, person in ((Step.DRAFT, clerk), (Step.CHECK, head)):
        if kind not in done:
            actions.check(session, consent_id, consent.content_hash, actor=cast.actor(person), now=now)
    return consent


def turn(session: Session, consent_id: UUID, cast: Cast, town: Town, now: datetime) -> Consent:
    """A town's key, with the steps before it."""
    consent = check(session, consent_id, cast, town, now)
    signer = steps_of(cast, town)[2]
    return actions.turn(session, consent_id, draft_for(consent), actor=cast.actor(signer), now=now)


def draft_for(consent: Consent) -> KeyDraft:
    return KeyDraft(seen_hash=consent.content_hash, publicity=Publicity.ON_REQUEST, secrecy_checked=True)


def check_all(reaching: Callable[..., Session], consent_id: UUID, cast: Cast, now: datetime) -> None:
    """Both towns ready to sign; committed."""
    for town in (cast.dong, cast.qi):
        with reaching(town, now=now) as session:
            check(session, consent_id, cast, town, now)
            session.commit()


def turn_all(reaching: Callable[..., Session], consent_id: UUID, cast: Cast, now: datetime) -> None:
    """Both keys, without the asking domain's effect; committed."""
    for town in (cast.dong, cast.qi):
        with reaching(town, now=now) as session:
            turn(session, consent_id, cast, town, now)
            session.commit()
