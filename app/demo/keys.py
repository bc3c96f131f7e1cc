"""Turning the keys of all towns on the stage, step by step, each step by the person whose it is."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.consents import actions as consents
from app.consents import queries
from app.consents.models import BasisDraft, Consent, KeyDraft, Publicity, Step
from app.demo.stage import Stage
from app.kit.actor import Actor
from app.kit.clock import to_town

Turn = Callable[[Session, KeyDraft, Actor], object]


def turn_all(stage: Stage, consent_id: UUID, turn: Turn) -> None:
    """Every town of the consent: 拟办, 核稿, 签发. An hour passes between steps."""
    with stage.looking(next(iter(stage.people))) as session:
        parties = list(queries.parties_of(session, consent_id))
    for town_id in parties:
        turn_one(stage, consent_id, town_id, turn)


def turn_one(stage: Stage, consent_id: UUID, town_id: UUID, turn: Turn) -> None:
    """One town's key with the steps before it."""
    _do_missing_steps(stage, consent_id, town_id)
    stage.now += timedelta(hours=1)
    with stage.acting(stage.secretary_of(town_id)) as (session, actor):
        consent = queries.get(session, consent_id)
        turn(session, _key(consent, stage, town_id), actor)


def _do_missing_steps(stage: Stage, consent_id: UUID, town_id: UUID) -> None:
    for step, login in ((Step.DRAFT, stage.clerk_of(town_id)), (Step.CHECK, stage.head_of(town_id))):
        stage.now += timedelta(hours=1)
        with stage.acting(login) as (session, actor):
            consent = queries.get(session, consent_id)
            if step not in queries.hands_of(session, consent, town_id):
                consents.check(session, consent_id, consent.content_hash, actor=actor, now=stage.now)


def _key(consent: Consent, stage: Stage, town_id: UUID) -> KeyDraft:
    """Bound resolutions and agreements ask for the basis; giving it where it is not asked does no harm."""
    decided_on: date = to_town(stage.now).date() - timedelta(days=2)
    name = stage.towns[stage.key_of(town_id)].name
    basis = BasisDraft(committee=f"{name}党委会", decided_on=decided_on, legal_review="已由司法所审核")
    return KeyDraft(
        seen_hash=consent.content_hash,
        publicity=Publicity.ON_REQUEST if consent.is_document else None,
        secrecy_checked=consent.is_document,
        basis=basis if consent.needs_basis else None,
    )
