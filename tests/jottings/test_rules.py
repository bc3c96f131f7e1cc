"""Of two versions of a draft the one typed last stands, and the other is kept and shown."""

from datetime import UTC, datetime, timedelta

from app.jottings import rules
from app.jottings.models import Jotting, Words

NOW = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)


def version(done: str, typed: int, saved: int) -> Jotting:
    minutes = timedelta(minutes=1)
    words = Words(done=done).model_dump()
    return Jotting(words=words, typed_at=NOW + typed * minutes, saved_at=NOW + saved * minutes)


def test_typed_last_stands_whichever_came_in_last():
    on_the_train, at_the_desk = version("火车上写的", 0, 30), version("办公室写的", 10, 10)
    assert rules.in_order([on_the_train, at_the_desk])[0] is at_the_desk
    assert rules.asides([on_the_train, at_the_desk]) == [on_the_train]


def test_what_says_the_same_is_no_other_version():
    assert rules.asides([version("一样", 0, 0), version("一样", 5, 5)]) == []


def test_only_the_age_of_words_counts_not_the_devices_clock():
    assert rules.typed_at(600, NOW) == NOW - timedelta(minutes=10)
    assert rules.typed_at(-600, NOW) == NOW, "nothing was typed in the future"
    assert rules.typed_at(10**9, NOW) == NOW - rules.OLDEST
