"""What does a table say that no system is known by, but whose headers mean our columns?

Headers are matched by the contracts' own names and aliases (rule 1.1), cells are read by the kinds of the contract. It is
the last to be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.model import Cell, Incoming, RawSheet, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.table import Row, Table
from backorder_xl.imports.sources.values import Notation, flag
from backorder_xl.tables.contracts import BY_NAME, Contract, Field, Kind, common
from backorder_xl.tables.headers import Match, match, nearest, normal

NAME = "generic"
TABLES = ("orders", "purchase_orders", "stock", "items", "sourcing", "suppliers", "customers")
_TOP_ROWS = 30
# Any list of goods may carry these: too little to say that a table is Stock.
_ANY_QUANTITY = {normal(h) for h in ("Quantity", "Qty", "Menge", "Quantité", "Cantidad", "Units")}
_SUPPLIERS = {normal(h) for h in ("Supplier", *common.SUPPLIER)}
_BESIDE = 3  # columns from which on a table is taken for one of these, or a stock list for Items too
_FEWEST = {"stock": 2, "items": 2}
LINES = ("orders", "purchase_orders")


def headers_of(cells: list[Cell]) -> dict[int, str]:
    """Column (from 0) and text of the cells of a row that hold any text."""
    return {at: cell for at, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}


def header_row(sheet: RawSheet, wanted: str = "") -> tuple[int, list[str]] | None:
    """The header row (from 1) and the tables that the columns below it make; None where no table is complete.

    The sheet's or file's own name decides first (Customers can only be told by it), then the table with most columns.
    ``wanted`` is the name of a table that the user says it is.
    """
    best: tuple[int, int, list[str]] | None = None
    for at, cells in enumerate(sheet.rows[:_TOP_ROWS]):
        headers = headers_of(cells)
        names = _tables(sheet, headers, wanted)
        if names:
            known = match(BY_NAME[names[0]], headers).known
            if best is None or known > best[0]:
                best = known, at + 1, names
    return best[1:] if best else None


def _tables(sheet: RawSheet, headers: dict[int, str], wanted: str) -> list[str]:
    if len(headers) < 2:
        return []
    found = {n: match(BY_NAME[n], headers) for n in ((wanted,) if wanted else TABLES)}
    complete = {n: m for n, m in found.items() if not m.missing}
    named = [n for n in complete if _named(BY_NAME[n], sheet)]
    if wanted or named:
        return (named or list(complete))[:1]
    if all(n not in complete for n in LINES) and any(len(found[n].missing) == 1 for n in LINES):
        return []  # a list of lines that lacks one column is no list of items
    able = {n: m for n, m in complete.items() if _enough(n, m, headers)}
    if "stock" in able and _any_quantity(able["stock"], headers):
        del able["stock"]
    if not able:
        return []
    best = max(able, key=lambda n: (n == "orders", n == "purchase_orders", n == "stock", able[n].known, -TABLES.index(n)))
    beside = best == "stock" and "items" in able and able["items"].known >= _BESIDE
    return [best, "items"] if beside else [best]


def _named(contract: Contract, sheet: RawSheet) -> bool:
    stem = sheet.file.rsplit(".", 1)[0]
    mine = {normal(n) for n in (contract.sheet, *contract.aliases)}
    return normal(sheet.name) in mine or normal(stem) in mine


def _enough(name: str, found: Match, headers: dict[int, str]) -> bool:
    """Whether so many columns are known that a table may be told by them; a list of customers is told by its name alone."""
    if name in ("suppliers", "sourcing") and normal(headers[found.columns["supplier"]]) not in _SUPPLIERS:
        return False
    return name in LINES or (name != "customers" and found.known >= _FEWEST.get(name, _BESIDE))


def _any_quantity(found: Match, headers: dict[int, str]) -> bool:
    return normal(headers[found.columns["on_hand"]]) in _ANY_QUANTITY


def read(sheet: RawSheet, row: int, names: list[str], notation: Notation, known: Known) -> list[Incoming]:
    """What the table below this header row says of these tables of ours; stock is not taken for a complete picture."""
    table = Table(sheet, row, source=NAME, notation=notation, known=known)
    return [_read(table, BY_NAME[name]) for name in names]


def _read(table: Table, contract: Contract) -> Incoming:
    headers = headers_of(table.sheet.rows[table.header_row - 1])
    found = match(contract, headers).columns
    by = {name: headers[at] for name, at in found.items()}
    fields = {f.name: f for f in contract.fields if f.name in by and not f.ours and f.read}
    lines = contract.name in ("orders", "purchase_orders") and "line" not in fields
    out = Gather(table, contract.name, [*fields, "line"] if lines else list(fields))
    key = "order" if contract.name == "orders" else "po"
    last: dict[str, object] = {}
    places: dict[str, int] = {}
    for row in table.rows:
        said = {name: _value(out, row, f, by[name]) for name, f in fields.items()}
        if contract.name == "orders" and not said["order"] and said["sku"] and last:
            said = {n: last[n] if v is None and n not in _OF_A_LINE else v for n, v in said.items()}
        last = said
        if lines and said.get(key):
            places[str(said[key]).casefold()] = places.get(str(said[key]).casefold(), 0) + 1
            said["line"] = str(places[str(said[key]).casefold()])
        out.add(row, **said)
    return out.incoming()


_OF_A_LINE = {"line", "sku", "ordered", "shipped", "cancelled", "unit_price", "specification"}
"""What a row below an order's first row does not take from it (rule 1.1)."""


def _value(out: Gather, row: Row, field: Field, header: str) -> object:
    return _BY_KIND[field.kind](out, row, field, header)


def _code(out: Gather, row: Row, field: Field, header: str) -> object:
    return out.code(row, header) or None


def _text(out: Gather, row: Row, field: Field, header: str) -> object:
    return row.text(header) or None


def _number(out: Gather, row: Row, field: Field, header: str) -> object:
    read = out.amount(row, header, needed=field.required, money=field.kind is Kind.MONEY)
    if read is not None and read < 0 and field.kind is Kind.QTY and not field.zero_below and not field.required:
        out.say(Weight.NOTED, row.number, header, str(read), f"{header} below 0 is left blank.")
        return None
    return read


def _whole(out: Gather, row: Row, field: Field, header: str) -> object:
    read = out.amount(row, header)
    if read is None or (read == int(read) and read >= Decimal(0)):
        return None if read is None else int(read)
    out.say(Weight.NOTED, row.number, header, str(read), f"{header} is a whole number from 0 up; the cell is left blank.")
    return None


def _date(out: Gather, row: Row, field: Field, header: str) -> object:
    return out.day(row, header, needed=field.required)


def _flag(out: Gather, row: Row, field: Field, header: str) -> object:
    word = row.text(header)
    return flag(field.synonyms.get(normal(word), word))


def _choice(out: Gather, row: Row, field: Field, header: str) -> object:
    word = row.text(header)
    known = {normal(c): str(c) for c in field.choices}.get(normal(word)) or field.synonyms.get(normal(word))
    if word and not known:
        choices = ", ".join(field.choices)
        out.say(Weight.NOTED, row.number, header, word, f"{word!r} is none of {choices}; the cell is left blank.")
    return known or None


_BY_KIND: dict[Kind, Callable[[Gather, Row, Field, str], object]] = {
    Kind.CODE: _code, Kind.TEXT: _text, Kind.ANY: _text, Kind.QTY: _number, Kind.MONEY: _number, Kind.DAYS: _whole,
    Kind.DATE: _date, Kind.FLAG: _flag, Kind.CHOICE: _choice,
}  # fmt: skip


def lacking(sheet: RawSheet) -> tuple[str, list[str], str] | None:
    """The table of ours that the sheet comes nearest to, which of its columns are missing, and a header that may be one."""
    best: tuple[int, str, list[str], str] | None = None
    for cells in sheet.rows[:_TOP_ROWS]:
        headers = headers_of(cells)
        for name in ("orders", "stock", "purchase_orders"):
            found = match(BY_NAME[name], headers)
            needed = sum(f.required for f in BY_NAME[name].fields)
            have = needed - len(found.missing)
            if found.missing and have and (best is None or have > best[0]):
                free = {at: text for at, text in headers.items() if at not in found.columns.values()}
                like = next((n for n in (nearest(f, free) for f in found.missing) if n), "")
                best = have, BY_NAME[name].sheet, [f.header for f in found.missing], like
    return best[1:] if best else None
