"""How is a new book made from the data dictionary?

One sheet per table that the user fills, with headers, notes, drop-downs and formats from its Contract, and a sheet of
instructions first. The same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from backorder_xl.core.settings import Settings
from backorder_xl.tables.contracts import CONTRACTS, Contract, Field, Kind
from backorder_xl.templates import demo_data
from backorder_xl.templates.words import SAMPLES, instructions

__all__ = ["demo_book", "empty_book"]

Row = dict[str, Any]
"""One row of a table: header -> value; headers that the contract does not know become columns of the user's own."""

MADE_ON = dt.datetime(2026, 6, 3)  # never the clock: the same book is the same bytes
LAST_ROW = 5000  # drop-downs reach this far, so that rows that are added have them too
BLANK_ROWS = 100  # of an empty table: not every program makes a table longer when one types below it
LEFT_OUT = {"location", "counted_on", "units_per_pack", "sold_in", "bought_in"}
"""Columns for shops with several places, snapshots or packs; blank ones would only be in the way."""
_BY_KIND = {
    Kind.CODE: ("@", 13),  # as text, so that Excel leaves leading zeros and long numbers as they are
    Kind.TEXT: ("General", 22),
    Kind.QTY: ("General", 10),
    Kind.MONEY: ("#,##0.00", 11),
    Kind.DATE: ("yyyy-mm-dd", 12),
    Kind.FLAG: ("General", 10),
    Kind.CHOICE: ("General", 13),
    Kind.DAYS: ("0", 10),
    Kind.ANY: ("General", 22),
}
_WIDTHS = {"Description": 34, "Meaning": 90, "Email": 32, "Setting": 22, "For": 30, "Advice": 44, "Line": 7, "PO": 11,
           "Note": 40, "Ship To": 26, "Name": 26, "Matched To": 14, "Specification": 20}  # fmt: skip
_IN_WORDS = {
    Kind.CODE: "a code: letters or digits; capitals do not matter",
    Kind.TEXT: "words",
    Kind.QTY: "a number, 0 or more",
    Kind.MONEY: "an amount of money",
    Kind.DATE: "a date",
    Kind.FLAG: "yes or no",
    Kind.DAYS: "a whole number",
    Kind.ANY: "a number or a word",
}


def empty_book() -> bytes:
    """A book to fill in: every table of rule 1.3 with its headers, and Settings with the defaults."""
    return _book({}, demo=False)


def demo_book() -> bytes:
    """The book of an invented shop in which each rule happens once; it plays on demo_data.DAY."""
    return _book(demo_data.tables(), demo=True)


@dataclass(frozen=True)
class _Looks:
    """The book's cell formats."""

    must: Format
    may: Format
    ours: Format
    by_code: dict[str, Format]


def _book(content: dict[str, list[Row]], *, demo: bool) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    title = "Backorder XL demo: Fjord & Field Outdoor" if demo else "Backorder XL"
    book.set_properties({"title": title, "author": "Backorder XL", "created": MADE_ON})
    looks = _looks(book)
    _instructions(book, demo)
    for contract in CONTRACTS:
        if contract.name == "settings":
            _settings_sheet(book, contract, looks, demo_data.SETTINGS if demo else {})
        elif not contract.ours:
            _sheet(book, contract, looks, content.get(contract.sheet, []))
    book.close()
    return out.getvalue()


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    header = {"bold": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
    codes = {code for code, _ in _BY_KIND.values()}
    return _Looks(
        must=book.add_format({**header, "bg_color": "#1F4E78", "font_color": "#FFFFFF"}),
        may=book.add_format({**header, "bg_color": "#DDEBF7", "font_color": "#1F3864"}),
        ours=book.add_format({**header, "bg_color": "#EDEDED", "font_color": "#595959", "italic": True}),
        by_code={code: book.add_format({"num_format": code, **_placed(code)}) for code in sorted(codes)},
    )


def _placed(code: str) -> dict[str, str]:
    """Days stand in the middle of their column, or they would touch the words to their right."""
    return {"align": "center"} if code == _BY_KIND[Kind.DATE][0] else {}


def _columns(contract: Contract, rows: list[Row]) -> list[Field]:
    """The contract's columns that a new book shows, then those of the user's own that the rows bring along."""
    known = [f for f in contract.fields if f.name not in LEFT_OUT]
    names = {f.header for f in known}
    own = dict.fromkeys(h for row in rows for h in row if h not in names)
    return [*known, *(Field(h, Kind.TEXT, "A column of your own: the add-in leaves it alone.") for h in own)]


def _sheet(book: xlsxwriter.Workbook, contract: Contract, looks: _Looks, rows: list[Row]) -> Worksheet:
    """One table: an Excel Table over a frozen header, with as many rows as there are, or blank ones."""
    sheet = book.add_worksheet(contract.sheet)
    columns = _columns(contract, rows)
    formats = [looks.by_code[_number_format(f)] for f in columns]
    for c, f in enumerate(columns):
        sheet.set_column(c, c, max(_WIDTHS.get(f.header, _BY_KIND[f.kind][1]), len(f.header) + 4), formats[c])
    headers = [{"header": f.header, "header_format": _header_look(f, looks)} for f in columns]
    last = len(rows) or BLANK_ROWS
    sheet.add_table(
        0, 0, last, len(columns) - 1,
        {"name": contract.table, "columns": headers, "style": "Table Style Light 1", "autofilter": True},
    )  # fmt: skip
    for r, row in enumerate(rows, 1):
        for c, f in enumerate(columns):
            _write(sheet, r, c, row.get(f.header), formats[c])
    for c, f in enumerate(columns):
        text = _note(f)
        sheet.write_comment(0, c, text, {"author": "Backorder XL", "width": 260, "height": 24 + 18 * _lines(text)})
        _drop_down(sheet, c, f)
    sheet.set_row(0, 21.75)  # a whole number of pixels, as all heights here
    sheet.freeze_panes(1, 2 if contract.name in ("orders", "purchase_orders") else 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")
    codes = [xl_range(1, c, LAST_ROW - 1, c) for c, f in enumerate(columns) if f.kind is Kind.CODE]
    if codes:
        sheet.ignore_errors({"number_stored_as_text": " ".join(codes)})
    return sheet


def _number_format(f: Field) -> str:
    return "General" if f.header == "Line" else _BY_KIND[f.kind][0]


def _header_look(f: Field, looks: _Looks) -> Format:
    if f.ours:
        return looks.ours
    return looks.must if f.required else looks.may


def _write(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    match value:
        case None | "":
            return
        case dt.date():
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), look)
        case int() | float():
            sheet.write_number(row, column, value, look)
        case _:
            sheet.write_string(row, column, str(value), look)


def _note(f: Field) -> str:
    """What stands in the header's note: the meaning, whether it must be filled, what may stand there."""
    if f.ours:
        return f.meaning
    kind = "one of: " + ", ".join(f.choices) if f.choices else _IN_WORDS[f.kind]
    parts = [f.meaning, "Must be filled in." if f.required else "May stay blank."]
    if f.default is not None and not f.required:
        parts[1] = f"Blank means {f.default}."
    return "\n".join([*parts, f"Type {kind}."])


def _lines(text: str) -> int:
    return sum(1 + len(part) // 42 for part in text.split("\n"))


def _drop_down(sheet: Worksheet, column: int, f: Field) -> None:
    """A list for choices and flags. Other words may stay: they are read where they are known, and told where not."""
    words = [str(c) for c in f.choices] if f.kind is Kind.CHOICE else ["yes", "no"] if f.kind is Kind.FLAG else []
    if words:
        sheet.data_validation(1, column, LAST_ROW - 1, column, _list(words))


def _list(words: list[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": words,
        "error_type": "warning",
        "error_title": "Another word",
        "error_message": f"Best choose one of: {', '.join(words)}."[:255],
    }


def _settings_sheet(book: xlsxwriter.Workbook, contract: Contract, looks: _Looks, chosen: dict[str, object]) -> None:
    """Every setting with its value and meaning, and a list where it takes one of a few words."""
    known = fields(Settings)
    rows = []
    for s in known:
        name, meaning = s.metadata["name"], s.metadata["meaning"]
        rows.append({"Setting": name, "Value": _as_typed(chosen.get(name, s.default)), "Meaning": meaning})
    sheet = _sheet(book, contract, looks, rows)
    for r, s in enumerate(known, 1):
        if isinstance(s.default, bool):
            sheet.data_validation(r, 1, r, 1, _list(["yes", "no"]))
        elif isinstance(s.default, StrEnum):
            sheet.data_validation(r, 1, r, 1, _list([str(m) for m in type(s.default)]))
        elif isinstance(s.default, int):
            days = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 3650}
            sheet.data_validation(r, 1, r, 1, {**days, "error_message": "A whole number of days from 0 to 3650."})


def _as_typed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)


def _instructions(book: xlsxwriter.Workbook, demo: bool) -> None:
    """The first sheet: what to fill in, what to press, what comes out."""
    sheet = book.add_worksheet("Instructions")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 96)
    title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1F4E78"})
    head = book.add_format({"bold": True, "font_size": 13, "font_color": "#1F4E78", "bottom": 1})
    word = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    code = book.add_format({"font_name": "Consolas", "bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})
    samples = {
        name: book.add_format({"bold": True, "bg_color": fill, "font_color": ink, "valign": "top"})
        for name, (fill, ink) in SAMPLES.items()
    }
    row = 0
    for kind, left, right in instructions(demo):
        match kind:
            case "title":
                sheet.set_row(row, 27.75)
                sheet.write_string(row, 1, left, title)
            case "head":
                row += 1
                sheet.write_string(row, 1, left, head)
                sheet.write_blank(row, 2, None, head)
            case _:
                sheet.write_string(row, 1, left, samples.get(left, word))
                sheet.write_string(row, 2, right, code if kind == "code" else plain)
                sheet.set_row(row, 15.75 * (1 + len(right) // 112))
        row += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.activate()
