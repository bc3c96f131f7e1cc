"""A divided hall is proposed only when its parts have room."""

from uuid import uuid4

from app.demand import queries
from app.towns.models import Tier
from app.usage.queries import Used
from app.usage.rules import Share
from app.venues.models import VenueKind


def part(hall_id, booked: int) -> Used:
    share = Share(booked, 100, booked, 100)
    return Used(uuid4(), hall_id, "东厅", "中心", uuid4(), Tier.TOWN, VenueKind.HALL, 60, {(2026, 3): share})


def test_a_hall_is_as_full_as_its_parts_together():
    hall_id = uuid4()
    east, west = part(hall_id, 90), part(hall_id, 70)
    found = queries._percents([east, west, part(None, 20)])
    assert (found[hall_id], found[east.venue_id], len(found)) == (80, 90, 4)
