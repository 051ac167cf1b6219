"""How is a large sheet read fast without losing a cell?

The compiled reader turns whole columns into arrays. It does not tell a number from a text that looks like one, nor
what it could not convert, so the sheet's own XML is asked: cells that are not plainly what was wanted are taken from
there, one by one, by the same code as in the slow reader. Where anything is unusual, that one does it all.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from backorder_xl.workbook import plain
from backorder_xl.workbook.cells import SheetText, Values, decode
from backorder_xl.workbook.model import RawColumn, Want
from backorder_xl.workbook.refs import LAST_COLUMN, LAST_ROW, letters, number
from backorder_xl.workbook.shape import blank, fill

try:
    import fastexcel
except ImportError:  # pragma: no cover - a host without compiled readers
    fastexcel = None  # type: ignore[assignment]

WORTH_IT = 20_000  # cells; below that the slow reader is as quick
MAX_GRID = 60_000_000  # cells of the rectangle that the compiled reader lays out; beyond it can abort the process
_DTYPES = {Want.TEXT: "string", Want.NUMBER: "float", Want.DATE: "datetime"}
_EARLIEST = np.datetime64("1900-03-02", "s")


def read_columns(
    path: Path, sheet: str, text: SheetText, values: Values, first_row: int, rows: int, wanted: dict[int, Want]
) -> dict[int, RawColumn] | None:
    """The wanted columns, or None where the slow reader has to do it (rule 1.2)."""
    quick = {c: w for c, w in wanted.items() if w is not Want.ANY}
    if fastexcel is None or not quick or rows * len(quick) < WORTH_IT or text.changed or not _safe(text.raw):
        return None
    try:
        columns = _load(path, sheet, text, values, first_row, rows, quick)
    except Exception:  # whatever the compiled reader stumbles over, the slow one tells the user in plain words
        return None
    if columns is None:
        return None
    rest = {c: w for c, w in wanted.items() if w is Want.ANY}
    columns.update(plain.read_columns(text, values, first_row, rows, rest))
    return columns


def _safe(raw: bytes) -> bool:
    """Is the rectangle around all cells small enough to be laid out?"""
    wide = {number(n.decode()) for n in set(re.findall(rb'<c r="([A-Z]{2,})[0-9]', raw))}
    last_column = max(wide, default=26)
    last = raw.rfind(b'<row r="')
    found = re.match(rb'<row r="([0-9]+)"', raw[last : last + 30]) if last >= 0 else None
    last_row = int(found.group(1)) if found else 1
    return last_column <= LAST_COLUMN and last_row <= LAST_ROW and last_column * last_row <= MAX_GRID


def _has_value(raw: bytes, column: int) -> bool:
    name = letters(column).encode()
    return re.search(rb'<c r="' + name + rb'[0-9]+"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<[vi]', raw) is not None


def _load(
    path: Path, sheet: str, text: SheetText, values: Values, first_row: int, rows: int, wanted: dict[int, Want]
) -> dict[int, RawColumn] | None:
    reader = fastexcel.read_excel(path)
    filled = sorted(c for c in wanted if _has_value(text.raw, c))
    loaded = reader.load_sheet(
        sheet, header_row=None, skip_rows=first_row - 1, n_rows=rows, use_columns=[c - 1 for c in filled],
        dtypes={c - 1: _DTYPES[wanted[c]] for c in filled}, schema_sample_rows=1,
    )  # fmt: skip
    batch, errors = loaded.to_arrow_with_errors()
    places = {c: i for i, c in enumerate(filled)}
    stumbled = {int(e.offset_position[0]) for e in errors.errors} if errors else set()
    exact = _doubtful(text, values, wanted, first_row, rows)
    columns = {}
    for column, want in wanted.items():
        made = blank(rows, want)
        if column in places and places[column] < batch.num_columns:
            _take(made, want, batch.column(places[column]))
        _correct(made, want, exact[column])
        columns[column] = made
    _recheck(text, values, columns, wanted, exact, stumbled, first_row)
    return columns if _agrees(text, values, columns, wanted, first_row, rows) else None


def _take(made: RawColumn, want: Want, arrow: object) -> None:
    array = arrow.to_numpy(zero_copy_only=False)  # type: ignore[attr-defined]
    size = min(len(array), len(made.values))
    if want is Want.DATE:
        with np.errstate(invalid="ignore"):
            stamps = array[:size].astype("datetime64[ms]") + np.timedelta64(500, "ms")
        made.values[:size] = stamps.astype("datetime64[s]")
    elif want is Want.NUMBER:
        made.values[:size] = array[:size].astype(np.float64)
    else:
        made.values[:size] = [None if v is None or not v.strip() else v for v in array[:size].tolist()]


def _correct(made: RawColumn, want: Want, cells: list[tuple[int, object]]) -> None:
    for index, _ in cells:
        made.values[index] = blank(1, want).values[0]
        made.odd.pop(index, None)
    fill(made, want, cells)


def _doubtful(
    text: SheetText, values: Values, wanted: dict[int, Want], first_row: int, rows: int
) -> dict[int, list[tuple[int, object]]]:
    """Cells that are not plainly what was wanted, from the XML: (index, value) by column."""
    kinds = values.kinds()
    shown = b"|".join(str(i).encode() for i, kind in enumerate(kinds) if kind)
    dates = b"|".join(str(i).encode() for i, kind in enumerate(kinds) if kind == "date")
    no_type = rb'(?![^>]*\st="(?!n"))'
    # In a text column numbers, booleans and errors; in a number column all but bare numbers; in a date column likewise.
    marks = {
        Want.TEXT: rb'(?![^>]*\st="(?:s|str|inlineStr)")',
        Want.NUMBER: rb"(?!" + no_type + rb'(?![^>]*\ss="(?:' + (shown or b"-") + rb')"))',
        Want.DATE: rb"(?!" + no_type + rb'(?=[^>]*\ss="(?:' + (dates or b"-") + rb')"))',
    }
    found: dict[int, list[tuple[int, object]]] = {c: [] for c in wanted}
    for want, mark in marks.items():
        names = b"|".join(letters(c).encode() for c, w in wanted.items() if w is want)
        if not names:
            continue
        pattern = re.compile(rb'<c r="(' + names + rb')([0-9]+)"' + mark + rb"([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
        for match in pattern.finditer(text.raw):
            name, row, attributes, inner = match.groups()
            index = int(row) - first_row
            if inner and 0 <= index < rows:
                found[number(name.decode())].append((index, decode(values, attributes, inner)))
    return found


def _recheck(
    text: SheetText, values: Values, columns: dict[int, RawColumn], wanted: dict[int, Want],
    exact: dict[int, list[tuple[int, object]]], stumbled: set[int], first_row: int,
) -> None:  # fmt: skip
    """Look up what the compiled reader stumbled over and the XML did not show as doubtful, and its very early days."""
    known = {column: {i for i, _ in cells} for column, cells in exact.items()}
    open_cells: dict[int, set[int]] = {}
    for column, made in columns.items():
        rows = {i for i in stumbled if i < len(made.values)} - known[column]
        if wanted[column] is Want.DATE:
            rows |= set(np.flatnonzero(made.values < _EARLIEST).tolist()) - known[column]
        if rows:
            open_cells[column] = rows
    if not open_cells:
        return
    found: dict[int, list[tuple[int, object]]] = {column: [] for column in open_cells}
    for row, column, attributes, inner in text.cells(open_cells):
        if row - first_row in open_cells[column]:
            found[column].append((row - first_row, decode(values, attributes, inner)))
    for column, cells in found.items():
        _correct(columns[column], wanted[column], cells)


def _agrees(
    text: SheetText, values: Values, columns: dict[int, RawColumn], wanted: dict[int, Want], first_row: int, rows: int
) -> bool:
    """Do the first and last cells of every column read the same both ways? If not, nothing of it is trusted."""
    for index in {0, 1, rows // 2, rows - 2, rows - 1} & set(range(rows)):
        found = re.search(rb'<row r="%d"[^>]*?(?<!/)>(.*?)</row>' % (first_row + index), text.raw, re.DOTALL)
        row = SheetText(found.group(0), text.part, usual=True) if found else None
        one = plain.read_columns(row, values, first_row + index, 1, wanted) if row else {}
        for column, want in wanted.items():
            expected = one.get(column) or blank(1, want)
            old, new = expected.values[0], columns[column].values[index]
            if expected.odd.get(0) != columns[column].odd.get(index) or (old != new and (old == old or new == new)):
                return False
    return True
