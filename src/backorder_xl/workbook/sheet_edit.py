"""How are single cells of a user's sheet changed while every other row keeps its bytes?

Rows are held as the bytes they are; only a row that is touched is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from backorder_xl.workbook import formulas, markup, row_bytes, splice
from backorder_xl.workbook.cells import Values, decode
from backorder_xl.workbook.markup import MAIN, child, children
from backorder_xl.workbook.refs import letters, number, parse_range
from backorder_xl.workbook.rows import MAX_TEXT, value_tail

_DECLARED = re.compile(rb'\sxmlns(?::[\w.-]+)?="[^"]*"')
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)worksheet\b[^>]*>")
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_CELL = f"{{{MAIN}}}c"


class SheetEdit:
    """The rows of one sheet part, changed cell by cell."""

    def __init__(self, raw: bytes, part: str, values: Values) -> None:
        self.part, self._values = part, values
        self.pieces = splice.cut(raw, part)
        p = self.pieces.prefix
        data = self.pieces.data
        rows, cells = re.compile(b"<" + p + rb"row[\s/>]"), re.compile(b"<" + p + rb"c[\s/>]")
        numbered_rows = len(re.findall(b"<" + p + rb'row\s[^>]*?\br="', data))
        numbered_cells = len(re.findall(b"<" + p + rb'c\s[^>]*?\br="', data))
        if (numbered_rows, numbered_cells) != (len(rows.findall(data)), len(cells.findall(data))):
            data = splice.number_cells(data, self.pieces)
        pattern = b"<" + p + rb"row\s[^>]*?(?:/>|>.*?</" + p + rb"row>)"
        self._rows: dict[int, bytes] = {}
        for match in re.finditer(pattern, data, re.DOTALL):
            found = re.search(rb'\sr="([0-9]+)"', match.group(0))
            if found:
                self._rows[int(found.group(1))] = match.group(0)
        root = _ROOT.search(self.pieces.head)
        self._open = root.group(0) if root else b"<worksheet>"
        self._close = b"</" + (root.group(1) if root else b"") + b"worksheet>"
        self._parsed: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self.gone: set[tuple[int, int]] = set()  # cells that held a formula and no longer do
        self.touched = False

    def row(self, number_: int, create: bool = False) -> etree._Element | None:
        """A row to look into or change."""
        if number_ not in self._parsed:
            raw = self._rows.get(number_)
            if raw is None and not create:
                return None
            p = self.pieces.prefix
            raw = raw if raw is not None else b"<" + p + b'row r="%d"/>' % number_
            holder = etree.fromstring(self._open + raw + self._close, markup.parser())
            self._parsed[number_] = holder[0]
        return self._parsed[number_]

    def put_row(self, number_: int, raw: bytes) -> None:
        """A whole row where there is none yet."""
        self._rows[number_] = raw
        self.touched = True

    def rows_with(self, first: int, last: int) -> Iterator[int]:
        """Numbers of the rows in a stretch that the part holds."""
        return (n for n in sorted(self._rows.keys() | self._parsed.keys()) if first <= n <= last)

    def _row_cells(self, row: int, holder: etree._Element) -> dict[int, etree._Element]:
        """Column -> cell; kept, as most rows are asked for many cells."""
        known = self._cells.get(row)
        if known is None:
            known = {number(c.get("r", "").rstrip("0123456789")): c for c in holder.iterchildren(_CELL)}
            self._cells[row] = known
        return known

    def cell(self, row: int, column: int, create: bool = False) -> etree._Element | None:
        """A cell to look at or change."""
        holder = self.row(row, create)
        if holder is None:
            return None
        known = self._row_cells(row, holder)
        if column in known or not create:
            return known.get(column)
        new = etree.Element(_CELL, r=f"{letters(column)}{row}")
        before = max((c for c in known if c < column), default=0)
        if before:
            known[before].addnext(new)
        else:
            holder.insert(0, new)
        known[column] = new
        holder.attrib.pop("spans", None)
        self.touched = True
        return new

    def _raw(self, row: int, column: int) -> row_bytes.Found | None:
        """The cell in a row that nobody has parsed yet."""
        raw = self._rows.get(row)
        if raw is None or row in self._parsed or self.pieces.prefix:
            return None
        return row_bytes.find(raw, row, column)

    def value(self, row: int, column: int) -> object:
        """The python value of a cell."""
        found = self._raw(row, column)
        if found is not None:
            return decode(self._values, found.attributes, found.inner)
        cell = self.cell(row, column)
        return None if cell is None else self._value(cell)

    def _value(self, cell: etree._Element) -> object:
        raw = child(cell, "v")
        text = None if raw is None else raw.text or ""
        return self._values.value(cell.get("t", "n"), int(cell.get("s", "0")), text, child(cell, "is"))

    def style(self, row: int, column: int) -> int | None:
        """A cell's format number; None where there is no cell."""
        found = self._raw(row, column)
        if found is not None:
            return _style(found.attributes) if found.there else None
        cell = self.cell(row, column)
        return None if cell is None else int(cell.get("s", "0"))

    def set(self, row: int, column: int, value: object, style: int | None, date1904: bool) -> None:
        """Write a value unless the cell says it already or holds a formula, which is never overwritten (rule 1.1)."""
        if isinstance(value, str):
            value = value[:MAX_TEXT]
        tail = value_tail(value, date1904)
        found = self._raw(row, column)
        if found is not None:
            self._set_raw(found, row, column, value, tail, style)
            return
        cell = self.cell(row, column)
        if cell is not None and child(cell, "f") is not None:
            return
        restyled = style is not None and (cell is None or int(cell.get("s", "0")) != style)
        if cell is not None and not restyled and _same(self._value(cell), value):
            return
        if cell is None and not tail and not style:
            return
        cell = self.cell(row, column, create=True)
        assert cell is not None
        self._empty(cell)
        if style is not None:
            cell.set("s", str(style))
        if tail:
            new = etree.fromstring(f'<c xmlns="{MAIN}"{tail}')
            if new.get("t"):
                cell.set("t", new.get("t", ""))
            cell.extend(list(new))
        self.touched = True

    def _set_raw(self, found: row_bytes.Found, row: int, column: int, value: object, tail: str, style: int | None) -> None:
        old = _style(found.attributes)
        new = old if style is None else style
        if found.inner and b"<f" in found.inner:
            return
        if found.there and new == old and _same(decode(self._values, found.attributes, found.inner), value):
            return
        if not found.there and not tail and not new:
            return
        self._rows[row] = row_bytes.put(self._rows[row], found, row, column, new, tail)
        self.touched = True

    def set_formula(self, row: int, column: int, formula: str, style: int | None) -> None:
        """Write a formula that the user's own table fills into its rows."""
        cell = self.cell(row, column, create=True)
        assert cell is not None
        self._empty(cell)
        if style is not None:
            cell.set("s", str(style))
        etree.SubElement(cell, f"{{{MAIN}}}f").text = formula
        self.touched = True

    def clear(self, row: int, first: int, last: int, keep_formulas: bool = False) -> None:
        """Empty the cells of a row between two columns; their formats stay."""
        for cell in self.cells(row, first, last):
            formula = child(cell, "f")
            if formula is not None and keep_formulas:
                continue
            if formula is not None:
                self.unshare(formula)
                self.gone.add(parse_range(cell.get("r", ""))[:2])
            if len(cell) or "t" in cell.attrib:
                self._empty(cell)
                self.touched = True

    def cells(self, row: int, first: int, last: int) -> list[etree._Element]:
        """The cells of a row between two columns."""
        holder = self.row(row)
        if holder is None:
            return []
        return [cell for column, cell in sorted(self._row_cells(row, holder).items()) if first <= column <= last]

    def move(self, old: int, new: int, first: int, last: int, sheet: str, last_row: int, end_row: int) -> None:
        """Move a totals row's cells; ranges that ended with the data do so again."""
        moving = self.cells(old, first, last)
        source, target = self.row(old), self.row(new, create=True)
        if source is None or target is None:
            return
        for cell in moving:
            formula = child(cell, "f")
            if formula is not None:
                self.unshare(formula)
                self.gone.add(parse_range(cell.get("r", ""))[:2])
        moving = self.cells(old, first, last)
        self.clear(new, first, last)
        for cell in self.cells(new, first, last):
            target.remove(cell)
        self._cells.pop(new, None)
        for cell in moving:
            column = parse_range(cell.get("r", ""))[1]
            source.remove(cell)
            place = self.cell(new, column, create=True)
            assert place is not None
            target.replace(place, cell)
            self._cells.pop(new, None)
            cell.set("r", f"{letters(column)}{new}")
            formula = child(cell, "f")
            if formula is not None and formula.text:
                formula.text = formulas.stretched(formula.text, sheet, last_row, end_row)
                if formula.get("ref"):
                    formula.set("ref", f"{letters(column)}{new}")
        self._cells.pop(old, None)
        for name in ("ht", "customHeight", "s", "customFormat"):
            if name in source.attrib and name not in target.attrib:
                target.set(name, source.attrib[name])
        self.touched = True

    def unshare(self, formula: etree._Element) -> None:
        """Write out a shared formula in all its cells, before one of them goes."""
        if formula.get("t") != "shared":
            return
        index = formula.get("si")
        mark = f'si="{index}"'.encode()
        holders = [n for n, raw in self._rows.items() if mark in raw]
        members = []
        for number_ in holders:
            row = self.row(number_)
            for cell in children(row, "c"):
                inner = child(cell, "f")
                if inner is not None and inner.get("t") == "shared" and inner.get("si") == index:
                    members.append((cell.get("r", ""), inner))
        master = next(((ref, f.text) for ref, f in members if f.text), None)
        if master is None:
            return
        for ref, inner in members:
            inner.text = formulas.moved(master[1], master[0], ref)
            for name in ("t", "si", "ref"):
                inner.attrib.pop(name, None)

    @staticmethod
    def _empty(cell: etree._Element) -> None:
        for inner in list(cell):
            cell.remove(inner)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)

    def finish(self) -> bytes:
        """The whole part."""
        for number_, row in self._parsed.items():
            self._rows[number_] = _bare(etree.tostring(row, encoding="utf-8", with_tail=False))
        p = self.pieces
        rows = b"".join(self._rows[n] for n in sorted(self._rows))
        return p.head + p.opening + rows + p.closing + p.tail


def _bare(row: bytes) -> bytes:
    """Without the name spaces that the part's root declares already."""
    row = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", row)
    end = row.index(b">")
    return _DECLARED.sub(b"", row[:end]) + row[end:]


def _style(attributes: bytes) -> int:
    found = _STYLE.search(attributes)
    return int(found.group(1)) if found else 0


def _same(old: object, new: object) -> bool:
    return value_tail(old, False) == value_tail(new, False)
