"""What is taken, of however many venues."""

from rooms import draft, span

from app.claims import queries
from app.spaces import actions


def test_of_many_venues_all_that_is_taken_is_told_in_one_order(session, cast, venue, now):
    """They are asked for in parts; these two lie to the left and to the right of a part's end."""
    left, right = (venue(cast.dong_centre, f"场地{n}") for n in range(2))
    held = [actions.book(session, draft(place), actor=cast.actor(cast.lin), now=now).id for place in (left, right)]
    many = range(right.number, left.number - queries.AT_ONCE, -1)
    found = queries.busy(session, many, span(), now=now)
    assert [(b.number, b.booking_id) for b in found] == [(left.number, held[0]), (right.number, held[1])]
    assert queries.busy(session, [], span(), now=now) == []
