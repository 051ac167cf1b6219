"""How many units are so many packs, and the other way round? Exact, in millionths (rule 1.2).

A pack is what one counts when buying or selling: a case of 12. Workbooks count units throughout; packs are what some exports
count. Nothing is rounded here: what is no whole number comes back as such.
"""

from __future__ import annotations

import numpy as np

from backorder_xl.core.keys import Bools, Ints
from backorder_xl.core.words import UNIT


def to_units(packs: Ints, per_pack: Ints) -> tuple[Ints, Bools]:
    """Units of so many packs, all in millionths, and which of them are exact to the millionth.

    >>> to_units(np.array([1_000_000, 500_000]), np.array([12_000_000, 12_000_000]))[0].tolist()
    [12000000, 6000000]
    """
    wide = packs.astype(object) * per_pack.astype(object)  # above 64 bits in between
    units = np.array([round_half_even(int(w), UNIT) for w in wide], np.int64)
    exact = np.array([int(w) % UNIT == 0 for w in wide], bool)
    return units, exact


def to_packs(units: Ints, per_pack: Ints) -> tuple[Ints, Ints]:
    """How many whole packs so many units are, and the units that are left over; units in millionths, per pack above 0.

    >>> [a.tolist() for a in to_packs(np.array([12_000_000, 30_000_000]), np.array([12_000_000, 12_000_000]))]
    [[1, 2], [0, 6000000]]
    """
    return units // per_pack, units % per_pack


def per_unit(price: Ints, per_pack: Ints) -> Ints:
    """The price of one unit, to the nearest ten-thousandth, where a pack of so many millionths has that price."""
    return np.array([round_half_even(int(p) * UNIT, int(n)) for p, n in zip(price, per_pack, strict=True)], np.int64)


def round_half_even(above: int, below: int) -> int:
    """``above / below`` to the nearest whole number, halves to the even one; ``below`` is above 0.

    >>> round_half_even(5, 2), round_half_even(7, 2), round_half_even(-5, 2)
    (2, 4, -2)
    """
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))
