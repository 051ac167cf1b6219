"""How much is bought at once?

The lot of a supplier's MOQ and multiple (rule 4.4), and the quantity at which ordering and storing cost least together. A
run buys by the first; the others are worksheet functions for whoever settles MOQ and multiple.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backorder_xl.core.keys import Ints

Floats = npt.NDArray[np.float64]


def lot_size(need: Ints, moq: Ints, multiple: Ints) -> Ints:
    """ceil(max(need, MOQ) / Multiple) x Multiple, all in millionths; 0 = no MOQ or no multiple (rule 4.4).

    >>> import numpy as np
    >>> lot_size(np.array([7, 7, 12, 13, 32]), np.array([10, 0, 10, 10, 0]), np.full(5, 6))
    array([12, 12, 12, 18, 36])
    """
    least = np.maximum(need, moq)
    step = np.where(multiple > 0, multiple, 1)
    return -(-least // step) * step


class LotLines(NamedTuple):
    """The lines that lots are bought in: which lot, its how many-eth line, what the lines before it hold, its quantity."""

    row: Ints
    piece: Ints
    before: Ints
    quantity: Ints


def lot_lines(lot: Ints, maximum: Ints, multiple: Ints) -> LotLines:
    """Lots above a Maximum become several lines of at most that much, in whole multiples (rule 4.4); 0 = none.

    >>> import numpy as np
    >>> lot_lines(np.array([36]), np.array([15]), np.array([6])).quantity
    array([12, 12, 12])
    """
    step = np.where(multiple > 0, multiple, 1)
    most = np.where(maximum > 0, np.maximum(maximum // step * step, step), 0)
    count = np.where(most > 0, -(-lot // np.where(most > 0, most, 1)), 1)
    row = np.repeat(np.arange(len(lot)), count)
    piece = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    share = np.where(most > 0, most, lot)[row]
    before = piece * share
    return LotLines(row, piece, before, np.minimum(share, lot[row] - before))


def eoq(demand: Floats, order_cost: Floats, holding_cost: Floats) -> Floats:
    """The economic order quantity sqrt(2KD/h): demand D and holding cost h of one unit per the same period, K per order.

    F. W. Harris, "How Many Parts to Make at Once", Factory, The Magazine of Management 10 (1913). ``holding_cost`` > 0.
    """
    return np.sqrt(2 * order_cost * demand / holding_cost)


class PlannedBackorders(NamedTuple):
    """The best quantity to order, how much of it may be waited for when it comes, and what both cost per period."""

    quantity: Floats
    backlog: Floats
    cost: Floats


def eoq_backorder(demand: Floats, order_cost: Floats, holding_cost: Floats, backorder_cost: Floats) -> PlannedBackorders:
    """The economic order quantity where customers wait, at a cost b per unit and period (b > 0, h > 0).

    Q* = sqrt(2KD/h) sqrt((h+b)/b), B* = Q* h/(h+b), and the least cost sqrt(2KDh) sqrt(b/(h+b)): P. H. Zipkin, Foundations
    of Inventory Management (2000), chapter 3, planned backorders. B* is the largest backlog, just before a delivery.
    """
    both = holding_cost + backorder_cost
    quantity = eoq(demand, order_cost, holding_cost) * np.sqrt(both / backorder_cost)
    cost = np.sqrt(2 * order_cost * demand * holding_cost * backorder_cost / both)
    return PlannedBackorders(quantity, quantity * holding_cost / both, cost)
