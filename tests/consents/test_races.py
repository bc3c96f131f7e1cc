"""Processes race for a key: one key per town, one completion, and never a key on a text that nobody saw."""

from datetime import UTC, datetime

import pytest
from keys import check_all, draft_for
from racing import race

from app.consents import actions, queries, rules
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.scopes import Reach

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ROUNDS = 5


@pytest.fixture
def asked(session, reaching, cast):
    """Consents that wait for both signatures; their ids and what the signers see."""
    made = [_ask(session, cast, number) for number in range(ROUNDS)]
    session.commit()
    ids, seen = [c.id for c in made], draft_for(made[0])
    for consent_id in ids:
        check_all(reaching, consent_id, cast, NOW)
    return ids, seen


def _ask(session, cast, number):
    return actions.ask(
        session,
        partnership_id=cast.pair.id,
        kind="minutes",
        subject=f"minutes:{number}",
        title="纪要",
        url="/minutes/1",
        content={"text": "原稿"},
        actor=cast.actor(cast.ma),
        now=NOW,
    )


def _each(engine, reach, consent_ids, deed, *given):
    """Do a deed to one consent after the other, each in a transaction of its own."""
    outcome = []
    for consent_id in consent_ids:
        try:
            with transaction(engine, reach, now=NOW) as session:
                outcome.append(deed(session, consent_id, *given))
        except rules.Refusal as refusal:
            outcome.append(type(refusal).__name__)
    return outcome


def _turn(session, consent_id, seen, actor):
    return "complete" if actions.turn(session, consent_id, seen, actor=actor, now=NOW).is_complete else "turned"


def _edit(session, consent_id, actor):
    actions.revise(session, consent_id, {"text": "改稿"}, actor=actor, now=NOW)
    return "edited"


def _deed(cast, ids, deed, person, *given):
    reach = Reach(frozenset({person.town_id}), frozenset({cast.pair.id}))
    return _each, (reach, ids, deed, *given, Actor(person.id, person.town_id))


def test_two_towns_that_sign_at_once_complete_it_exactly_once(backend, asked, cast):
    ids, seen = asked
    found = race(backend, [_deed(cast, ids, _turn, p, seen) for p in (cast.shen, cast.xu)])
    for one, other in zip(*found, strict=True):
        assert sorted([one, other]) == ["complete", "turned"]


def test_one_town_that_signs_twice_at_once_turns_one_key(backend, asked, cast):
    ids, seen = asked
    found = race(backend, [_deed(cast, ids, _turn, cast.shen, seen)] * 3)
    for answers in zip(*found, strict=True):
        assert sorted(answers) == ["KeyAlreadyTurned", "KeyAlreadyTurned", "turned"]


def test_an_edit_that_races_a_key_never_lets_it_bind_the_new_text(backend, asked, cast, session):
    ids, seen = asked
    turned, edited = race(backend, [_deed(cast, ids, _turn, cast.shen, seen), _deed(cast, ids, _edit, cast.yan)])
    assert edited == ["edited"] * ROUNDS
    assert set(turned) <= {"turned", "ContentChanged"}
    for consent_id in ids:
        consent = queries.get(session, consent_id)
        assert consent.round == 2
        assert not queries.keys_of(session, consent)
