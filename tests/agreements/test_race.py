"""Edits and keys at the same instant: nobody is bound to a version that was not on the screen, and nothing is lost."""

from uuid import UUID

import bargaining
import keys
import pytest
import sqlalchemy as sa
from bargaining import NOW, reworded, seen
from racing import race
from sqlmodel import Session

from app.agreements import actions, queries
from app.agreements.models import AgreementState, AgreementVersion
from app.consents import queries as consents
from app.consents.rules import ContentChanged, NotOpen
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.errors import Refusal
from app.kit.scopes import Reach


def _open(engine: sa.Engine, town_id: UUID, partnership_id: UUID) -> Session:
    return open_session(engine, Reach(frozenset({town_id}), frozenset({partnership_id})), now=NOW)


def edit(engine: sa.Engine, agreement_id: UUID, pair: tuple[UUID, UUID], actor: Actor, words: str) -> str:
    with _open(engine, *pair) as session:
        found = queries.get_agreement(session, agreement_id, reader_town_id=pair[0])
        text = reworded(queries.text_at(session, found, 2), 0, words)
        try:
            saved = actions.save(session, found, text, base=2, actor=actor, now=NOW)
            session.commit()
        except Refusal as refusal:
            return type(refusal).__name__
    return "aside" if saved.aside_id else "saved"


def sign(engine: sa.Engine, agreement_id: UUID, pair: tuple[UUID, UUID], actor: Actor, seen_hash: str) -> str:
    with _open(engine, *pair) as session:
        found = queries.get_agreement(session, agreement_id, reader_town_id=pair[0])
        try:
            consent = actions.turn_key(session, found, bargaining.key(seen_hash), actor=actor, now=NOW)
            session.commit()
        except Refusal as refusal:
            return type(refusal).__name__
    return "complete" if consent.is_complete else "turned"


@pytest.mark.timeout(300)
def test_edits_and_keys_at_once_never_bind_a_version_that_nobody_saw(backend, reaching, cast, request):
    sides = {town.id: ((town.id, cast.pair.id), town) for town in (cast.dong, cast.qi)}
    for number in range(max(2, request.config.getoption("--rounds") // 3)):
        agreement = bargaining.asked(reaching, cast)
        bargaining.checked(reaching, cast, agreement)
        with reaching(cast.dong) as session:
            seen_hash = queries.version_on_table(session, seen(session, agreement, cast.dong)).content_hash
        deeds = []
        for pair, town in sides.values():
            clerk, _head, signer = keys.steps_of(cast, town)
            deeds.append((sign, (agreement.id, pair, cast.actor(signer), seen_hash)))
            deeds.append((edit, (agreement.id, pair, cast.actor(clerk), f"{town.name}第{number}次改的目的。")))
        answers = race(backend, deeds)
        _judge(reaching, cast, agreement, seen_hash, answers)


def _judge(reaching, cast, agreement, seen_hash, answers):
    signed, edited = answers[0::2], answers[1::2]
    assert set(signed) <= {"turned", "complete", ContentChanged.__name__, NotOpen.__name__, "NotSigning"}, answers
    assert set(edited) <= {"saved", "aside", "NotEditable", NotOpen.__name__}, answers
    with reaching(cast.dong) as session:
        found = seen(session, agreement, cast.dong)
        consent = consents.get(session, found.consent_id)
        kept = consents.keys_of(session, consent)
        standing = queries.version_on_table(session, found).content_hash
        assert {k.content_hash for k in kept} <= {standing}
        if "complete" in signed:
            assert (found.state, standing) == (AgreementState.CONCLUDED, seen_hash)
            assert "saved" not in edited
        else:
            assert found.state is AgreementState.SIGNING
            assert "saved" in edited
    texts = 0
    for town in (cast.dong, cast.qi):
        with reaching(town) as session:
            mine = sa.select(sa.func.count()).select_from(AgreementVersion).where(AgreementVersion.base == 2)
            texts += session.scalar(
                mine.where(AgreementVersion.town_id == town.id, AgreementVersion.agreement_id == agreement.id)
            )
    assert texts == edited.count("saved") + edited.count("aside")
