"""Eight processes want the same three venues in different orders: one gets all three, the others none, nobody hangs."""

from datetime import timedelta

import pytest
from racing import race
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.bookings.models import Booking
from app.claims.models import Claim
from app.claims.rules import Taken
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.together import actions

PROCESSES = 8


def want(engine, town_id, partnership_id, person_id, venues, rounds):
    """Round after round all of `venues`, in the given order; the rounds won."""
    won = []
    for n in range(rounds):
        reach = Reach(frozenset({town_id}), frozenset({partnership_id}), person_id)
        drafts = [draft(v, _nth(n)) for v in venues]
        with open_session(engine, reach, now=MONDAY) as session:
            try:
                actions.book_together(session, drafts, actor=Actor(person_id, town_id, "x"), now=MONDAY)
            except Taken:
                session.rollback()
            else:
                session.commit()
                won.append(n)
    return won


def _nth(n):
    """Every round another hour of a working day."""
    day = MONDAY.date() + timedelta(days=1 + 7 * (n // 24) + (n // 6) % 4)
    return span(day.isoformat(), f"{9 + n % 6:02d}:00", f"{10 + n % 6:02d}:00")


@pytest.mark.timeout(300)
def test_opposite_orders_do_not_deadlock_and_one_wins_all(session, config, cast, venue, request):
    rounds = max(12, min(request.config.getoption("--rounds"), 96))
    venues = [venue(cast.dong_centre, name) for name in ("主会场", "分会场", "食堂")]
    orders = [venues, venues[::-1], [venues[1], venues[2], venues[0]], [venues[2], venues[0], venues[1]]]
    people = (cast.lao_chen, cast.lin, cast.ma, cast.he)
    session.commit()
    deeds = [(want, (cast.dong.id, cast.pair.id, people[n % 4].id, orders[n % 4], rounds)) for n in range(PROCESSES)]
    answers = race(config.DATABASE_URL, deeds)

    assert all(isinstance(a, list) for a in answers), answers
    assert sorted(n for won in answers for n in won) == list(range(rounds)), "every round has exactly one winner"
    assert len(session.exec(select(Booking)).all()) == 3 * rounds
    assert len(session.exec(select(Claim).where(Claim.blocking)).all()) == 3 * rounds
