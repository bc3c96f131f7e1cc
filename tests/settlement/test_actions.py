"""Places given across the border stand in the ledger, once, and follow what was ticked."""

from datetime import timedelta

from rooms import span
from sqlmodel import select

from app.ledger.models import LedgerEntry
from app.services.models import Kind
from app.settlement import actions
from app.signups.models import SignUp, SignUpState

NEXT_DAY = span().ends_at + timedelta(days=1)


def enter(acting, cast, now=NEXT_DAY):
    with acting(cast.qi) as session:
        return actions.enter(session, cast.qi.id, now=now)


def entries(acting, cast):
    with acting(cast.dong) as session:
        return [e.amount for e in session.exec(select(LedgerEntry).order_by(LedgerEntry.turn))]


def test_each_place_is_entered_once_and_set_right_when_it_was_ticked_wrongly(acting, cast, service, occasion, visit):
    meal = occasion(service(name="午餐", kind=Kind.DINING))
    mine = [visit(meal) for _ in range(3)]
    visit(meal, cast.qi)
    assert enter(acting, cast, span().ends_at) == 0, "not before the day is over"
    assert (enter(acting, cast), enter(acting, cast)) == (1, 0)
    assert entries(acting, cast) == [3]
    for sign_up, expected in ((mine[0], [3, -3, 2]), (mine[1], [3, -3, 2, -2, 1]), (mine[2], [3, -3, 2, -2, 1, -1])):
        with acting(cast.qi) as session:
            row = session.get_one(SignUp, sign_up.id)
            row.state = SignUpState.ABSENT
            session.add(row)
        assert enter(acting, cast) == 1
        assert entries(acting, cast) == expected


def test_a_health_check_stands_in_no_entry_of_its_own(acting, cast, service, occasion, visit):
    check_up = occasion(service(), places=20)
    for _ in range(7):
        visit(check_up)
    assert enter(acting, cast) == 0
    month_after = span("2026-04-09").ends_at
    assert (enter(acting, cast, month_after), enter(acting, cast, month_after)) == (1, 0)
    with acting(cast.dong) as session:
        entry = session.exec(select(LedgerEntry)).one()
        assert (entry.amount, entry.detail) == (7, "体检合计")
