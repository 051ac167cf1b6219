"""How are codes compared and put in order, and how are rows grouped and summed without a loop?

Codes are equal without regard to case and sort in natural order, SO-9 before SO-10 (rule 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Days = npt.NDArray[np.datetime64]

_DIGITS = re.compile(r"[0-9]+")
_FROM_DIGITS = re.compile(r"[0-9].*", re.DOTALL)


def natural(code: str) -> tuple[str, str]:
    """The sort key of one code: runs of digits count as numbers, the rest ignores case.

    A number is spelled with its length before it, behind a sign that comes before all others, so that texts compare as
    the numbers do.

    >>> sorted(["SO-10", "so-9", "SO-9a", "SO"], key=natural)
    ['SO', 'so-9', 'SO-9a', 'SO-10']
    """
    folded = code.casefold()
    return _DIGITS.sub(_measured, folded), folded


def _measured(number: re.Match[str]) -> str:
    digits = number.group().lstrip("0")
    return f"\x00{len(digits):05d}{digits}"


def ordered(codes: Collection[str]) -> list[str]:
    """Distinct codes in small letters, in natural order.

    Most books number their orders and items by one pattern, the same words before a number. Then length and text say the
    order, and no code has to be taken apart.

    >>> ordered({"so-10", "so-9"})
    ['so-9', 'so-10']
    """
    words = _FROM_DIGITS.sub("", next(iter(codes), ""))
    numbers = [code[len(words) :] for code in codes if code.startswith(words)]
    together = "".join(numbers)
    if len(numbers) == len(codes) and all(numbers) and together.isdecimal() and together.isascii():
        lengths = {len(n) for n in numbers}
        if len(lengths) == 1 or not any(n.startswith("0") for n in numbers):
            return [words + n for n in sorted(sorted(numbers), key=len)]
    return sorted(codes, key=natural)


class Names:
    """One numbering of the codes in several columns: 0, 1, 2, ... in natural order, the same for the same code."""

    def __init__(self, *columns: Iterable[str]) -> None:
        folded = {text.casefold() for column in columns for text in _distinct(column)}
        self.folded = ordered(folded)
        self._number = {text: i for i, text in enumerate(self.folded)}

    def __len__(self) -> int:
        return len(self.folded)

    def of(self, column: Iterable[str]) -> Ints:
        """The number of each code in a column, -1 for one that is not among the names. Row order is kept."""
        codes, distinct = pd.factorize(np.asarray(column, dtype=object))
        table = np.fromiter((self._number.get(t.casefold(), -1) for t in distinct), np.int64, len(distinct))
        return table[codes] if len(distinct) else np.zeros(0, np.int64)


def _distinct(column: Iterable[str]) -> Iterable[str]:
    return pd.unique(np.asarray(column, dtype=object)) if not isinstance(column, (list, set)) else set(column)


def alike(*columns: Texts) -> list[Ints]:
    """Number the codes of several columns so that equal ones get equal numbers, without regard to case or order; cheaper
    than Names where nothing is sorted.

    >>> [n.tolist() for n in alike(np.array(["SO-9", "so-9"], object), np.array(["X", "SO-9"], object))]
    [[0, 0], [1, 0]]
    """
    codes, distinct = pd.factorize(np.concatenate(columns))
    folded, _ = pd.factorize(np.array([*(t.casefold() for t in distinct), ""], object)[:-1])
    numbers = folded.astype(np.int64)[codes] if len(distinct) else np.zeros(0, np.int64)
    return np.split(numbers, np.cumsum([len(c) for c in columns])[:-1])


def group(*columns: tuple[Ints, ...]) -> list[Ints]:
    """Number the distinct combinations across several sets of rows.

    Each argument is one set of rows as a tuple of key columns; all tuples are equally long. The result has one array of
    group numbers per set, and equal combinations get equal numbers in every set.
    """
    sizes = [len(keys[0]) for keys in columns]
    out = np.zeros(sum(sizes), np.int64)
    for parts in zip(*columns, strict=True):
        column = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        step, _ = pd.factorize(column)
        width = int(step.max(initial=-1)) + 2
        out, _ = pd.factorize(out * width + step)
    return np.split(out, np.cumsum(sizes)[:-1])


def sums(index: Ints, values: Ints, size: int) -> Ints:
    """The exact sum of whole numbers per index; an index of -1 is left out."""
    total = np.zeros(size, np.int64)
    known = index >= 0
    np.add.at(total, index[known], values[known])
    return total


def latest(index: Ints, days: Days, size: int) -> Days:
    """The latest day per index; NaT where an index has none. Blank days are ignored."""
    far = np.iinfo(np.int64).min
    best = np.full(size, far, np.int64)
    np.maximum.at(best, index, days.astype("datetime64[D]").astype(np.int64))  # NaT is the smallest number
    return best.astype("datetime64[D]")


def earliest(index: Ints, days: Days, size: int) -> Days:
    """The earliest day per index; NaT where an index has none. Blank days are ignored."""
    far = np.iinfo(np.int64).max
    best = np.full(size, far, np.int64)
    known = ~np.isnat(days)
    np.minimum.at(best, index[known], days[known].astype("datetime64[D]").astype(np.int64))
    best[best == far] = np.iinfo(np.int64).min
    return best.astype("datetime64[D]")


def first_of(index: Ints) -> Bools:
    """Whether each row is the first with its index, in row order."""
    return ~pd.Series(index).duplicated().to_numpy()


def places(wanted: Iterable[str], codes: Iterable[str]) -> Ints:
    """Where each wanted code first stands among ``codes``, without regard to case; -1 where it does not."""
    first: dict[str, int] = {}
    for i, code in enumerate(codes):
        first.setdefault(code.casefold(), i)
    numbers, distinct = pd.factorize(np.asarray(wanted, dtype=object))
    found = np.array([*(first.get(code.casefold(), -1) for code in distinct), -1], np.int64)
    return found[numbers]


def spelled(names: Names, *columns: Texts) -> Texts:
    """How the code of each number is written: as the first of the columns that holds it first writes it, else in small letters.

    >>> spelled(Names(["so-9", "X"]), np.array(["So-9", "SO-9"], object)).tolist()
    ['So-9', 'x']
    """
    out = np.array([*names.folded, ""], object)[:-1]
    for column in reversed(columns):
        codes = np.asarray(pd.unique(column), object)[::-1]
        at = names.of(codes)
        out[at[at >= 0]] = codes[at >= 0]
    return out


def texts(frame: pd.DataFrame, column: str) -> Texts:
    """A text column as an object array of str."""
    return np.asarray(frame[column], dtype=object)


def ints(frame: pd.DataFrame, column: str) -> Ints:
    """A column of counted things as int64."""
    return np.asarray(frame[column], dtype=np.int64)


def days(frame: pd.DataFrame, column: str) -> Days:
    """A date column as days."""
    return np.asarray(frame[column].to_numpy(), dtype="datetime64[D]")


def bools(frame: pd.DataFrame, column: str) -> Bools:
    """A flag column."""
    return np.asarray(frame[column], dtype=bool)


def frame(**columns: Any) -> pd.DataFrame:
    """A frame from arrays, text kept as plain objects and days as datetime64[s]."""
    made = {}
    for name, values in columns.items():
        if isinstance(values, np.ndarray) and values.dtype.kind == "M":
            made[name] = pd.Series(values.astype("datetime64[s]"))
        elif isinstance(values, np.ndarray) and values.dtype == object:
            made[name] = pd.Series(values, dtype=object)
        else:
            made[name] = pd.Series(values)
    return pd.DataFrame(made)
