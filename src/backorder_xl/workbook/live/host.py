"""How is each step carried out in Excel? One function per kind of step; nothing is decided here.

Steps say what shall be; a step that was cut short by a busy Excel can be done once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import singledispatchmethod
from typing import Any

from backorder_xl.workbook import steps as s
from backorder_xl.workbook.live.native import Native
from backorder_xl.workbook.live.reading import PADDING
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.palette import HEADER_FILL, HEADER_FONT
from backorder_xl.workbook.refs import make_range
from backorder_xl.workbook.rows import MAX_TEXT, serial
from backorder_xl.workbook.standing import Cell, Formula

LONGEST_ADDRESS = 250
"""Excel takes no address of 256 signs."""

LONG = 8_000
"""A text longer than this goes in alone: Excel refuses a whole block for one."""

_TRUTHS = frozenset({
    "true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero", "verdadeiro", "waar", "onwaar", "sann",
    "falskt", "falsk", "sant", "usann", "sand", "tosi", "epätosi", "prawda", "fałsz", "pravda", "nepravda", "igaz", "hamis",
    "doğru", "yanlış", "adevărat", "fals", "истина", "ложь", "істина", "хибність",
})  # fmt: skip


def typed(value: Cell, as_text: bool, date1904: bool) -> float | bool | str | None:
    """A value as it must be handed to Excel to arrive as what it is; a leading apostrophe is not part of the value."""
    if isinstance(value, (Formula, CellError)):
        return value.text
    if isinstance(value, dt.datetime):
        days = serial(value, date1904)
        return f"'{value.isoformat()}" if days is None else days
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "")
    if as_text or not _taken_for_more(value):
        return value
    return "'" + value[: MAX_TEXT - 1]


def _taken_for_more(text: str) -> bool:
    """Could Excel read a text as a number, a day, a truth, an error or a formula, in any language?"""
    return text[:1] in "=+-@'#" or any(c.isdigit() for c in text) or text.strip().casefold() in _TRUTHS


def addresses(rects: Iterable[s.Rect], longest: int) -> Iterator[str]:
    """Rectangles as addresses, as many of them in each as fit into ``longest`` signs, at least one."""
    held = ""
    for row, column, rows, columns in rects:
        one = make_range(row, column, row + rows - 1, column + columns - 1)
        if held and len(held) + 1 + len(one) > longest:
            yield held
            held = ""
        held = f"{held},{one}" if held else one
    if held:
        yield held


class Host:
    """Carries steps out in one open workbook."""

    def __init__(self, book: Any, native: Native) -> None:
        self._book, self._native = book, native
        self._date1904 = native.date1904(book)

    def carry_out(self, step: s.Step) -> None:
        """One step; whatever Excel raises comes through."""
        self._do(step)

    @singledispatchmethod
    def _do(self, step: s.Step) -> None:
        raise TypeError(f"no host knows the step {type(step).__name__}")

    def _sheet(self, step: s.Step) -> Any:
        return self._book.sheets[step.sheet]

    def _cells(self, step: s.Step, rect: s.Rect) -> Any:
        row, column, rows, columns = rect
        return self._sheet(step).range(make_range(row, column, row + rows - 1, column + columns - 1))

    def _each(self, step: s.Step, rects: Iterable[s.Rect], do: Callable[[Any], None]) -> None:
        """The same for many rectangles, several of them in one call where Excel takes that."""
        sheet = self._sheet(step)
        for address in addresses(rects, LONGEST_ADDRESS if self._native.many_areas else 0):
            do(sheet.range(address))

    def _filter(self, step: s.ShowAll | s.SetFilter) -> Any:
        sheet = self._sheet(step)
        return (sheet.tables[step.table] if step.table else self._native.filtered(sheet)).autofilter

    @_do.register
    def _(self, step: s.AddSheet) -> None:
        names = [sheet.name for sheet in self._book.sheets]
        if step.sheet.casefold() in [n.casefold() for n in names]:
            return
        try:
            self._book.sheets.add(step.sheet, after=self._book.sheets[len(names) - 1])
        except BaseException:  # it may be there already, under a name that Excel gave it
            for sheet in self._book.sheets:
                if sheet.name not in names:
                    sheet.delete()
            raise

    @_do.register
    def _(self, step: s.DeleteSheet) -> None:
        self._sheet(step).delete()

    @_do.register
    def _(self, step: s.ShowAll) -> None:
        self._filter(step).clear()

    @_do.register
    def _(self, step: s.SetFilter) -> None:
        on = self._filter(step)
        for field in step.criteria:
            kind, at = field["type"], field["field"]
            if kind == "values":
                on.apply_values(at, field["values"])
            elif kind == "comparison" and field["operator"]:
                on.apply_comparison(at, field["operator"], field["value1"], field["value2"])
            elif kind in ("top_items", "bottom_items") and field["count"]:
                getattr(on, f"apply_{kind}")(at, field["count"])
            elif kind in ("top_percent", "bottom_percent") and field["percent"]:
                getattr(on, f"apply_{kind}")(at, field["percent"])

    @_do.register
    def _(self, step: s.Totals) -> None:
        self._sheet(step).tables[step.table].show_totals = step.shown

    @_do.register
    def _(self, step: s.WriteCells) -> None:
        alone: list[tuple[int, int, str]] = []
        grid = []
        for i, line in enumerate(step.grid):
            ready = [typed(v, t, self._date1904) for v, t in zip(line, step.as_text, strict=True)]
            for j, value in enumerate(ready):
                if isinstance(value, str) and len(value) > LONG:
                    alone.append((i, j, value))
                    ready[j] = None
            grid.append(ready)
        sheet = self._sheet(step)
        rect = (step.row, step.column, len(step.grid), len(step.as_text))
        self._cells(step, rect).value = grid if len(grid) > 1 or len(grid[0]) > 1 else grid[0][0]
        for i, j, text in alone:
            sheet.range((step.row + i, step.column + j)).value = text

    @_do.register
    def _(self, step: s.WriteFormulas) -> None:
        """As `Range.Formula` takes them, which means the same as in a file; what they come to, Excel works out."""
        texts = [list(line) for line in step.formulas]
        rect = (step.row, step.column, len(texts), len(texts[0]))
        self._cells(step, rect).formula = texts if len(texts) > 1 or len(texts[0]) > 1 else texts[0][0]

    @_do.register
    def _(self, step: s.ClearCells) -> None:
        self._each(step, step.rects, lambda cells: cells.clear() if step.looks else cells.clear_contents())

    @_do.register
    def _(self, step: s.MakeTable) -> None:
        sheet = self._sheet(step)
        if step.table not in [t.name for t in sheet.tables]:
            sheet.tables.add(source=self._cells(step, step.rect), name=step.table, has_headers=True)

    @_do.register
    def _(self, step: s.ResizeTable) -> None:
        self._sheet(step).tables[step.table].resize(self._cells(step, step.rect))

    @_do.register
    def _(self, step: s.DropTable) -> None:
        self._native.unlist(self._sheet(step).tables[step.table])

    @_do.register
    def _(self, step: s.NumberFormat) -> None:
        self._each(step, step.rects, lambda cells: setattr(cells, "number_format", step.code))

    @_do.register
    def _(self, step: s.Fill) -> None:
        colour = None if step.colour is None else f"#{step.colour}"
        self._each(step, step.rects, lambda cells: setattr(cells, "color", colour))

    @_do.register
    def _(self, step: s.HeaderLook) -> None:
        def dress(cells: Any) -> None:
            cells.color = f"#{HEADER_FILL}"
            cells.font.bold, cells.font.color = True, f"#{HEADER_FONT}"
            cells.wrap_text, cells.vertical_alignment = True, "center"

        self._each(step, step.rects, dress)

    @_do.register
    def _(self, step: s.Align) -> None:
        def align(cells: Any) -> None:
            cells.vertical_alignment, cells.wrap_text = "top", step.wrap
            self._native.inset(cells, step.inset)

        self._each(step, step.rects, align)

    @_do.register
    def _(self, step: s.Ruled) -> None:
        for tall in (False, True):  # a single row has no line within
            some = [r for r in step.rects if (r[2] > 1) is tall]
            self._each(step, some, lambda cells, tall=tall: self._native.rule(cells, step.line, tall))

    @_do.register
    def _(self, step: s.TurnRed) -> None:
        for rect in step.rects:
            self._native.turn_red(self._cells(step, rect), step.when)

    @_do.register
    def _(self, step: s.DrawChart) -> None:
        self._native.draw(self._sheet(step), step)

    @_do.register
    def _(self, step: s.DropCharts) -> None:
        for name in step.names:
            self._native.drop_chart(self._sheet(step), name)

    @_do.register
    def _(self, step: s.CopyLook) -> None:
        """Column by column, as the clipboard is the user's; cells that have a look of their own keep it."""
        row, column, _, columns = step.source
        for i in range(columns):
            model = self._cells(step, (row, column + i, 1, 1))
            code, colour, bold = model.number_format, model.color, model.font.bold
            for to_row, to_column, rows, width in step.rects:
                if not to_column <= (column + i if columns > 1 else to_column) < to_column + width:
                    continue
                span = (to_row, to_column if columns == 1 else column + i, rows, width if columns == 1 else 1)
                cells = self._cells(step, span)
                if code != "General" and cells.number_format == "General":
                    cells.number_format = code
                if colour is not None:
                    cells.color = colour
                if bold:
                    cells.font.bold = True

    @_do.register
    def _(self, step: s.SetNotes) -> None:
        sheet = self._sheet(step)
        for place in step.gone:
            note = sheet.range(place).note
            if note is not None:
                note.delete()
        for row, column, text in step.put:
            cell = sheet.range((row, column))
            if cell.note is None:
                cell.add_note(text)
            else:
                cell.note.text = text

    @_do.register
    def _(self, step: s.SetLinks) -> None:
        sheet = self._sheet(step)
        for rect in step.gone:
            self._native.unlink(self._cells(step, rect))
        for row, column, target in step.put:
            self._native.link(sheet, sheet.range((row, column)), target)

    @_do.register
    def _(self, step: s.Widths) -> None:
        sheet = self._sheet(step)
        for column, width in step.columns:
            sheet.range((1, column)).column_width = max(0.0, round(width - PADDING, 2))

    @_do.register
    def _(self, step: s.Freeze) -> None:
        self._native.freeze(self._sheet(step), step.rows)

    @_do.register
    def _(self, step: s.FitRows) -> None:
        self._sheet(step).range(f"{step.row}:{step.row + step.rows - 1}").rows.autofit()

    @_do.register
    def _(self, step: s.PageSetup) -> None:
        self._native.page(self._sheet(step), step.page, step.header_row)
