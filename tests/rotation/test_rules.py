"""The rule of domain.md §3, played by two to eight towns with any interleaving of swaps, skips and joins."""

from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rotation import rules
from app.rotation.rules import Cancel, Join, Reorder, Skip, Swap, Way, rotation, standings

TOWNS = [UUID(int=n) for n in range(1, 9)]
A, B, C, D = TOWNS[:4]
NAMES = dict(zip(TOWNS, "ABCDEFGH", strict=True))
LENGTH = 30
calmly = settings(deadline=None, max_examples=60)


def hosts(members, events, turns):
    return "".join(NAMES[t.host] if t.host else "-" for t in rotation(members, events, turns))


def table(members, events, turns):
    return {NAMES[s.town]: (s.hosted, s.count, s.open_debts) for s in standings(members, events, turns)}


@pytest.mark.parametrize(
    ("members", "events", "expected"),
    [
        ([A, B], [], "ABABAB"),
        ([A, B, C], [], "ABCABCABC"),
        ([A, B], [Swap(1, A, B)], "BAABAB"),
        ([A, B, C], [Swap(1, A, C)], "CBAABC"),
        ([A, B, C], [Skip(1, A)], "BACABC"),
        ([A, B, C], [Skip(1, A), Skip(2, A)], "BCAABC"),
        ([A, B, C], [Skip(3, C)], "ABACBC"),
        ([A, B], [Swap(1, A, B), Skip(2, A)], "BBAAAB"),
        ([A, B], [Swap(1, A, B), Skip(1, B)], "ABAB"),
        ([A, B], [Join(2, C)], "ABCABC"),
        ([A, B], [Join(3, C)], "ABABCABC"),
        ([A, B], [Cancel(2)], "A-BAB"),
        ([A, B, C], [Reorder(2, (C, A, B))], "ABCCABCAB"),
        ([A, B], [Swap(1, B, A)], "ABAB"),
    ],
    ids=str,
)
def test_hosts_follow_the_published_rule(members, events, expected):
    assert hosts(members, events, len(expected)) == expected


def test_a_swap_counts_for_the_town_whose_turn_it_was_until_repaid():
    assert table([A, B], [Swap(1, A, B)], 1) == {"A": (0, 1, 1), "B": (1, 0, 0)}
    assert table([A, B], [Swap(1, A, B)], 2) == {"A": (1, 1, 0), "B": (1, 1, 0)}
    assert rotation([A, B], [Swap(1, A, B)], 2)[1].way is Way.REPAID


def test_a_skipping_town_owes_a_turn_and_pays_at_its_next_possible_one():
    events = [Skip(1, A), Skip(2, A)]
    assert table([A, B, C], events, 2) == {"A": (0, 0, 1), "B": (1, 1, 0), "C": (1, 1, 0)}
    assert rotation([A, B, C], events, 3)[2].way is Way.OWED
    assert table([A, B, C], events, 3) == {"A": (1, 1, 0), "B": (1, 1, 0), "C": (1, 1, 0)}


def test_giving_a_turn_to_a_town_that_owes_one_settles_the_debt():
    assert table([A, B], [Swap(1, A, B), Swap(2, B, A)], 2) == {"A": (1, 1, 0), "B": (1, 1, 0)}


def test_a_joining_town_is_credited_the_smallest_count_and_stands_last():
    newcomer = standings([A, B], [Join(6, C)], 5)[-1:] + standings([A, B], [Join(6, C)], 6)[-1:]
    assert [(s.town, s.credited, s.hosted) for s in newcomer] == [(B, 0, 2), (C, 2, 0)]


def test_a_joining_town_does_not_pay_what_others_owe():
    """C owes a turn when D joins: without reckoning owed turns, D would start a whole round behind."""
    before = rotation([A, B, C], [Skip(3, C), Join(4, D)], 4)[3].before
    assert {NAMES[s.town]: s.count for s in before} == {"A": 2, "B": 1, "C": 0, "D": 1}


def test_nobody_can_host_is_refused():
    with pytest.raises(rules.NobodyCanHost):
        rotation([A, B], [Skip(1, A), Skip(1, B)], 1)


@st.composite
def histories(draw, *, events=True):
    """Founders, and events that may be absurd: swaps of turns that are not theirs, skips by guests, second joins."""
    founders = TOWNS[: draw(st.integers(2, 8))]
    if not events:
        return founders, []
    turn, town = st.integers(1, LENGTH), st.sampled_from(TOWNS)
    wanted = draw(
        st.lists(
            st.one_of(
                st.builds(Swap, turn, town, town),
                st.builds(Skip, turn, town),
                st.builds(Join, turn, town),
                st.builds(Cancel, turn),
                st.builds(Reorder, turn, st.permutations(TOWNS).map(tuple)),
            ),
            max_size=40,
        )
    )
    return founders, _with_real_turns(draw, founders, _possible(founders, wanted))


def _possible(founders, wanted):
    """What a page would let through: an event after which somebody can still host every turn."""
    taken = []
    for event in wanted:
        try:
            rotation(founders, [*taken, event], LENGTH)
        except rules.NobodyCanHost:
            continue
        taken.append(event)
    return taken


def _with_real_turns(draw, founders, events):
    """Random deeds seldom meet the right town: add swaps and skips of those who would host, and newcomers after."""
    for number in sorted(draw(st.lists(st.integers(1, LENGTH), max_size=8))):
        turn = rotation(founders, events, LENGTH)[number - 1]
        if turn.host:
            town = draw(st.sampled_from(TOWNS))
            deeds = (Swap(number, turn.host, town), Skip(number, turn.host), Join(number + 1, town))
            events = _possible(founders, [*events, *draw(st.lists(st.sampled_from(deeds), max_size=3))])
    return events


@calmly
@given(histories())
def test_counts_differ_by_at_most_one_plus_open_debts(history):
    for turn in rotation(*history, LENGTH):
        assert rules.spread(turn.before) <= 1 + rules.open_debts(turn.before)
        assert rules.spread(turn.after) <= 1 + rules.open_debts(turn.after)


@calmly
@given(histories())
def test_the_turn_falls_to_the_smallest_count_ties_by_order(history):
    for turn in rotation(*history, LENGTH):
        able = [s for s in turn.before if s.town not in turn.skipped_by]
        if turn.whose:
            assert turn.whose == min(able, key=lambda s: s.count).town


@calmly
@given(histories(events=False), st.integers(1, 5))
def test_in_any_k_rounds_each_town_hosts_exactly_k_times(history, k):
    founders, _ = history
    played = [t.host for t in rotation(founders, [], LENGTH)]
    for start in range(LENGTH - k * len(founders) + 1):
        assert set(Counter(played[start : start + k * len(founders)]).values()) == {k}


@calmly
@given(histories(), st.integers(1, 4))
def test_in_any_k_rounds_without_swap_skip_or_join_each_town_hosts_exactly_k_times(history, k):
    """The windows between the events, of meetings that were held: nothing agreed in them, nothing owed before them."""
    founders, events = history
    held = [t for t in rotation(founders, events, 2 * LENGTH) if t.host]
    disturbed = {e.turn for e in events if not isinstance(e, Cancel)}
    for start, first in enumerate(held):
        window = held[start : start + k * len(first.before)]
        calm = not disturbed & {t.number for t in window} and not rules.open_debts(first.before)
        towns = [s.town for s in first.before]
        same = all([s.town for s in t.before] == towns for t in window)
        if calm and same and len(window) == k * len(towns):
            assert set(Counter(t.host for t in window).values()) == {k}


@calmly
@given(histories())
def test_every_debt_is_repaid_and_then_everybody_has_hosted_what_was_counted(history):
    founders, events = history
    last = rotation(founders, events, LENGTH)[-1].after
    calm_turns = rules.open_debts(last) * len(last) + len(last)
    for standing in standings(founders, events, LENGTH + calm_turns):
        assert standing.open_debts == 0
        assert standing.hosted + standing.credited == standing.count


@calmly
@given(histories())
def test_what_was_played_is_never_changed_by_what_is_agreed_later(history):
    founders, events = history
    for now in (5, 15, 25):
        earlier = [e for e in events if e.turn <= now]
        assert rotation(founders, earlier, now) == rotation(founders, events, now)


@calmly
@given(histories())
def test_a_count_is_what_was_hosted_and_credited_and_swapped(history):
    for turn in rotation(*history, LENGTH):
        for s in turn.after:
            assert s.count == s.hosted + s.credited + len(s.owes_to) - len(s.owed_by)


@calmly
@given(histories())
def test_a_newcomer_is_credited_the_smallest_count_with_owed_turns(history):
    played = rotation(*history, LENGTH)
    for one, other in pairwise(played):
        known = {s.town: s for s in one.after}
        for s in other.before:
            if s.town not in known:
                assert s.credited == s.count == min(k.count + k.skipped for k in known.values())
