"""How are cells and rows of a table changed in memory? Helps those who suppose something; decides nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Ints

_NOTHING = {"O": "", "i": 0, "M": np.datetime64("NaT", "s"), "b": False}


def put(frame: pd.DataFrame, column: str, rows: Ints, values: np.ndarray) -> None:
    """Write values into some rows of one column, in place."""
    whole = frame[column].to_numpy().copy()
    whole[rows] = values
    frame[column] = whole


def blank_row(frame: pd.DataFrame, **given: object) -> dict[str, object]:
    """A row that says nothing but what is given: no text, 0, no day, no."""
    return {**{c: _NOTHING[frame[c].dtype.kind] for c in frame.columns}, **given}


def with_rows(frame: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    """The frame with rows below it, every column of the kind that it was."""
    if not rows:
        return frame
    return pd.concat([frame, pd.DataFrame(rows, columns=frame.columns).astype(frame.dtypes)], ignore_index=True)


def spread(there: Ints, by: int | None) -> Ints:
    """How much of each row goes: from the first row on until ``by`` is reached; None takes all.

    >>> spread(np.array([3, 4, 5]), 5)
    array([3, 2, 0])
    """
    if by is None:
        return there.copy()
    before = np.cumsum(there) - there
    gone: Ints = np.clip(by - before, 0, there)
    return gone
