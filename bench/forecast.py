"""Are the forecasts better than last week again? Prints the table of docs/demand.md for a workbook.

    python bench/forecast.py ../shared/data/northwind.xlsx 1998-05-06
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from backorder_xl.core import demand
from backorder_xl.core.history import history
from backorder_xl.forecast.backtest import backtest
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.file import FileBook


def main(book: str, as_of: str) -> None:
    """Read the orders, try every method on the weeks that have been, print one row per method."""
    with FileBook(Path(book)) as opened:
        reading = read_tables(opened, {})
    names = demand.keys(reading.tables, reading.settings)
    print("| method | mean error | root of mean square | bias | mean error ÷ naive |\n|---|---|---|---|---|")
    for row in backtest(history(reading.tables, names.sku, np.datetime64(as_of))).itertuples():
        print(f"| {row.method} | {row.mae:.2f} | {row.rmse:.2f} | {row.bias:+.0%} | {row.scaled:.2f} |")


if __name__ == "__main__":
    main(*sys.argv[1:3])
