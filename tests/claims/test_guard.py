"""The promise against plain SQL: by the application's role, on both databases, past every form and action."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from rooms import draft, span
from sqlmodel import select

from app.claims import actions as claims
from app.claims import queries, rules
from app.claims.models import CLOSED, DIVIDED, LINE, OVERLAP, Claim
from app.claims.rules import Want
from app.halls import actions as halls
from app.spaces import actions

SQL = sa.text(
    "INSERT INTO claim (id, booking_id, number, from_key, to_key, blocking) "
    "VALUES (:id, :booking, :number, :a, :b, true)"
)


@pytest.fixture
def shell(session, cast, hall, now):
    """Somebody with a database shell, and a booking of the hall from 14:00 to 16:00."""
    booking = actions.book(session, draft(hall), actor=cast.actor(cast.lin), now=now)
    session.flush()
    held = session.exec(select(Claim)).one()
    kept = str(booking.id) if session.get_bind().dialect.name == "postgresql" else booking.id.hex

    def insert(minutes_after_start: int, length: int, number: int | None = None) -> None:
        place = uuid4()
        row_id = str(place) if session.get_bind().dialect.name == "postgresql" else place.hex
        first = held.from_key + minutes_after_start
        given = {"id": row_id, "booking": kept, "number": number or hall.number, "a": first, "b": first + length}
        with session.begin_nested():
            session.connection().execute(SQL, given)

    return insert


@pytest.mark.parametrize(("after", "length"), [(0, 120), (-60, 90), (60, 120), (30, 15), (-60, 300)])
def test_plain_sql_cannot_overlap(shell, after, length):
    with pytest.raises(sa.exc.IntegrityError, match=OVERLAP):
        shell(after, length)


def test_plain_sql_may_stand_back_to_back(shell):
    shell(120, 60)
    shell(-60, 60)


def test_no_claim_is_longer_than_a_day(shell):
    """The bound that keeps every search flat."""
    with pytest.raises(sa.exc.IntegrityError, match="ck_claim_length"):
        shell(200, 24 * 60 + 1)


def test_no_claim_leaves_its_venues_part_of_the_line(shell, hall):
    with pytest.raises(sa.exc.IntegrityError):
        shell(LINE, 60)


def test_a_released_claim_comes_back_only_where_it_is_free(session, cast, shell, hall, now):
    """Pitfall: un-cancelling is a path too."""
    first = session.exec(select(Claim)).one()
    claims.release(session, first.booking_id)
    actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=now)
    back = sa.update(Claim).where(Claim.id == first.id).values(blocking=True)
    with pytest.raises(sa.exc.IntegrityError, match=OVERLAP), session.begin_nested():
        session.execute(back)


def test_a_divided_hall_is_claimed_by_its_parts_only(session, cast, shell, hall, now):
    """Pitfall 10."""
    halls.divide(session, hall, [("东厅", 20), ("西厅", 20)], actor=cast.actor(cast.ma), now=now)
    with pytest.raises(sa.exc.IntegrityError, match=DIVIDED):
        shell(600, 60)


def test_a_claim_always_has_its_booking(session, shell):
    """Pitfall 12: the foreign key is there from the start."""
    given = {"id": str(uuid4()), "booking": str(uuid4()), "number": 1, "a": LINE, "b": LINE + 60}
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.connection().execute(SQL, given)


def test_nothing_chosen_claims_nothing(session, shell, now):
    """Pitfall 13: an empty set of venues must not match everything or nothing silently."""
    with pytest.raises(rules.NothingToClaim):
        claims.take(session, [], now=now)
    with pytest.raises(rules.NothingToClaim):
        claims.take(session, [Want(uuid4(), [], span())], now=now)
    assert queries.busy(session, [], span(), now=now) == []


def test_a_long_day_is_refused_in_words(session, now):
    with pytest.raises(rules.TooLongToHold):
        Want(uuid4(), [1], span(), gap=24 * 60).claims()


@pytest.mark.parametrize("name", [OVERLAP, CLOSED, DIVIDED, "ck_claim_length"])
def test_every_constraint_has_its_sentence(name):
    assert rules.refusal_for(f'violates constraint "{name}"') is not None
    assert rules.refusal_for("disk full") is None


def test_what_is_left_between_busy_spans():
    assert rules.free_gaps([], 480, 1020) == [(480, 1020)]
    assert rules.free_gaps([(540, 600), (590, 630)], 480, 1020) == [(480, 540), (630, 1020)]
    assert rules.free_gaps([(0, 480), (1020, 1100)], 480, 1020) == [(480, 1020)]
    assert rules.free_gaps([(400, 1200)], 480, 1020) == []


def test_a_search_reads_by_the_index(session, shell, hall, now):
    """Flat among millions: the plan names the index on both databases."""
    span_asked = span()
    assert len(queries.busy(session, [hall.number], span_asked, now=now)) == 1
    if session.get_bind().dialect.name == "sqlite":
        statement = (
            "EXPLAIN QUERY PLAN SELECT c.id FROM venue v JOIN claim c ON c.from_key > v.number * 4294967296 + 5 "
            "AND c.from_key < v.number * 4294967296 + 9 WHERE v.number IN (1, 2)"
        )
        plan = str(session.connection().exec_driver_sql(statement).all())
        assert "ix_claim_from_key" in plan


def test_half_open_spans_of_the_same_minute(session, cast, shell, hall, now):
    when = span()
    later = type(when)(when.ends_at, when.ends_at + timedelta(minutes=15))
    assert queries.busy(session, [hall.number], later, now=now) == []
