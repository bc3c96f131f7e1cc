"""Records read and written by prepared statements are the session's own, as the ORM's are."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.accounts.models import Authorisation
from app.kit.guard import OutOfReach
from app.kit.records import Records, forget, savepoint

PAPERS = Records(Authorisation)


def paper(cast) -> Authorisation:
    people = {"secretary_id": cast.shen.id, "deputy_id": cast.he.id}
    days = {"from_on": date(2026, 3, 2), "until_on": date(2026, 3, 8)}
    return Authorisation(town_id=cast.dong.id, basis="委托书", **people, **days)


def test_what_was_added_is_known_and_can_be_changed(session, reaching, cast):
    one = paper(cast)
    PAPERS.add(session, [one])
    assert PAPERS.find(session, one.id) is one
    one.basis = "决定"
    PAPERS.save(session, one)
    session.commit()
    assert reaching(cast.dong).exec(select(Authorisation.basis)).one() == "决定"


def test_what_the_orm_changed_before_is_not_lost(session, cast):
    one = paper(cast)
    session.add(one)
    one.basis = "1"
    PAPERS.save(session, one)  # not there yet: the session writes it
    assert PAPERS.lock(session, one.id) is one
    assert one.basis == "1"


def test_a_lock_shows_the_record_as_it_is_now(session, cast):
    one = paper(cast)
    PAPERS.add(session, [one])
    session.execute(sa.update(Authorisation).values(basis="2").execution_options(synchronize_session=False))
    assert PAPERS.find(session, one.id).basis == "委托书"
    assert PAPERS.lock(session, one.id).basis == "2"


def test_what_lies_out_of_reach_is_not_found(session, reaching, cast):
    one = paper(cast)
    PAPERS.add(session, [one])
    session.commit()
    one_id, stranger = one.id, reaching(cast.qi)
    assert PAPERS.find(stranger, one_id) is None
    with pytest.raises((OutOfReach, sa.exc.DBAPIError)):
        PAPERS.add(stranger, [paper(cast)])


def test_a_savepoint_undoes_what_failed_inside(session, cast):
    one = paper(cast)
    with pytest.raises(sa.exc.IntegrityError), savepoint(session):
        PAPERS.add(session, [one, one])
    forget(session, [one])
    assert PAPERS.find(session, one.id) is None
