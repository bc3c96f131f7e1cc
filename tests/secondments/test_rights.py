"""What somebody may do while posted, at the very minute it begins, is moved and ends. No job runs in these tests."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from postings import NOW, UNTIL, agreed_pair, filled
from sqlmodel import select

from app.accounts import queries as accounts
from app.accounts.models import Authorisation, Role
from app.bookings.models import Booking
from app.consents import queries as consents
from app.consents import rules as consent_rules
from app.exchanges import actions as exchanges
from app.extensions import actions as extensions
from app.extensions.models import RecallReason
from app.kit import clock
from app.secondments import actions, rules
from app.secondments import queries as postings
from app.venues import queries as venues

STARTS = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ENDS = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DURING = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def held(session, person, at) -> set[tuple[Role, object]]:
    return {(r.role, r.town_id) for r in accounts.roles_at(session, person.id, at)}


@pytest.fixture
def pair(reaching, cast):
    return agreed_pair(reaching, cast)


def test_the_host_scope_begins_and_ends_at_midnight_by_itself(reaching, cast, pair):
    session = reaching(cast.dong)
    at_home, away = {(Role.WORKER, cast.dong.id)}, {(Role.SECONDEE, cast.qi.id)}
    assert held(session, cast.lin, STARTS - MINUTE) == at_home
    assert held(session, cast.lin, STARTS) == away
    assert held(session, cast.lin, ENDS - MINUTE) == away
    assert held(session, cast.lin, ENDS) == at_home


def test_the_host_unit_is_run_and_the_home_unit_rests(reaching, cast, pair):
    session = reaching(cast.dong)

    def runs(unit, at) -> bool:
        return venues.runs_unit(accounts.roles_at(session, cast.lin.id, at), unit.id, unit.town_id)

    assert (runs(cast.dong_centre, STARTS - MINUTE), runs(cast.qi_centre, STARTS - MINUTE)) == (True, False)
    assert (runs(cast.dong_centre, DURING), runs(cast.qi_centre, DURING)) == (False, True)
    assert (runs(cast.dong_centre, ENDS), runs(cast.qi_centre, ENDS)) == (True, False)


def test_nobody_on_secondment_answers_requests_on_either_side(reaching, cast, pair):
    session = reaching(cast.dong)
    roles = accounts.roles_at(session, cast.lin.id, DURING)
    for unit in (cast.dong_centre, cast.qi_centre):
        assert not venues.answers_for(roles, unit.id, unit.town_id)
    before = accounts.roles_at(session, cast.lin.id, STARTS - MINUTE)
    assert venues.answers_for(before, cast.dong_centre.id, cast.dong.id)


def test_who_is_away_is_not_asked_and_not_told(reaching, cast, pair):
    hall = SimpleNamespace(town_id=cast.dong.id, unit_id=cast.dong_centre.id)
    session = reaching(cast.dong)
    assert cast.lin.id in venues.keepers_of(session, hall, now=STARTS - MINUTE)
    assert cast.lin.id not in venues.keepers_of(session, hall, now=STARTS)
    workers = accounts.people_with(session, cast.dong.id, {Role.WORKER}, DURING)
    assert [p.name for p in workers] == ["老陈"]


def test_a_deputy_on_secondment_signs_for_neither_town(reaching, cast, pair):
    session = reaching(cast.dong)
    granted = Authorisation(
        town_id=cast.dong.id,
        secretary_id=cast.shen.id,
        deputy_id=cast.lin.id,
        from_on=date(2026, 1, 1),
        until_on=date(2026, 12, 31),
        basis="D委〔2026〕3号",
    )
    session.add(granted)
    session.flush()
    for town in (cast.dong, cast.qi):
        for at in (STARTS, DURING, ENDS - MINUTE):
            with pytest.raises(consent_rules.OnSecondment):
                consents.get_signer(session, cast.lin.id, town.id, at)
    assert consents.get_signer(session, cast.lin.id, cast.dong.id, STARTS - MINUTE).signed_for == "沈卫东"
    assert consents.get_signer(session, cast.lin.id, cast.dong.id, ENDS).signed_for == "沈卫东"


def test_an_office_rests_while_its_holder_is_away(reaching, cast):
    """A clerk who is posted checks and drafts nothing, at home or at the host."""
    with reaching(cast.qi, now=NOW) as session:
        exchange = filled(session, cast)
        session.commit()
        posting = next(p for p in exchanges.queries.postings_of(session, exchange.id) if p.home_town_id == cast.qi.id)
        posting.person_id = cast.yan.id
        posting.home_mentor_id = cast.qian.id
        actions.agree(session, posting, cast.actor(cast.shi), NOW)
        session.commit()
        assert held(session, cast.yan, STARTS - MINUTE) == {(Role.CLERK, cast.qi.id)}
        assert held(session, cast.yan, STARTS) == {(Role.SECONDEE, cast.dong.id)}
        consent = exchanges.ask(session, filled_again(session, cast), actor=cast.actor(cast.shi), now=NOW)
        for at in (STARTS, ENDS - MINUTE):
            with pytest.raises(consent_rules.NotYourStep):
                exchanges.consents.check(session, consent.id, consent.content_hash, actor=cast.actor(cast.yan), now=at)


def filled_again(session, cast):
    return filled(session, cast, from_on=date(2027, 4, 1), until_on=date(2027, 9, 30))


def test_an_extension_moves_every_right_with_it(reaching, cast, pair):
    mine, _ = pair
    with reaching(cast.dong, now=DURING) as session:
        posting = postings.get_locked(session, mine.id)
        actions.move_end(session, posting, UNTIL + timedelta(days=31), rules.end_of(UNTIL + timedelta(days=31)))
        session.commit()
    session = reaching(cast.dong)
    later = ENDS + timedelta(days=31)
    assert held(session, cast.lin, ENDS) == {(Role.SECONDEE, cast.qi.id)}
    assert held(session, cast.lin, later - MINUTE) == {(Role.SECONDEE, cast.qi.id)}
    assert held(session, cast.lin, later) == {(Role.WORKER, cast.dong.id)}


def test_a_recall_at_once_ends_everything_at_that_minute(reaching, cast, pair):
    mine, _ = pair
    with reaching(cast.dong, now=DURING) as session:
        posting = postings.get_locked(session, mine.id)
        extensions.recall(
            session,
            posting,
            until_on=DURING.date(),
            why=RecallReason.DISCIPLINE,
            reason="配合调查",
            at_once=True,
            actor=cast.actor(cast.shen),
            now=DURING,
        )
        session.commit()
    session = reaching(cast.dong)
    assert held(session, cast.lin, DURING - MINUTE) == {(Role.SECONDEE, cast.qi.id)}
    assert held(session, cast.lin, DURING) == {(Role.WORKER, cast.dong.id)}
    assert rules.state_at(postings.get_locked(session, mine.id), DURING) is rules.State.ENDED_EARLY


def test_the_mentors_read_on_for_ninety_days(reaching, cast, pair):
    session = reaching(cast.dong)
    last = ENDS + timedelta(days=90)
    assert (Role.MENTOR, cast.dong.id) in held(session, cast.lao_chen, last - MINUTE)
    assert (Role.MENTOR, cast.dong.id) not in held(session, cast.lao_chen, last)


def test_the_signed_in_secondee_sees_both_towns_and_keeps_the_own_one(client, sign_in, reaching, cast):
    now, today = clock.now(), clock.today()
    agreed_pair(reaching, cast, today, today + timedelta(days=120), now)
    sign_in(cast.lin)
    with client:
        client.get("/secondments/")
        from app.accounts.guards import current_person

        person = current_person()
        assert person.town_id == cast.dong.id
        assert person.town_ids == {cast.dong.id, cast.qi.id}
        assert person.roles == {Role.SECONDEE}
        assert person.unit_ids == {cast.qi_centre.id}
        assert not person.may_turn_keys


def test_the_host_units_venues_are_run_and_booked_in_the_hosts_name(client, sign_in, reaching, cast, venue):
    now, today = clock.now(), clock.today()
    agreed_pair(reaching, cast, today, today + timedelta(days=120), now)
    hall, own = venue(cast.qi_centre, "礼堂"), venue(cast.dong_centre, "活动室")
    sign_in(cast.lin)
    assert client.get(f"/spaces/{hall.id}/door-sheet").status_code == 200
    assert client.get(f"/spaces/{own.id}/door-sheet").status_code == 404
    day = today + timedelta(days=1)
    typed = {
        "day": str(day),
        "starts": "14:00",
        "ends": "15:00",
        "title": "居民议事会",
        "use": "meeting",
        "heads": "10",
        "contact_name": "林芳",
        "contact_phone": "13800001234",
        "agrees": "y",
    }
    answer = client.post(f"/spaces/{hall.id}/book", data=typed)
    assert answer.status_code == 302, answer.text
    with reaching(cast.qi) as session:
        booked = session.exec(select(Booking)).one()
    assert (booked.town_id, booked.owner_town_id, booked.person_id) == (cast.qi.id, cast.qi.id, cast.lin.id)
