"""How are quantities, money, days and lists of orders put into a sentence? English, plain, no rounding of counted things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backorder_xl.core.keys import Days, Ints
from backorder_xl.core.words import MONEY, UNIT


def units(quantity: int) -> str:
    """Millionths as a number without trailing zeros.

    >>> units(5_000_000), units(500_000)
    ('5', '0.5')
    """
    whole, part = divmod(abs(quantity), UNIT)
    sign = "-" if quantity < 0 else ""
    return f"{sign}{whole}" if part == 0 else f"{sign}{whole}.{part:06d}".rstrip("0")


def spelled(quantities: Ints) -> list[str]:
    """The same for a whole column: most quantities repeat, so each distinct one is spelled once."""
    distinct, where = np.unique(quantities, return_inverse=True)
    made: list[str] = np.array([units(q) for q in distinct.tolist()], object)[where].tolist()
    return made


def spelled_days(when: Days) -> list[str]:
    """Days in ISO form, each distinct one once."""
    distinct, where = np.unique(when.astype("datetime64[D]"), return_inverse=True)
    made: list[str] = np.array(distinct.astype(str), object)[where].tolist()
    return made


def money(value: int) -> str:
    """Ten-thousandths as money with two decimals.

    >>> money(12_345_000)
    '1,234.50'
    """
    return f"{value / MONEY:,.2f}"


def day(when: np.datetime64) -> str:
    """A day in ISO form."""
    return str(when.astype("datetime64[D]"))


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Names with commas and a last ``and``; of a long list the nearest ``most`` and how many more there are.

    >>> listed(["SO-1", "SO-2", "SO-3"])
    'SO-1, SO-2 and SO-3'
    """
    unique = list(dict.fromkeys(names))
    more = 0
    if most is not None and len(unique) > most:
        more, unique = len(unique) - most, unique[-most:]
    if more:
        return f"{', '.join(unique)} and {more} more"
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
