"""What does a sheet's own part say that the compiled reader does not? Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Inside:
    """How far the cells of a sheet reach, which rows are hidden, which cells hold an error and what it reads as; rows and
    columns from 1. ``uncounted`` is how many formulas were never calculated, so that their cells look empty. ``merged`` only
    where the compiled reader does not tell it."""

    last_row: int = 0
    last_column: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncounted: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
