"""What does the command line make of a workbook, and does an open one hold the same afterwards, cell for cell?"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from pathlib import Path
from typing import Any

from backorder_xl.hosts.cli import main
from tests.excel.desk import copied, what_stands

CLOCKS = {"Run Log": "A"}
"""Columns that hold the time of day, which is another one for each run; their first row is the header."""


def command(*words: str | Path) -> str:
    """What one command says; it must go well."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main([str(w) for w in words])
    assert code in (0, 1), said.getvalue()  # 1: done, with errors in the tables
    return said.getvalue()


def by_command_line(path: Path, day: str, verb: str = "run") -> Path:
    """The workbook after the verb, where it lies; drafts go to a folder of their own."""
    command(verb, path, "--as-of", day)
    return path


def same(closed: Path, live: Path, but: tuple[str, str] | None = None) -> None:
    """Sheets in their order; values, number formats, fills, links, notes, tables, frozen rows, and what turns red; ``but``
    is a cell
    of a sheet whose look is left out."""
    one, two = what_stands(closed), what_stands(live)
    if but is not None:
        for found in (one, two):
            del found[but[0]]["looks"][but[1]]
    assert list(one) == list(two)
    for sheet in one:
        for what in one[sheet]:
            assert _settled(one[sheet], sheet, what) == _settled(two[sheet], sheet, what), (sheet, what)


def _settled(found: dict[str, Any], sheet: str, what: str) -> Any:
    value = found[what]
    if what == "cells" and sheet in CLOCKS:
        return {at: dt.datetime if isinstance(v, dt.datetime) and at.startswith(CLOCKS[sheet]) else v for at, v in value.items()}
    return value


__all__ = ["by_command_line", "command", "copied", "same", "what_stands"]
