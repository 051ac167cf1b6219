"""How are the sheets of a book named, added, moved and copied, and how is a book written?"""

from __future__ import annotations

import re
from copy import copy, deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.formula.tokenizer import Tokenizer

from .addresses import quoted, split_sheet
from .com import Items, refused
from .tables import ListObject
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .workbook import Workbook

BAD_SHEET = (
    "You typed an invalid name for a sheet or chart. Make sure that: the name that you type does not exceed 31 characters; "
    "the name does not contain any of the following characters: : \\ / ? * [ or ]; you did not leave the name blank."
)
TAKEN_SHEET = "That name is already taken. Try a different one."


class Sheets(Items):
    """The sheets of a book."""

    def __init__(self, book: Workbook) -> None:
        self.switches, self.book = book.switches, book

    def members(self) -> list[Worksheet]:
        return list(self.book.sheets)

    @property
    def Parent(self) -> Any:
        return self.book

    def Add(self, Before: Any = None, After: Any = None, Count: int = 1) -> Worksheet:
        """A sheet before the active one, unless it is said where; it becomes the active one."""
        self.book.check_structure()
        anchor = Before or After or self.book.active
        at = self.book.sheets.index(anchor) + (1 if After is not None and Before is None else 0)
        taken = {s.ws.title.casefold() for s in self.book.sheets}
        n = next(n for n in range(len(taken) + 1, 2 * len(taken) + 3) if f"sheet{n}" not in taken)
        made = Worksheet(self.book, self.book.wb.create_sheet(f"Sheet{n}", at))
        self.book.sheets.insert(at, made)
        made.Activate()
        return made


def check_sheet_name(book: Workbook, sheet: Worksheet, name: str) -> None:
    """At most 31 characters, none of a few signs, no apostrophe at either end, and no name twice, whatever the case."""
    bad = not name or len(name) > 31 or re.search(r"[:\\/?*\[\]]", name) or name[0] == "'" or name[-1] == "'"
    if bad or name.casefold() == "history":
        raise refused(BAD_SHEET)
    if any(s is not sheet and s.ws.title.casefold() == name.casefold() for s in book.sheets):
        raise refused(TAKEN_SHEET)


def rename_sheet(book: Workbook, sheet: Worksheet, name: str) -> None:
    """Renames a sheet, and with it every formula and name that means it."""
    old = sheet.ws.title
    book.wb._invalid_row = False
    sheet.ws._WorkbookChild__title = name  # the setter would number a name that differs by case only
    for other in book.sheets:
        for cell in other.grid.cells.values():
            if cell.data_type == "f" and isinstance(cell._value, str) and "!" in cell._value:
                cell._value = _renamed(cell._value, old, name)
    for names in [book.wb.defined_names, *[s.ws.defined_names for s in book.sheets]]:
        for kept in names.values():
            kept.attr_text = _renamed("=" + kept.attr_text, old, name)[1:]


def _renamed(formula: str, old: str, new: str) -> str:
    tokens = Tokenizer(formula)
    for item in tokens.items:
        if item.type == "OPERAND" and item.subtype == "RANGE":
            sheet, rest = split_sheet(item.value)
            if sheet is not None and sheet.casefold() == old.casefold():
                item.value = f"{quoted(new)}!{rest}"
    return "=" + "".join(item.value for item in tokens.items)


def move_sheet(book: Workbook, sheet: Worksheet, before: Any, after: Any) -> None:
    if before is sheet or after is sheet:
        return
    book.sheets.remove(sheet)
    at = book.sheets.index(before) if before is not None else book.sheets.index(after) + 1
    book.sheets.insert(at, sheet)
    _order(book)


def copy_sheet(book: Workbook, sheet: Worksheet, before: Any, after: Any) -> None:
    """A copy with its tables under new names: cells, widths, heights and print settings, in this book or in another one."""
    source, book = book, (before or after).book if (before or after) is not None else book
    n = 2
    while f"{sheet.ws.title} ({n})".casefold() in {s.ws.title.casefold() for s in book.sheets}:
        n += 1
    if book is source:
        ws = book.wb.copy_worksheet(sheet.ws)
        ws._WorkbookChild__title = f"{sheet.ws.title[:27]} ({n})"
    else:
        ws = book.wb.create_sheet(f"{sheet.ws.title[:27]} ({n})" if sheet.ws.title in book.wb.sheetnames else sheet.ws.title)
        _copy_cells(sheet.ws, ws)
    made = Worksheet(book, ws)
    anchor = before if before is not None else after
    at = len(book.sheets) if anchor is None else book.sheets.index(anchor) + (1 if before is None else 0)
    book.sheets.insert(at, made)
    _order(book)
    for table in sheet.tables:
        name = book.free_name("Table")
        kept = deepcopy(table.table)
        kept.displayName = kept.name = name
        kept.id = 1 + max([t.id for s in book.sheets for t in s.ws.tables.values()], default=0)
        ws.tables[name] = kept
        made.tables.append(ListObject(made, kept))
        made.tables[-1].stand(table.area)
    made.Activate()


def _copy_cells(source: Any, target: Any) -> None:
    """Cells and their looks, into a sheet of another book."""
    for (r, c), cell in source._cells.items():
        there = target.cell(r, c)
        there._value, there.data_type = cell._value, cell.data_type
        if cell.has_style:
            for part in ("font", "fill", "border", "alignment", "protection"):
                setattr(there, part, copy(getattr(cell, part)))
            there.number_format = cell.number_format


def _order(book: Workbook) -> None:
    book.wb._sheets = [s.ws for s in book.sheets] + [s for s in book.wb._sheets if s not in [x.ws for x in book.sheets]]


def write(book: Workbook, path: Path) -> None:
    """Writes the book as it stands; openpyxl is the writer, so what it cannot hold is not in the file."""
    for sheet in book.sheets:
        if sheet.filtering is not None:
            sheet.filtering.write()
        for table in sheet.tables:
            table.filtering.write()
        view = sheet.ws.sheet_view
        if view.selection and sheet.ws.freeze_panes is None:
            view.selection[0].sqref = view.selection[0].activeCell = sheet.selection.ref.split(":")[0]
    book.wb.active = [s.ws for s in book.sheets].index(book.active.ws)
    for sheet in book.sheets:
        sheet.ws.sheet_view.tabSelected = sheet is book.active
    book.wb.save(path)
