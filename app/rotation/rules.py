"""Who hosts: the published rotation, a pure function of the towns in order and of what they agreed.

The rule (domain.md §3): a turn falls to the town with the smallest count, ties by order, and counts for it. A swap
lets another town host; the turn still counts for the town whose turn it was, and the other town's next turn is hosted
in return. A town that must skip does not count and owes a turn; its count stays the smallest, so it comes first as
soon as it can. A joining town is credited the smallest count (owed turns included) and stands last. A new order
begins with a new round. Replaying the same events always gives the same hosts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_


class NobodyCanHost(Refusal):
    message = N_("第%(number)s次会议各镇都不能承办，请改为商定改期")


class Way(StrEnum):
    """How a turn came to its host."""

    BY_COUNT = "by_count"  # smallest count, then order
    OWED = "owed"  # the town comes first because it owes a skipped turn
    SWAPPED = "swapped"  # hosts in the place of the town whose turn it is
    REPAID = "repaid"  # hosts in return for an earlier swap
    CANCELLED = "cancelled"  # not held, counts for nobody


@dataclass(frozen=True)
class Swap:
    """At `turn`, `taker` hosts instead of `giver`. Lapses when the turn is not the giver's or the taker must skip."""

    turn: int
    giver: UUID
    taker: UUID


@dataclass(frozen=True)
class Skip:
    """`town` cannot host `turn`."""

    turn: int
    town: UUID


@dataclass(frozen=True)
class Join:
    """`town` takes part from `turn` on."""

    turn: int
    town: UUID


@dataclass(frozen=True)
class Reorder:
    """A new order of towns, which begins with the first new round at or after `turn`."""

    turn: int
    order: tuple[UUID, ...]


@dataclass(frozen=True)
class Cancel:
    """`turn` is not held and counts for nobody."""

    turn: int


Event = Swap | Skip | Join | Reorder | Cancel


@dataclass(frozen=True)
class Debt:
    """`debtor` hosts the next turn of `creditor`, who hosted for it at `turn`."""

    debtor: UUID
    creditor: UUID
    turn: int


@dataclass(frozen=True)
class Standing:
    """One town in the published table. `count` = hosted + credited − `hosted_for_others` + `others_hosted_for_it`."""

    town: UUID
    hosted: int
    credited: int
    count: int
    skipped: int  # skipped turns still owed
    owes_to: tuple[UUID, ...]
    owed_by: tuple[UUID, ...]

    @property
    def open_debts(self) -> int:
        return self.skipped + len(self.owes_to)


@dataclass(frozen=True)
class HostedTurn:
    """A turn with its host and everything that shows why."""

    number: int
    whose: UUID | None
    host: UUID | None
    way: Way
    skipped_by: tuple[UUID, ...]
    lapsed: tuple[Swap, ...]
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]


def rotation(members: Sequence[UUID], events: Iterable[Event], turns: int) -> tuple[HostedTurn, ...]:
    """The first `turns` turns of a series that `members` founded in this order; raises NobodyCanHost."""
    happened = list(events)
    rota = _Rota(members)
    return tuple(rota.play(n, [e for e in happened if e.turn == n]) for n in range(1, turns + 1))


def standings(members: Sequence[UUID], events: Iterable[Event], turns: int) -> tuple[Standing, ...]:
    """Counts and debts after `turns` turns, in the order of the towns."""
    played = rotation(members, events, turns)
    return played[-1].after if played else _Rota(members).standings()


def open_debts(table: Iterable[Standing]) -> int:
    return sum(standing.open_debts for standing in table)


def spread(table: Sequence[Standing]) -> int:
    """How far the counts lie apart; never more than one plus the open debts."""
    counts = [standing.count for standing in table]
    return max(counts) - min(counts)


class _Rota:
    """The state between two turns."""

    def __init__(self, members: Sequence[UUID]) -> None:
        self.order: list[UUID] = list(members)
        self.next_order: tuple[UUID, ...] = ()
        self.hosted = dict.fromkeys(members, 0)
        self.credited = dict.fromkeys(members, 0)
        self.count = dict.fromkeys(members, 0)
        self.skipped = dict.fromkeys(members, 0)
        self.debts: list[Debt] = []

    def play(self, number: int, events: Sequence[Event]) -> HostedTurn:
        for event in events:
            if isinstance(event, Join):
                self._admit(event.town)
            elif isinstance(event, Reorder):
                self.next_order = event.order
        self._begin_new_order()
        before = self.standings()
        swaps = [e for e in events if isinstance(e, Swap)]
        if any(isinstance(e, Cancel) for e in events):
            return HostedTurn(number, None, None, Way.CANCELLED, (), tuple(swaps), before, before)
        absent = frozenset(e.town for e in events if isinstance(e, Skip))
        whose, host, way, passed, used = self._choose(number, swaps, absent)
        self._credit(whose, host)
        lapsed = tuple(swap for swap in swaps if swap is not used)
        return HostedTurn(number, whose, host, way, tuple(passed), lapsed, before, self.standings())

    def _choose(
        self, number: int, swaps: Sequence[Swap], absent: frozenset[UUID]
    ) -> tuple[UUID, UUID, Way, list[UUID], Swap | None]:
        """Whose turn it is and who hosts it: town after town by count, until one can."""
        passed: list[UUID] = []
        while len(passed) < len(self.order):
            whose = min((t for t in self.order if t not in passed), key=self._by_count)
            for swap in swaps:
                if self._holds(swap, whose, absent):
                    self._exchange(swap, number)
                    return whose, swap.taker, Way.SWAPPED, passed, swap
            if repaying := self._repay(whose, absent):
                return whose, repaying, Way.REPAID, passed, None
            if whose not in absent:
                return whose, whose, Way.OWED if self.skipped[whose] else Way.BY_COUNT, passed, None
            self._pass_over(whose)
            passed.append(whose)
        raise NobodyCanHost(number=number)

    def _by_count(self, town: UUID) -> tuple[int, int]:
        return self.count[town], self.order.index(town)

    def _due(self) -> UUID:
        """The town whose turn it is when owed turns are reckoned as hosted: the round without any disturbance."""
        return min(self.order, key=lambda t: (self.count[t] + self.skipped[t], self.order.index(t)))

    def _holds(self, swap: Swap, whose: UUID, absent: frozenset[UUID]) -> bool:
        return swap.giver == whose != swap.taker and swap.taker in self.count and swap.taker not in absent

    def _exchange(self, swap: Swap, number: int) -> None:
        """Giving a turn to a town that owes one settles that debt; otherwise the giver owes."""
        for debt in self.debts:
            if (debt.debtor, debt.creditor) == (swap.taker, swap.giver):
                self.debts.remove(debt)
                return
        self.debts.append(Debt(swap.giver, swap.taker, number))

    def _repay(self, whose: UUID, absent: frozenset[UUID]) -> UUID | None:
        """The town that hosts in return, oldest debt first; a town that cannot, goes on owing."""
        for debt in self.debts:
            if debt.creditor == whose and debt.debtor not in absent:
                self.debts.remove(debt)
                return debt.debtor
        return None

    def _pass_over(self, town: UUID) -> None:
        """A skipped turn is owed; skipping the turn by which one would have paid adds nothing."""
        if self._due() == town:
            self.skipped[town] += 1

    def _credit(self, whose: UUID, host: UUID) -> None:
        if self.skipped[whose]:
            self.skipped[whose] -= 1
        else:
            while (due := self._due()) != whose:
                self.skipped[due] += 1
        self.count[whose] += 1
        self.hosted[host] += 1

    def _admit(self, town: UUID) -> None:
        if town in self.count:
            return
        credit = min(self.count[t] + self.skipped[t] for t in self.order)
        self.order.append(town)
        self.hosted[town] = self.skipped[town] = 0
        self.credited[town] = self.count[town] = credit

    def _begin_new_order(self) -> None:
        if self.next_order and len({self.count[t] + self.skipped[t] for t in self.order}) == 1:
            chosen = [t for t in dict.fromkeys(self.next_order) if t in self.count]
            self.order = chosen + [t for t in self.order if t not in chosen]
            self.next_order = ()

    def standings(self) -> tuple[Standing, ...]:
        return tuple(self._standing(town) for town in self.order)

    def _standing(self, town: UUID) -> Standing:
        owes_to = tuple(d.creditor for d in self.debts if d.debtor == town)
        owed_by = tuple(d.debtor for d in self.debts if d.creditor == town)
        return Standing(
            town, self.hosted[town], self.credited[town], self.count[town], self.skipped[town], owes_to, owed_by
        )
