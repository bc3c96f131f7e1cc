"""The order of a venue's photos."""

from uuid import uuid4

import pytest

from app.photos import rules

A, B, C = (uuid4() for _ in range(3))


@pytest.mark.parametrize(
    ("photo", "by", "order"),
    [(C, -1, [A, C, B]), (A, -1, [A, B, C]), (A, 1, [B, A, C]), (C, 1, [A, B, C])],
)
def test_a_photo_moves_by_one_and_stays_at_the_ends(photo, by, order):
    assert rules.moved([A, B, C], photo, by) == order


def test_nine_are_enough():
    rules.check_room(8)
    with pytest.raises(rules.TooManyPhotos, match="9"):
        rules.check_room(9)
