"""Eight processes want the same slot at the same instant (pitfalls 1, 3, 4 and 5). `--rounds` makes it longer."""

import pytest
from sqlmodel import select

from app.audit import queries as audit
from app.bookings.models import Booking
from app.claims.models import Claim
from app.notifications.models import Notice
from bench import racing

PROCESSES = 8


@pytest.fixture
def place(config, cast, venue):
    wanted = venue(cast.dong_centre, "抢约的场地")
    people = (cast.lao_chen, cast.lin, cast.ma, cast.he, cast.zhu, cast.shen)
    return racing.Place(config.DATABASE_URL, cast.dong.id, tuple(p.id for p in people), wanted.id)


@pytest.mark.timeout(300)
def test_exactly_one_of_many_gets_the_slot_and_the_others_are_told(session, cast, place, request):
    rounds = request.config.getoption("--rounds")
    session.commit()
    outcome = racing.race(place, rounds, PROCESSES)

    assert (outcome.one_winner, outcome.overlaps, outcome.errors) == (rounds, 0, {})
    assert racing.count_overlaps(session.get_bind(), place) == 0
    claims = session.exec(select(Claim).where(Claim.blocking)).all()
    assert len(claims) == len(session.exec(select(Booking)).all())
    assert session.exec(select(Notice)).all() == []
    assert audit.verify(session, cast.dong.id, racing.KEY).broken is None
