"""How does a cell of the user's read once its row stands elsewhere?

Formulas follow with their relative references; a totals row below goes on adding up all of the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backorder_xl.workbook import formulas
from backorder_xl.workbook.grids import rects, rects_of, runs, writes
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.palette import AS_TEXT
from backorder_xl.workbook.refs import letters
from backorder_xl.workbook.standing import Cell, Formula, Place, SheetNow
from backorder_xl.workbook.steps import Fill, NumberFormat, Rect, Step


def carried(cell: tuple[int, Cell], old_column: int, column: int, row: int) -> Cell:
    """A cell, given with its old row, for its new place."""
    old, value = cell
    if not isinstance(value, Formula) or value.text[:1] != "=":
        return value
    text = formulas.moved(value.text[1:], f"{letters(old_column)}{old}", f"{letters(column)}{row}")
    return replace(value, text=f"={text}")


def same_formula(sheet: SheetNow, column: int, first: int, last: int) -> tuple[int, Cell] | None:
    """What the user's table fills into new rows of a column: the formula that all its rows share, with its row."""
    cell = sheet.cell(first, column)
    if not isinstance(cell, Formula) or cell.text[:1] != "=":
        return None
    for row in range(first + 1, last + 1):
        other = sheet.cell(row, column)
        here = carried((first, cell), column, column, row)
        if not isinstance(other, Formula) or not isinstance(here, Formula) or other.text != here.text:
            return None
    return first, Formula(cell.text)


@dataclass(frozen=True)
class Below:
    """What stands below a table: the cells that it leaves, and the writes at its new place."""

    old: tuple[Rect, ...]
    new: list[Step]


def moved_below(sheet: SheetNow, last_row: int, end: int, totals: ExcelTable | None) -> Below:
    """Rows under ``last_row`` once the table ends at ``end``, whole rows of the sheet; of a totals row also what is blank, as
    Excel fills in its own idea of one."""
    cells: dict[Place, Cell] = {(last_row + 1, c): None for c in range(totals.first_col, totals.last_col + 1)} if totals else {}
    for row in range(last_row + 1, len(sheet.cells) + 1):
        for column, value in enumerate(sheet.cells[row - 1], 1):
            if value is not None:
                cells[row, column] = value
    new = {(row + end - last_row, c): stretched(value, sheet.name, last_row, end) for (row, c), value in cells.items()}
    return Below(rects_of(cells), [*writes(sheet.name, new, ())])


def stretched(value: Cell, sheet: str, last_row: int, end: int) -> Cell:
    """A cell below the data, whose ranges end with the data again."""
    if not isinstance(value, Formula) or value.text[:1] != "=":
        return value
    return replace(value, text="=" + formulas.stretched(value.text[1:], sheet, last_row, end))


def followed(sheet: SheetNow, column: int, target: int, origin: Sequence[int], first: int, last: int) -> list[Step]:
    """Number formats and fills of the user's own column go with its rows as well, where they are not the same in all;
    ``origin`` says for each new row its old one, 0 for none."""
    steps: list[Step] = []
    for known, plain in ((sheet.formats.get(column, []), "General"), (sheet.fills.get(column, []), None)):
        looks = {row: s.look for s in known for row in range(s.first, s.last + 1)}
        if len(set(looks.values())) < 2 or AS_TEXT in looks.values():
            continue
        new = [looks.get(old, plain) for old in origin] + [plain] * (last - first + 1 - len(origin))
        for start, count, look in runs(new):
            where = ((first + start, target, count, 1),)
            colour = look if isinstance(look, str) else None
            steps.append(Fill(sheet.name, where, colour) if plain is None else NumberFormat(sheet.name, where, colour or plain))
    return steps


def column_formats(sheet: SheetNow, columns: Mapping[int, Sequence[Cell]], first: int) -> tuple[list[Step], set[int]]:
    """Which of the user's columns have the format of text, and what must be said first so that a whole column is one thing.

    A formula in a cell of that format would become its own words.
    """
    steps: list[Step] = []
    text: set[int] = set()
    for column, cells in columns.items():
        looks = {s.look for s in sheet.formats.get(column, [])}
        if AS_TEXT not in looks:
            continue
        wordy = all(v is None or isinstance(v, str) for v in cells)
        if wordy:
            text.add(column)
        if not wordy or len(looks) > 1:
            steps.append(NumberFormat(sheet.name, rects([(column, first, max(1, len(cells)))]), AS_TEXT if wordy else "General"))
    return steps, text
