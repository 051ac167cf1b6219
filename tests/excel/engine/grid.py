"""What do the cells of one sheet hold, and what becomes of a value that is put into one?

Works on the cells of an openpyxl sheet, which is what is saved. Numbers and dates are kept as numbers; what formulas came to when
Excel last saved the file is kept beside them. Nothing is calculated.
"""

from __future__ import annotations

import datetime as dt
from copy import copy
from decimal import Decimal
from itertools import pairwise
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.formula.tokenizer import Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from . import dialect
from .com import NotKnown, refused
from .switches import Switches
from .typed import Typed, typed
from .variants import DAYS_1904, LONGEST, accepted, error_number, general, number_of, outgoing, spoken, written

ROWS, COLUMNS, LONGEST_FORMULA = 1_048_576, 16_384, 8192
BUILTIN_DATE, BUILTIN_MOMENT, MONEY = "m/d/yyyy", "m/d/yyyy h:mm", '"$"#,##0.00'
Where = tuple[int, int]


class Grid:
    """The cells of one sheet, by (row, column) from 1."""

    def __init__(self, ws: Any, switches: Switches, cached: Any = None) -> None:
        self.ws, self.switches = ws, switches
        self.cells: dict[Where, Cell] = ws._cells
        self.is_1904 = ws.parent.epoch.year == 1904
        self.formats: dict[int, str] = {}
        self.restyled: dict[tuple[Any, ...], StyleArray] = {}
        self.results: dict[Where, Any] = {}
        for at, cell in self.cells.items():
            cell._style = cell._style or StyleArray()
            if isinstance(cell, Cell):
                self._settle(cell)
                if cell.data_type == "f" and cached is not None and at in cached._cells:
                    self.results[at] = self._kept(cached._cells[at])

    def _kept(self, cell: Any) -> Any:
        """What a file's cell holds, as we keep it: (value, is an error) for errors."""
        value = cell._value
        if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
            return to_excel(value, self.ws.parent.epoch)
        return (value,) if cell.data_type == "e" else value

    def _settle(self, cell: Cell) -> None:
        if isinstance(cell._value, dt.datetime | dt.date | dt.time | dt.timedelta):
            cell._value, cell.data_type = to_excel(cell._value, self.ws.parent.epoch), "n"

    # Formats

    def style_of(self, row: int, column: int) -> StyleArray:
        """The style of a cell, or what it would get from its row or column."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return cell._style  # type: ignore[no-any-return]
        rows, columns, letter = self.ws.row_dimensions, self.ws.column_dimensions, get_column_letter(column)
        if row in rows and any(rows[row]._style or ()):
            return rows[row]._style  # type: ignore[no-any-return]
        return (columns[letter]._style if letter in columns else None) or StyleArray()

    def format_of(self, style: StyleArray) -> str:
        """The number format of a style, as files write it."""
        number = style[3]
        if number not in self.formats:
            probe = Cell(self.ws, 1, 1)
            probe._style = style
            self.formats[number] = probe.number_format
        return self.formats[number]

    def number_format(self, row: int, column: int) -> str:
        return spoken(self.format_of(self.style_of(row, column)))

    def restyle(self, styled: Any, what: str, value: Any) -> None:
        """Sets one part of the style of a cell, row or column: "number_format", "fill", "font" and so on, or "quotePrefix"."""
        styled._style = styled._style or StyleArray()
        key = (what, repr(value), tuple(styled._style))
        if key not in self.restyled:
            probe = Cell(self.ws, 1, 1)
            probe._style = copy(styled._style)
            if what == "quotePrefix":
                probe._style.quotePrefix = value
            elif what == "number_format":
                probe.number_format = written(value)
            else:
                now = getattr(probe, what)
                setattr(probe, what, value(now) if callable(value) else value)
            if callable(value):
                styled._style = probe._style
                return
            self.restyled[key] = probe._style
        styled._style = copy(self.restyled[key])

    def make(self, row: int, column: int) -> Cell:
        """The cell, made if it was not there."""
        cell = self.cells.get((row, column))
        if cell is None:
            cell = Cell(self.ws, row, column)
            cell._style = copy(self.style_of(row, column))
            self.cells[row, column] = cell
        return cell

    # Out

    def value(self, at: Where, *, plain: bool = False) -> Any:
        """What `Range.Value` gives for one cell; `plain` as `Value2`, without dates and currencies."""
        cell = self.cells.get(at)
        if cell is None or isinstance(cell, MergedCell):
            return None
        kept: Any = cell._value
        kind = cell.data_type
        if kind == "f":
            kept = self.results.get(at)
            if isinstance(kept, tuple):
                return error_number(kept[0])
        elif kind == "e":
            return error_number(kept)
        if plain:
            return float(kept) if type(kept) is int else kept
        return outgoing(kept, self.format_of(cell._style), is_1904=self.is_1904, currency=self.switches.currency)

    def formula(self, at: Where) -> Any:
        """What `Range.Formula` gives: a formula, or what the cell holds as text."""
        cell = self.cells.get(at)
        if cell is None or isinstance(cell, MergedCell) or cell._value is None:
            return ""
        value = cell._value
        if cell.data_type == "f":
            return dialect.spoken(value.text if isinstance(value, ArrayFormula) else str(value), self.ws, at)
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return general(float(value)) if isinstance(value, int | float) else str(value)

    # In

    def put(self, at: Where, value: Any, *, as_formula: bool = False) -> None:
        """Puts a value into a cell as Excel does: texts are read as if typed, unless the cell is formatted as text."""
        cell = self.cells.get(at)
        if isinstance(cell, MergedCell):
            return  # the hidden part of a merged area takes nothing
        if type(value) is float and cell is not None and cell._style[3] == 0:
            cell._value, cell.data_type = value, "n"
            self._forget(cell, at)
            return
        value = accepted(value)
        if value is None or value == "":
            if cell is not None:
                self.empty(at)
            return
        cell = self.make(*at) if cell is None else cell
        form = self.format_of(cell._style)
        if isinstance(value, str):
            self._put_text(cell, at, value, form)
            return
        self._forget(cell, at)
        if isinstance(value, bool):
            cell._value, cell.data_type = value, "b"
        elif isinstance(value, dt.datetime):
            number = number_of(value)
            if number < 0:
                raise NotKnown("a date before 1900: Excel has none, and what it makes of one was not seen")
            if form == "General":
                self.restyle(cell, "number_format", BUILTIN_DATE if number.is_integer() else BUILTIN_MOMENT)
            self._put_number(cell, number - DAYS_1904 if self.is_1904 else number, form)
        else:
            if isinstance(value, Decimal) and form == "General":
                self.restyle(cell, "number_format", MONEY)
            self._put_number(cell, float(value), form)

    def _put_number(self, cell: Cell, number: float, form: str) -> None:
        if number != number or number in (float("inf"), float("-inf")):
            raise refused()
        if form == "@":  # a cell formatted as text makes a text of it
            cell._value, cell.data_type = general(number), "s"
        else:
            cell._value, cell.data_type = number, "n"

    def _put_text(self, cell: Cell, at: Where, text: str, form: str) -> None:
        if len(text) > LONGEST:
            raise refused()
        if text[0] == "'":
            self._forget(cell, at)
            cell._value, cell.data_type = text[1:], "s"
            self.restyle(cell, "quotePrefix", 1)
        elif form == "@":
            self._forget(cell, at)
            cell._value, cell.data_type = text, "s"
        elif self._is_formula(text):
            self._put_formula(cell, at, text)
        else:
            self._forget(cell, at)
            self._put_typed(cell, typed(text, self.switches.today), form)

    def _is_formula(self, text: str) -> bool:
        """Whether Excel would read the text as a formula; + and - begin one too, unless a number follows."""
        if text[0] == "=":
            return len(text) > 1
        return text[0] in "+-@" and len(text) > 1 and isinstance(typed(text, self.switches.today).value, str)

    def _put_formula(self, cell: Cell, at: Where, text: str) -> None:
        formula = text if text[0] == "=" else "=" + text.lstrip("+@")
        if len(formula) > LONGEST_FORMULA:
            raise refused()
        try:
            parts = Tokenizer(formula).items
        except (TokenizerError, IndexError) as e:
            raise refused() from e
        kinds = [p.type for p in parts if p.type != "WHITE-SPACE"]
        operands = [a == b == "OPERAND" for a, b in pairwise(kinds)]
        if not kinds or any(operands) or kinds[-1] == "OPERATOR-INFIX" or kinds.count("FUNC") % 2 or kinds.count("PAREN") % 2:
            raise refused()
        tables = {name.casefold() for sheet in self.ws.parent.worksheets for name in sheet.tables}
        if not dialect.tables_in(formula) <= tables:  # Excel takes no formula about a table that is not there
            raise refused()
        self._forget(cell, at)
        cell._value, cell.data_type = dialect.written(formula, self.ws, at), "f"
        if formula in self.switches.results:
            result = self.switches.results[formula]
            self.results[at] = (result,) if isinstance(result, str) and result.startswith("#") else result

    def _put_typed(self, cell: Cell, read: Typed, form: str) -> None:
        if read.error:
            cell._value, cell.data_type = read.value, "e"
        elif isinstance(read.value, bool):
            cell._value, cell.data_type = read.value, "b"
        elif isinstance(read.value, float):
            if read.format and form == "General":
                self.restyle(cell, "number_format", read.format)
            cell._value, cell.data_type = read.value - DAYS_1904 if read.is_day and self.is_1904 else read.value, "n"
        else:
            cell._value, cell.data_type = read.value, "s"

    def _forget(self, cell: Cell, at: Where) -> None:
        """Nothing is left of what the cell was: a result, or the apostrophe before a text."""
        if cell.data_type == "f":
            self.results.pop(at, None)
        if cell._style[7]:
            self.restyle(cell, "quotePrefix", 0)

    def empty(self, at: Where) -> None:
        """Clears the contents; a cell without a format or note is gone then."""
        cell = self.cells.get(at)
        if cell is None or isinstance(cell, MergedCell):
            return
        self._forget(cell, at)
        cell._value, cell.data_type = None, "n"
        if not any(cell._style) and cell._comment is None and cell._hyperlink is None:
            del self.cells[at]

    # Around

    def used(self) -> tuple[int, int, int, int]:
        """First and last row and column that hold something, a format included; A1 on an empty sheet."""
        if not self.cells:
            return 1, 1, 1, 1
        rows = {r for r, _ in self.cells}
        columns = {c for _, c in self.cells}
        return min(rows), min(columns), max(rows), max(columns)

    def filled(self, at: Where) -> bool:
        cell = self.cells.get(at)
        return cell is not None and not isinstance(cell, MergedCell) and cell._value is not None


def translated(formula: str, origin: Where, at: Where) -> str:
    """A formula as it reads when it is filled from one cell to another."""
    if origin == at or not formula.startswith("="):
        return formula
    first, there = (f"{get_column_letter(c)}{r}" for r, c in (origin, at))
    return str(Translator(formula, first).translate_formula(there))
