"""What a log book has room for."""

from uuid import uuid4

from app.logbooks import rules


def test_all_photos_are_printed_while_there_is_room():
    one, two = uuid4(), uuid4()
    assert rules.choose_photos({one: [100] * 9, two: [100] * 3}, room=1200) == {one: 9, two: 3}
    assert rules.choose_photos({one: [100] * 9, two: [100] * 3}, room=700) == {one: 4, two: 3}
    assert rules.choose_photos({}) == {}
