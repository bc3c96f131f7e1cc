"""Processes race for a key: one key per town, one completion, and never a key on a text that nobody saw."""

import multiprocessing as mp
from datetime import UTC, datetime
from uuid import UUID

import pytest
from keys import check_all, draft_for

from app.audit import actions as audit
from app.consents import actions, queries, rules
from app.consents.models import KeyDraft
from app.kit.actor import Actor
from app.kit.db import make_engine, transaction
from app.kit.scopes import Reach

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ROUNDS = 5


@pytest.fixture
def asked(session, reaching, cast):
    """Consents that wait for both signatures."""

    def make(number):
        consent = actions.ask(
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
        session.commit()
        session.expunge(consent)
        check_all(reaching, consent.id, cast, NOW)
        return consent

    return make


def _race(backend, deeds):
    """Run each (deed, arguments) in a process of its own, all at once; their answers."""
    context = mp.get_context("spawn")
    gate, answers = context.Barrier(len(deeds)), context.Queue()
    runners = [context.Process(target=_run, args=(backend, gate, answers, *deed)) for deed in deeds]
    for runner in runners:
        runner.start()
    found = [answers.get(timeout=60) for _ in runners]
    for runner in runners:
        runner.join(30)
    return found


def _run(backend, gate, answers, deed, town_id, person_id, partnership_id, consent_ids, seen):
    import app.tables  # noqa: F401  # the guard must know every table

    audit.use_key("of-this-test-only")
    engine = make_engine(backend)
    reach = Reach(frozenset({town_id}), frozenset({partnership_id}))
    outcome = []
    gate.wait(60)
    for consent_id in consent_ids:
        try:
            with transaction(engine, reach, now=NOW) as session:
                outcome.append(_do(deed, session, consent_id, seen, Actor(person_id, town_id)))
        except rules.Refusal as refusal:
            outcome.append(type(refusal).__name__)
    engine.dispose()
    answers.put((deed, outcome))


def _do(deed: str, session, consent_id: UUID, seen: KeyDraft, actor: Actor) -> str:
    if deed == "edit":
        actions.revise(session, consent_id, {"text": "改稿"}, actor=actor, now=NOW)
        return "edited"
    return "complete" if actions.turn(session, consent_id, seen, actor=actor, now=NOW).is_complete else "turned"


def test_two_towns_that_sign_at_once_complete_it_exactly_once(backend, asked, cast, reaching):
    consents = [asked(n) for n in range(ROUNDS)]
    ids, seen = [c.id for c in consents], draft_for(consents[0])
    found = _race(
        backend,
        [
            ("turn", cast.dong.id, cast.shen.id, cast.pair.id, ids, seen),
            ("turn", cast.qi.id, cast.xu.id, cast.pair.id, ids, seen),
        ],
    )
    for one, other in zip(found[0][1], found[1][1], strict=True):
        assert sorted([one, other]) == ["complete", "turned"]


def test_one_town_that_signs_twice_at_once_turns_one_key(backend, asked, cast):
    consents = [asked(n) for n in range(ROUNDS)]
    ids, seen = [c.id for c in consents], draft_for(consents[0])
    deed = ("turn", cast.dong.id, cast.shen.id, cast.pair.id, ids, seen)
    found = _race(backend, [deed, deed, deed])
    for answers in zip(*(outcome for _, outcome in found), strict=True):
        assert sorted(answers) == ["KeyAlreadyTurned", "KeyAlreadyTurned", "turned"]


def test_an_edit_that_races_a_key_never_lets_it_bind_the_new_text(backend, asked, cast, session):
    consents = [asked(n) for n in range(ROUNDS)]
    ids, seen = [c.id for c in consents], draft_for(consents[0])
    found = dict(
        _race(
            backend,
            [
                ("turn", cast.dong.id, cast.shen.id, cast.pair.id, ids, seen),
                ("edit", cast.qi.id, cast.yan.id, cast.pair.id, ids, seen),
            ],
        )
    )
    assert found["edit"] == ["edited"] * ROUNDS
    assert set(found["turn"]) <= {"turned", "ContentChanged"}
    for consent_id in ids:
        consent = queries.get(session, consent_id)
        assert consent.round == 2
        assert not queries.keys_of(session, consent)
