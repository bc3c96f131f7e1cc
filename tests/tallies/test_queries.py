"""The tally says what the rows say, whatever is done to them."""

import random

import sqlalchemy as sa
from rooms import span
from sqlmodel import select

from app.services.models import Kind
from app.sessions.models import ServiceSession, SessionState
from app.signups.models import SignUp, SignUpState
from app.tallies import actions, queries
from app.tallies.models import ServiceTally, What


def tally(session, town):
    """The tally of a town's services as `recount` writes it; persons apart."""
    found = session.execute(
        sa.select(
            ServiceTally.month,
            ServiceTally.service_id,
            ServiceTally.home_town_id,
            ServiceTally.what,
            sa.func.sum(ServiceTally.amount),
        )
        .where(ServiceTally.provider_town_id == town.id, ServiceTally.what != What.PERSONS)
        .group_by(ServiceTally.month, ServiceTally.service_id, ServiceTally.home_town_id, ServiceTally.what)
    )
    return {(month, service, home, What(what)): n for month, service, home, what, n in found if n}


def persons(session, town):
    found = queries.counts(session, [town.id], span().starts_at.date().replace(day=1), span().starts_at.date())
    return {(c.month, c.kind, c.home_id): c.amount for c in found if c.what is What.PERSONS}


def test_sums_equal_the_rows_after_whatever_was_done(acting, cast, service, occasion, visit):
    chance = random.Random(4)  # noqa: S311  # deeds, not secrets
    check_up, meal = service(), service(name="午餐", kind=Kind.DINING)
    sittings = [occasion(check_up, span("2026-03-05", f"{h:02}:00", f"{h + 1:02}:00"), places=40) for h in (9, 13)]
    sittings.append(occasion(meal, span("2026-03-05", "11:00", "12:00"), places=60))
    ids = []
    for sitting in sittings:
        for n in range(6):
            state = chance.choice([SignUpState.SIGNED, SignUpState.ATTENDED, SignUpState.WAITING])
            ids.append(visit(sitting, chance.choice([cast.dong, cast.qi]), state, person=f"p{n}").id)
    with acting(cast.qi) as session:
        for sign_up_id in ids:
            row = session.get_one(SignUp, sign_up_id)
            row.state = chance.choice(list(SignUpState))
            session.add(row)
            session.flush()
        found = session.get_one(ServiceSession, sittings[1].id)
        found.places, found.starts_at, found.ends_at = 30, span("2026-04-14").starts_at, span("2026-04-14").ends_at
        session.get_one(ServiceSession, sittings[2].id).state = SessionState.CANCELLED
        session.flush()
        assert tally(session, cast.qi) == queries.recount(session, cast.qi.id)
    with acting(cast.qi) as session:
        before, rows = tally(session, cast.qi), len(session.exec(select(ServiceTally)).all())
        assert actions.fold(session, cast.qi.id) > 0
        assert tally(session, cast.qi) == before
        assert len(session.exec(select(ServiceTally)).all()) < rows
        assert actions.fold(session, cast.qi.id) == 0


def test_somebody_who_comes_twice_is_one_person(acting, cast, service, occasion, visit):
    check_up = service()
    morning, noon = (occasion(check_up, span("2026-03-05", f"{h:02}:00", f"{h + 1:02}:00")) for h in (9, 13))
    first, second = visit(morning, person="wang"), visit(noon, person="wang")
    visit(noon, person="li")
    with acting(cast.qi) as session:
        assert persons(session, cast.qi) == queries.persons_counted(session, cast.qi.id)
        assert set(persons(session, cast.qi).values()) == {2}
    for one, left in ((first, {2}), (second, {1})):
        with acting(cast.qi) as session:
            row = session.get_one(SignUp, one.id)
            row.state = SignUpState.ABSENT
            session.add(row)
        with acting(cast.qi) as session:
            assert set(persons(session, cast.qi).values()) == left
