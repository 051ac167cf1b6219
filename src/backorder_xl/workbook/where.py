"""Where in this workbook does something stand that our sheets name?

Columns by their headers, rows of our tables, the names that their Excel Tables bear; and the formulas of ours as text
that Excel understands. Asked once the user's tables have been written and before our own are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from backorder_xl.workbook.cells import Values
from backorder_xl.workbook.changes import Area, Cells, Piece, Ref, SheetTable
from backorder_xl.workbook.layout import Layout, layout_of
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.peek import top_rows
from backorder_xl.workbook.refs import letters, quoted

_NAMED = re.compile(r"\{([^{}]+)\}")


class Where:
    """The places of all that our tables, links, formulas and charts point at.

    ``layouts`` and ``names`` say where each table stands and what its Excel Table is called; ``headers`` looks a sheet's headers
    up, folded.
    """

    def __init__(
        self, tables: list[SheetTable], layouts: list[Layout], names: list[str], headers: Callable[[str], dict[str, int]]
    ) -> None:
        self._layouts = {t.sheet.casefold(): layout for t, layout in zip(tables, layouts, strict=True)}
        self._tables = {t.sheet.casefold(): t for t in tables}
        self._names = {t.table.casefold(): name for t, name in zip(tables, names, strict=True)}
        self._headers = headers
        self._known: dict[str, dict[str, int]] = {}

    def __call__(self, sheet: str, header: str) -> int:
        """Which column of a sheet a header stands in; column A where it is not found."""
        name = sheet.casefold()
        if name in self._layouts:
            return self._layouts[name].places.get(header, 1)
        if name not in self._known:
            self._known[name] = self._headers(sheet)
        return self._known[name].get(header.casefold(), 1)

    def table_name(self, table: SheetTable) -> str:
        """The name of our Excel Table in this workbook; another one than ours where that is taken, or was changed."""
        return self._names[table.table.casefold()]

    def cells(self, cells: Cells) -> tuple[int, int, int]:
        """(column, first row, last row) of some rows of a sheet of ours."""
        first = self._layouts[cells.sheet.casefold()].header_row + 1 + cells.first
        return self(cells.sheet, cells.header), first, first + max(cells.count, 1) - 1

    def values(self, cells: Cells) -> list[object]:
        """What is being written into these cells."""
        held = self._tables[cells.sheet.casefold()].data.get(cells.header, [])
        return list(held[cells.first : cells.first + cells.count])

    def formulas(self, table: SheetTable, header: str) -> list[str | None] | None:
        """The formulas of one column as text of this workbook."""
        given = table.formulas.get(header)
        if given is None:
            return None
        made = {text: self._text(table, text) for text in set(given) if text}
        return [made[text] if text else None for text in given]

    def _text(self, table: SheetTable, formula: str) -> str:
        return _NAMED.sub(lambda m: self._shown(table.refs[m.group(1)]), formula)

    def _shown(self, ref: Ref | Area | Cells) -> str:
        if isinstance(ref, Cells):
            ref = Area(ref.sheet, *self.cells(ref))
        if isinstance(ref, Area):
            column = letters(ref.column if isinstance(ref.column, int) else self(ref.sheet, ref.column))
            end = f":${column}${ref.last_row}" if ref.last_row > ref.first_row else ""
            return f"{quoted(ref.sheet)}!${column}${ref.first_row}{end}"
        name = self._names.get(ref.table.casefold(), ref.table)
        if ref.piece is Piece.COLUMN:
            return f"{name}[{ref.header}]"
        return f"{name}[[{ref.piece.value}],[{ref.header}]]"


def where_in(book: BookParts, values: Values, tables: list[SheetTable]) -> Where:
    """The places in a closed file."""
    layouts = [layout_of(book, values, t) for t in tables]
    parts = {part: excel.name for excel, part in book.tables()}
    _, taken = book.table_ids_and_names()
    names = named(tables, [parts.get(layout.part or "") for layout in layouts], taken)

    def headers(sheet: str) -> dict[str, int]:
        part = book.find(sheet)
        return places_of(top_rows(book, values, part.part, 30)) if part is not None else {}

    return Where(tables, layouts, names, headers)


def named(tables: list[SheetTable], standing: list[str | None], taken: set[str]) -> list[str]:
    """What each Excel Table of ours is called: as it is already, or else its own name, numbered where that is taken."""
    taken, found = set(taken), []
    for table, there in zip(tables, standing, strict=True):
        name, number = there or table.table, 1
        while there is None and name.casefold() in taken:
            number += 1
            name = f"{table.table}{number}"
        taken.add(name.casefold())
        found.append(name)
    return found


def places_of(rows: Iterable[Iterable[object]]) -> dict[str, int]:
    """The columns of the texts in a sheet's first rows, folded; the uppermost of equal ones."""
    found: dict[str, int] = {}
    for row in rows:
        for column, value in enumerate(row, 1):
            if isinstance(value, str):
                found.setdefault(value.strip().casefold(), column)
    return found
