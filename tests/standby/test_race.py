"""Sixteen processes want the last places of one session, over the whole act. `--rounds` makes it longer."""

from types import SimpleNamespace

import pytest
from racing import race
from sqlmodel import select
from townsfolk import wish

from app.audit import queries as audit
from app.enrolment import actions
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.sessions import queries as sessions
from app.sessions.rules import NoPlaceLeft
from app.signups.models import SignUp, SignUpState

PROCESSES, PLACES = 16, 3
KEY = "of-this-test-only"


def sign_up(engine, reach: Reach, actor: Actor, occasion_ids, name: str, phone: str, now) -> list[str]:
    """One worker, one resident, one session after the other; who finds no place stands in the queue."""
    said, town = [], SimpleNamespace(id=actor.town_id)
    for occasion_id in occasion_ids:
        with open_session(engine, reach, now=now) as session:
            try:
                actions.sign_up(session, occasion_id, wish(town, name, phone), actor=actor, now=now)
                said.append("signed")
            except NoPlaceLeft:
                session.rollback()
                actions.sign_up(session, occasion_id, wish(town, name, phone), actor=actor, now=now, wait=True)
                said.append("waiting")
            session.commit()
    return said


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("ground")
def test_exactly_the_places_there_are_go_and_everybody_else_waits(
    backend, cast, service, occasion, reaching, request, now
):
    of = service()
    rounds = [occasion(of, places=PLACES, label=f"第{n}场").id for n in range(request.config.getoption("--rounds"))]
    here = reaching(cast.dong)
    reach, actor = here.info["reach"], cast.actor(cast.lao_chen)
    here.commit()
    names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
    deeds = [(sign_up, (reach, actor, rounds, f"{names[n]}大明", f"1380000{n:04}", now)) for n in range(PROCESSES)]
    answers = race(backend, deeds)
    for n, occasion_id in enumerate(rounds):
        said = sorted(answer[n] for answer in answers)
        assert said == ["signed"] * PLACES + ["waiting"] * (PROCESSES - PLACES)
        assert sessions.get_public(here, occasion_id)[0].taken == PLACES
    states = [s.state for s in here.exec(select(SignUp))]
    assert states.count(SignUpState.SIGNED) == PLACES * len(rounds)
    assert len(states) == PROCESSES * len(rounds)
    assert audit.verify(here, cast.dong.id, KEY).broken is None
