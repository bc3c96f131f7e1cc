"""Calendar entries of any kind."""

from datetime import UTC, datetime

import pytest
import vobject

from app.kit import ics

EVENT = ics.Event(
    uid="x@linqiao",
    revision=3,
    changed_at=datetime(2026, 3, 2, tzinfo=UTC),
    starts_at=datetime(2026, 3, 5, 6, tzinfo=UTC),
    ends_at=datetime(2026, 3, 5, 8, tzinfo=UTC),
    summary="两镇读书会",
    status=ics.Status.CANCELLED,
)


def test_one_cancelled_entry_takes_itself_out_and_several_only_say_so():
    assert vobject.readOne(ics.to_ics([EVENT], "x").decode()).method.value == "CANCEL"
    assert vobject.readOne(ics.to_ics([EVENT, EVENT], "x").decode()).method.value == "PUBLISH"
    assert vobject.readOne(ics.to_feed("x", [EVENT], "x").decode()).method.value == "PUBLISH"


@pytest.mark.parametrize("name", ["summary", "place", "text", "organizer"])
def test_no_text_can_add_a_line(name):
    made = ics.to_ics([ics.Event(**{**vars(EVENT), name: "a\r\nATTACH:http://evil"})], "x").decode()
    assert not [line for line in made.replace("\r\n ", "").split("\r\n") if line.startswith("ATTACH")]
