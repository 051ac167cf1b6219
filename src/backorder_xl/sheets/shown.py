"""How do kept values become shown ones? Millionths to numbers, blanks to empty cells, flags to words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.words import MONEY, NO_MONEY, UNIT
from backorder_xl.workbook.changes import Column, Format, SheetTable

Shown = np.ndarray | list


def quantity(values: pd.Series) -> np.ndarray:
    """Millionths as numbers."""
    return np.asarray(values, np.int64) / UNIT


def money(values: pd.Series) -> np.ndarray:
    """Ten-thousandths as numbers; an unknown price is blank."""
    raw = np.asarray(values, np.int64)
    return np.where(raw == NO_MONEY, np.nan, raw / MONEY)


def day(values: pd.Series) -> np.ndarray:
    return values.to_numpy().astype("datetime64[s]")


def plain(values: pd.Series) -> np.ndarray:
    return values.to_numpy()


def flag(values: pd.Series) -> np.ndarray:
    return np.where(np.asarray(values, bool), "yes", "no").astype(object)


BY_FORMAT = {
    Format.TEXT: plain,
    Format.QTY: quantity,
    Format.MONEY: money,
    Format.DATE: day,
    Format.WHOLE: plain,
    Format.PERCENT: plain,
}


def sheet_table(
    sheet: str, columns: tuple[tuple[str, Column], ...], frame: pd.DataFrame, key: tuple[str, ...], **more: object
) -> SheetTable:
    """A sheet of ours from a frame: ``columns`` pairs each frame column with the column that shows it."""
    data: dict[str, Shown] = {}
    for name, column in columns:
        values = frame[name]
        shown = flag(values) if values.dtype == bool else BY_FORMAT[column.format](values)
        data[column.header] = shown
    return SheetTable(sheet, sheet.replace(" ", ""), tuple(c for _, c in columns), data, key, **more)  # type: ignore[arg-type]


def as_frame(table: SheetTable) -> pd.DataFrame:
    """A sheet of ours as a frame under its headers."""
    return pd.DataFrame({header: pd.Series(values) for header, values in table.data.items()})


def plain_table(
    sheet: str, columns: tuple[tuple[str, Column], ...], frame: pd.DataFrame, key: tuple[str, ...], **more: object
) -> SheetTable:
    """The same for a frame whose quantities and money are plain numbers already; they are shown to two decimals, rates to
    six, and what never ends as a blank."""
    data: dict[str, Shown] = {}
    for name, column in columns:
        values = frame[name].to_numpy()
        if values.dtype == bool:
            values = flag(frame[name])
        elif column.format in (Format.QTY, Format.MONEY):
            values = np.round(np.where(np.isinf(values.astype(float)), np.nan, values.astype(float)), 2)
        elif column.format is Format.PERCENT:
            values = np.round(values.astype(float), 6)
        data[column.header] = values
    return SheetTable(sheet, sheet.replace(" ", ""), tuple(c for _, c in columns), data, key, **more)  # type: ignore[arg-type]


def tones(values: pd.Series, words: dict[str, int]) -> np.ndarray:
    """The colour of each cell by the word that stands in it."""
    codes, distinct = pd.factorize(np.asarray(values, object))
    table = np.array([*(words.get(d, 0) for d in distinct), 0], np.int8)
    return table[codes]


def codes(values: np.ndarray, numbers: bool) -> list[object]:
    """Codes as the user types them: as numbers where the column holds numbers and the code is one; blank as nothing."""
    as_typed = [int(v) if numbers and v.isdecimal() and str(int(v)) == v and len(v) < 16 else v for v in values.tolist()]
    return [v if v != "" else None for v in as_typed]


def groups(values: pd.Series) -> np.ndarray:
    """Where a new group of equal values begins below another one; the first row needs no line above it."""
    names = values.to_numpy()
    begins = np.zeros(len(names), bool)
    begins[1:] = names[1:] != names[:-1]
    return begins
