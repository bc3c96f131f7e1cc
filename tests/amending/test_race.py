"""Four people move their series to each other's venues at the same instant: nobody waits in a circle."""

import pytest
from racing import race
from rooms import MONDAY
from series_of_bookings import book, occurrences, weekly
from sqlmodel import select

from app.amending import actions, queries
from app.amending.models import Change
from app.claims.models import Claim
from app.claims.rules import Taken
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.recurring.models import Scope

PROCESSES = 4


def move_on(engine, town_id, partnership_id, person_id, series_id, venue_id, rounds):
    """To the neighbour's venue at another hour, and back again; how often it went through."""
    done = 0
    home = None
    for n in range(rounds):
        reach = Reach(frozenset({town_id}), frozenset({partnership_id}), person_id)
        with open_session(engine, reach, now=MONDAY) as session:
            said = {"of": None, "scope": Scope.ALL, "reader_town_id": town_id, "now": MONDAY}
            found = queries.reach(session, series_id, **said).all
            home = home or found[0].venue_id
            there = n % 2 == 0
            change = Change(
                venue_id=venue_id if there else home,
                starts="16:00" if there else "14:00",
                ends="18:00" if there else "16:00",
            )
            plan = queries.preview(session, found, change, {}, town_id=town_id, now=MONDAY)
            actor = Actor(person_id, town_id, "x")
            try:
                actions.change(session, series_id, change, plan, scope=Scope.ALL, actor=actor, now=MONDAY)
            except Taken:
                session.rollback()
            else:
                session.commit()
                done += 1
    return done


@pytest.mark.timeout(300)
def test_moving_in_a_circle_does_not_deadlock(session, config, cast, venue, request):
    rounds = 2 * max(1, min(request.config.getoption("--rounds") // 4, 8))
    venues = [venue(cast.dong_centre, f"活动室{n}") for n in range(PROCESSES)]
    people = [cast.lao_chen, cast.lin, cast.ma, cast.he] * (PROCESSES // 4)
    made = [book(session, weekly(v, times=4), cast.actor(p), MONDAY) for v, p in zip(venues, people, strict=True)]
    session.commit()
    deeds = [
        (move_on, (cast.dong.id, cast.pair.id, p.id, s.id, venues[(n + 1) % PROCESSES].id, rounds))
        for n, (s, p) in enumerate(zip(made, people, strict=True))
    ]
    answers = race(config.DATABASE_URL, deeds)

    assert answers == [rounds] * PROCESSES
    session.expire_all()
    assert [b.venue_id for s in made for b in occurrences(session, s)] == [v.id for v in venues for _ in range(4)]
    assert len(session.exec(select(Claim).where(Claim.blocking)).all()) == 4 * PROCESSES
