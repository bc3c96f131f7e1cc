"""A year of services: both towns' residents, waiting lists, marks, a canteen; quickly there."""

from collections import Counter
from datetime import UTC, datetime

from sqlmodel import select

from app.demo import ground, services
from app.dining import queries as dining
from app.feedback.models import Opinion, OpinionState
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.ledger.models import Kind, LedgerEntry
from app.sessions.models import ServiceSession
from app.signups.models import SignUp
from app.tallies import queries as tallies
from app.tallies.models import What

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_year_of_services_on_both_sides(engine):
    stage = ground.lay(engine, NOW)
    services.play(stage, clock.to_town(NOW).date())
    town_ids = frozenset(t.id for t in stage.towns.values())
    with open_session(engine, Reach(town_ids, frozenset({stage.partnership_id})), writes=False, now=NOW) as session:
        found = session.exec(select(SignUp)).all()
        states = Counter(s.state for s in found)
        across = [s for s in found if s.home_town_id != s.provider_town_id]
        assert 1200 < len(found) < 2200
        assert len(across) > len(found) / 3
        assert {"attended", "absent", "signed", "waiting", "unmet"} <= set(states)
        assert len(session.exec(select(ServiceSession)).all()) > 90
        opinions = session.exec(select(Opinion)).all()
        assert Counter(o.state for o in opinions)[OpinionState.WAITING] == 1
        assert Counter(o.state for o in opinions)[OpinionState.ANSWERED] == 1
        entered = session.exec(select(LedgerEntry).where(LedgerEntry.kind == Kind.SERVICE_SEATS)).all()
        assert {e.giver_id for e in entered} == town_ids
        for town in stage.towns.values():
            told = tallies.recount(session, town.id)
            counted = tallies.counts(session, [town.id], min(k[0] for k in told), max(k[0] for k in told))
            sums = {(c.month, c.service_id, c.home_id, c.what): c.amount for c in counted}
            assert {key: n for key, n in sums.items() if key[-1] is not What.PERSONS} == told
        assert len([s for s in across if s.provider_town_id == stage.towns["Q"].id]) > 300
        kitchen = dining.kitchen_day(session, stage.towns["D"].id, clock.to_town(NOW).date(), now=NOW)
        assert kitchen[0].count.total > 3
