"""Which orders can be completed together from free stock, as many as possible? (rule 3.1, most-complete)

Choosing the largest set of orders whose needs fit is the packing of many small knapsacks at once, which no fast method
solves for every book. So it is done in parts. Orders that compete with nobody are in. The others fall into islands that
share no scarce goods, and each island is solved by itself: a small one exactly, by branch and bound; a large one by a greedy
choice on the share of scarce stock that an order takes, or by what first-come completes there if that is more, and then
improved by exchanging one order for two. So it is never fewer orders than under first-come. Nothing is handed out here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.allocation import group_of, overlay
from backorder_xl.core.keys import Bools, Ints, days, ints, sums, texts
from backorder_xl.core.ranking import put_first
from backorder_xl.core.words import ItemPolicy

EXACT = 40
"""Islands of so many orders at most are solved exactly..."""

STEPS = 20_000
"""...unless that takes more steps than this; ``ALL_STEPS`` is for all islands of a book together."""

ALL_STEPS = 60_000
EXCHANGES = 200_000
"""How many looks at another order all exchanges of a book may take."""

ROUNDS = 8
"""How many greedy choices are made of an island."""

WHOLE = 1_000_000
"""The share of all that is free of an item, in millionths."""

Needs = dict[int, int]


def completing(lines: pd.DataFrame, stock: pd.DataFrame, first_come: Ints, today: np.datetime64) -> Bools:
    """Whether each line is of an order that is to be completed from stock (rule 3.1).

    ``lines`` come in first-come order, with ``kept``; ``first_come`` is what each gets from stock under that policy. What is
    kept for a line, and what an order takes that was put first, is gone before. An order with a preorder item that is not
    released cannot be completed.
    """
    at, stock_at = group_of(lines, stock, "sku_no", "spec_no", "place_no")
    order, codes = pd.factorize(ints(lines, "order_no"))  # numbered by their best line, as lines come by first-come
    want, left = _after_those_before(lines, at, stock_at, ints(stock, "free"))
    early = (texts(lines, "policy") == ItemPolicy.PREORDER.value) & (days(lines, "release_date") > today)
    possible = np.ones(len(codes), bool)
    possible[order[early]] = False

    at_pair, quantity = _by_order_and_group(order, at, want, len(left))
    who, what = at_pair // len(left), at_pair % len(left)
    possible[who[quantity > left[what]]] = False
    scarce = sums(what, np.where(possible[who], quantity, 0), len(left)) > left
    contended = possible[who] & scarce[what]
    chosen = possible.copy()
    chosen[who[contended]] = False
    done = np.ones(len(codes), bool)
    done[order[early | (first_come < ints(lines, "open"))]] = False
    room = Room(who[contended], what[contended], quantity[contended], left)
    chosen[chosen_orders(room, done)] = True
    taken: Bools = chosen[order]
    return taken


def _after_those_before(lines: pd.DataFrame, at: Ints, stock_at: Ints, free: Ints) -> tuple[Ints, Ints]:
    """What each line still wants, and what each group still has, after what is kept and who was put first."""
    want = ints(lines, "open")
    for mine in (ints(lines, "kept"), np.where(put_first(lines), want, 0)):
        pegs = overlay(at, np.minimum(mine, want), stock_at, free)
        want = want - sums(pegs.demand, pegs.quantity, len(want))
        free = free - sums(pegs.supply, pegs.quantity, len(free))
    size = int(max(at.max(initial=-1), stock_at.max(initial=-1))) + 1
    return want, sums(stock_at, free, size)


def _by_order_and_group(order: Ints, at: Ints, want: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct pairs of order and group, as one number each, and what the order wants of it; above 0 only."""
    pairs, of = np.unique(order.astype(np.int64) * max(size, 1) + at, return_inverse=True)
    quantity = sums(of, want, len(pairs))
    return pairs[quantity > 0], quantity[quantity > 0]


@dataclass
class Room:
    """The contended part: so much of group ``what`` is wanted by order ``who``; ``left`` is what each group has."""

    who: Ints
    what: Ints
    quantity: Ints
    left: Ints

    def needs(self) -> dict[int, Needs]:
        """What each order wants of each group, orders in first-come order."""
        out: dict[int, Needs] = {}
        for who, what, quantity in zip(self.who.tolist(), self.what.tolist(), self.quantity.tolist(), strict=True):
            out.setdefault(who, {})[what] = quantity
        return out


def _queue(island: list[int], needs: dict[int, Needs], left: Needs, weight: Needs) -> list[int]:
    """Those first that take the smallest share of scarce stock: the sum over groups of weight times need of what is left."""
    load = {who: sum(weight[g] * (quantity * WHOLE // left[g]) for g, quantity in needs[who].items()) for who in island}
    return sorted(island, key=lambda who: (load[who], who))


def _greedy(island: list[int], needs: dict[int, Needs], left: Needs) -> tuple[list[int], list[int]]:
    """The best of some greedy choices, and its queue. From one to the next, goods that ran out weigh more, others less."""
    weight = dict.fromkeys(_room_of(needs, left), 64)
    best: list[int] = []
    best_queue: list[int] = []
    for _ in range(ROUNDS):
        queue = _queue(island, needs, left, weight)
        found, rest = _fill(queue, needs, left)
        if len(found) > len(best) or not best_queue:
            best, best_queue = found, queue
        for group, over in rest.items():
            weight[group] = max(weight[group] * (5 if over * 50 < left[group] else 3) // 4, 1)
    return best, best_queue


def chosen_orders(room: Room, done: Bools) -> list[int]:
    """The contending orders to complete, island by island; ``done`` says which ones first-come completes."""
    needs = room.needs()
    left = dict(enumerate(room.left.tolist()))
    steps, looks = ALL_STEPS, EXCHANGES
    out: list[int] = []
    for island in _islands(needs):
        mine = {who: needs[who] for who in island}
        best, queue = _greedy(island, mine, left)
        plain = [who for who in island if done[who]]
        best = plain if len(plain) >= len(best) else best  # nobody is put behind where nothing is gained
        exact = None
        if len(island) <= EXACT and steps > 0:
            exact, used = _exactly(island, mine, left, len(best), min(STEPS, steps))
            steps -= used
        if exact is None:
            exact, used = _exchanged(best, queue, mine, left, looks)
            looks -= used
        out += exact
    return out


def _islands(needs: dict[int, Needs]) -> list[list[int]]:
    """Orders that share scarce goods, directly or through others, each island in first-come order."""
    leader: dict[int, int] = {}

    def find(group: int) -> int:
        while leader.setdefault(group, group) != group:
            leader[group] = leader[leader[group]]
            group = leader[group]
        return group

    for wanted in needs.values():
        first, *others = map(find, wanted)
        for other in others:
            leader[find(other)] = find(first)
    islands: dict[int, list[int]] = {}
    for who, wanted in needs.items():
        islands.setdefault(find(next(iter(wanted))), []).append(who)
    return list(islands.values())


def _fits(wanted: Needs, left: Needs) -> bool:
    return all(quantity <= left[group] for group, quantity in wanted.items())


def _take(wanted: Needs, left: Needs, sign: int = -1) -> None:
    for group, quantity in wanted.items():
        left[group] += sign * quantity


def _room_of(needs: dict[int, Needs], left: Needs) -> Needs:
    return {group: left[group] for wanted in needs.values() for group in wanted}


def _fill(queue: list[int], needs: dict[int, Needs], left: Needs) -> tuple[list[int], Needs]:
    """One order after the other, each that still fits; and what is left over."""
    rest: Needs = _room_of(needs, left)
    out = []
    for who in queue:
        if _fits(needs[who], rest):
            _take(needs[who], rest)
            out.append(who)
    return sorted(out), rest


def _exactly(
    island: list[int], needs: dict[int, Needs], left: Needs, least: int, steps: int
) -> tuple[list[int] | None, int]:
    """The largest set, of equal ones the one with the earliest orders; None if ``steps`` do not suffice. And the steps used.

    Branch and bound: orders in first-come order, first with and then without each, so that the first of the largest sets
    that is met is the one wanted. A branch ends where even all that could still come would not be ``least`` or more than
    what was found.
    """
    rest = _room_of(needs, left)
    goal, best, used = least, None, 0
    chosen: list[int] = []

    def most(start: int) -> int:
        """No more than this many of the orders from ``start`` on fit: each group alone, smallest needs first."""
        coming = [needs[who] for who in island[start:] if _fits(needs[who], rest)]
        bound = len(coming)
        wanted: dict[int, list[int]] = {}
        for need in coming:
            for group, quantity in need.items():
                wanted.setdefault(group, []).append(quantity)
        for group, quantities in wanted.items():
            total, fit = rest[group], 0
            for quantity in sorted(quantities):
                total -= quantity
                if total < 0:
                    break
                fit += 1
            bound = min(bound, len(coming) - len(quantities) + fit)
        return bound

    def walk(start: int) -> bool:
        nonlocal goal, best, used
        used += 1
        if used > steps:
            return False
        if len(chosen) + most(start) < goal:
            return True
        if start == len(island):
            best, goal = chosen.copy(), len(chosen) + 1
            return True
        who = island[start]
        if _fits(needs[who], rest):
            _take(needs[who], rest)
            chosen.append(who)
            going = walk(start + 1)
            chosen.pop()
            _take(needs[who], rest, 1)
            if not going:
                return False
        return walk(start + 1)

    return (best if walk(0) else None), used


def _exchanged(
    best: list[int], queue: list[int], needs: dict[int, Needs], left: Needs, looks: int
) -> tuple[list[int], int]:
    """The set made larger: what fits is added, and one order gives way where two others then fit. And the looks taken."""
    rest = _room_of(needs, left)
    chosen = set(best)
    users: dict[int, list[int]] = {}
    for who in queue:
        for group in needs[who]:
            users.setdefault(group, []).append(who)
    for who in chosen:
        _take(needs[who], rest)
    used = 0

    def added(candidates: list[int]) -> list[int]:
        nonlocal used
        used += len(candidates)
        taken = []
        for who in candidates:
            if _fits(needs[who], rest):
                _take(needs[who], rest)
                taken.append(who)
        return taken

    chosen |= set(added([who for who in queue if who not in chosen]))
    better = True
    while better and used < looks:
        better = False
        for out in reversed(queue):  # who takes most gives way first
            if out not in chosen or used >= looks:
                continue
            near = dict.fromkeys(who for group in needs[out] for who in users[group] if who not in chosen)
            if len(near) < 2:
                continue
            _take(needs[out], rest, 1)
            instead = added(list(near))
            if len(instead) > 1:
                chosen = (chosen - {out}) | set(instead)
                better = True
                continue
            for who in instead:
                _take(needs[who], rest, 1)
            _take(needs[out], rest)
    return sorted(chosen), used
