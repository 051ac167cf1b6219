"""What do two other readers see on a user's sheets, before and after?"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import zipfile
from collections.abc import Collection
from pathlib import Path

import openpyxl
import python_calamine

MOST = 4 << 20
"""Sheets beyond that are long to read by openpyxl; their parts are compared byte for byte anyway."""
MOST_CELLS = 2_000_000
"""A cell in the last corner makes openpyxl go through all that lie before it."""

Seen = dict[str, list[list[object]]]


def by_calamine(path: Path, sheets: Collection[str]) -> Seen:
    """Values as the compiled reader gives them."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name in sheets}


def by_openpyxl(path: Path, sheets: Collection[str]) -> Seen:
    """Formulas and values as openpyxl gives them, row by row."""
    book = openpyxl.load_workbook(path, read_only=True)
    wanted = [s for s in book.worksheets if s.title in sheets and (s.max_row or 1) * (s.max_column or 1) <= MOST_CELLS]
    return {s.title: [list(map(_plain, r)) for r in s.iter_rows(values_only=True)] for s in wanted}


def _plain(value: object) -> object:
    """A formula over several cells as what it says, not as an object."""
    return sorted(vars(value).items(), key=str) if type(value).__module__.endswith("worksheet.formula") else value


def _survived(path: Path, sheets: Collection[str]) -> bool:
    """Whether the compiled reader ends in good order: at some sizes it ends its whole process, so another one goes first."""
    first = multiprocessing.get_context("fork").Process(target=by_calamine, args=(path, sheets))
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        first.start()
        first.join()
    return first.exitcode == 0


def differences(before: Path, after: Path, sheets: Collection[str]) -> dict[str, list[str] | None]:
    """By reader: the sheets that it sees otherwise than before; None where it cannot read the file as it was."""
    found: dict[str, list[str] | None] = {}
    with zipfile.ZipFile(before) as archive:
        largest = max((i.file_size for i in archive.infolist()), default=0)
    for name, read in (("calamine", by_calamine), ("openpyxl", by_openpyxl)):
        if name == "openpyxl" and largest > MOST:
            continue
        if name == "calamine" and not _survived(before, sheets):
            found[name] = None
            continue
        try:
            old = read(before, sheets)
        except Exception:  # somebody else's reader, and somebody else's file
            found[name] = None
            continue
        new = read(after, sheets)
        found[name] = [s for s in old if repr(old[s]) != repr(new.get(s))]
    return found
