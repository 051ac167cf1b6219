"""How does a purchase order become a workbook that prints well?

One sheet, one page wide, its header row on every page, amounts and totals as formulas. The same order gives the same bytes.
Text is written as text, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from backorder_xl.core.words import MONEY, Paper
from backorder_xl.messages.plain import cut
from backorder_xl.messages.purchase_order.document import OrderLine, PurchaseOrder

_PAPER = {Paper.A4: 9, Paper.LETTER: 1}
_INK, _TINT, _RULE = "#1F4E78", "#DDEBF7", "#BFBFBF"
_LOGO = (220, 64)  # pixels
_PAGE = 92  # characters across a page; where the columns need less, the description gets the rest
_BLOCK_LINES = 8  # of an address
_LINE_POINTS, _TALLEST = 12.75, 409  # the height of a line of text, and the greatest that a row may have


@dataclass(frozen=True)
class _Column:
    """A column of the table: its label, its width in characters, and whether this order has anything to put there."""

    name: str
    width: float
    needed: Callable[[PurchaseOrder], bool] = lambda order: True


def _any(name: str) -> Callable[[PurchaseOrder], bool]:
    return lambda order: any(getattr(line, name) for line in order.lines)


def _priced(order: PurchaseOrder) -> bool:
    return order.priced


_COLUMNS = (
    _Column("line", 7),
    _Column("sku", 14),
    _Column("supplier_sku", 14, _any("supplier_sku")),
    _Column("description", 34),
    _Column("quantity", 10),
    _Column("unit", 8, _any("unit")),
    _Column("wanted", 15, _any("wanted")),
    _Column("price", 12, _priced),
    _Column("amount", 14, _priced),
)
_SIDE = dict.fromkeys(("quantity", "price", "amount"), " right") | dict.fromkeys(("unit", "wanted"), " indented")


def purchase_order_sheet(order: PurchaseOrder, paper: Paper) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
         "default_format_properties": {"font_name": "Arial", "font_size": 10}},  # every machine has it, or its twin
    )  # fmt: skip
    words = order.language.words
    made = dt.datetime.combine(order.day, dt.time())  # never the clock
    book.set_properties({"title": f"{words['title']} {order.number}", "author": order.shop.company, "created": made})
    sheet = book.add_worksheet(words["title"])
    columns = _columns(order)
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)
    looks = _Looks(book, order)
    header = _letterhead(sheet, order, columns, looks)
    last = _table(sheet, order, columns, looks, header)
    end = _foot(sheet, order, columns, looks, header, last)
    _page(sheet, order, paper, header, end, len(columns))
    book.close()
    return out.getvalue()


def _columns(order: PurchaseOrder) -> list[_Column]:
    """The columns that this order needs, as wide as a page or a little wider."""
    needed = [column for column in _COLUMNS if column.needed(order)]
    spare = max(0.0, _PAGE - sum(column.width for column in needed))
    return [replace(c, width=c.width + spare) if c.name == "description" else c for c in needed]


class _Looks:
    """The formats that are used, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, order: PurchaseOrder) -> None:
        self._book = book
        self._date = order.language.excel_date
        self._decimals = f"#,##0.{'0' * order.decimals}" if order.decimals else "#,##0"
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format(self._properties(name))
        return self._made[name]

    def _properties(self, name: str) -> dict[str, Any]:
        cell: dict[str, Any] = {"valign": "top", "bottom": 1, "bottom_color": _RULE}
        number = {**cell, "align": "right"}
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": _TINT, "font_color": _INK}
        known: dict[str, dict[str, Any]] = {
            "company": {"bold": True, "font_size": 14, "font_color": _INK},
            "plain": {"align": "left"},
            "title": {"bold": True, "font_size": 18, "font_color": _INK},
            "label": {"bold": True, "font_color": _INK},
            "head": head,
            "head right": {**head, "align": "right"},
            "head indented": {**head, "indent": 1},
            "text": {**cell, "text_wrap": True, "num_format": "@"},
            "text indented": {**cell, "text_wrap": True, "num_format": "@", "align": "left", "indent": 1},
            "date": {**cell, "num_format": self._date, "align": "left", "indent": 1},
            "whole": {**number, "num_format": "#,##0"},
            "part": {**number, "num_format": "#,##0.0#####"},
            "price": {**number, "num_format": "#,##0.00##"},
            "amount": {**number, "num_format": self._decimals},
            "total": {"bold": True, "top": 2, "top_color": _INK, "valign": "vcenter"},
            "total whole": {"bold": True, "top": 2, "top_color": _INK, "valign": "vcenter", "num_format": "#,##0"},
            "total part": {"bold": True, "top": 2, "top_color": _INK, "valign": "vcenter", "num_format": "#,##0.0#####"},
            "total amount": {"bold": True, "top": 2, "top_color": _INK, "valign": "vcenter", "num_format": self._decimals},
        }
        return known[name]


def _letterhead(sheet: Worksheet, order: PurchaseOrder, columns: list[_Column], looks: _Looks) -> int:
    """Everything above the table; returns the row of its header."""
    shop, words = order.shop, order.language.words
    middle = _middle(columns)
    room = int(sum(c.width for c in columns[:middle]) * 0.9), int(sum(c.width for c in columns[middle:]) * 0.9)
    last = len(columns) - 1
    row = 0
    if shop.logo:
        row = _logo(sheet, order)
    for i, line in enumerate(_wrapped([shop.company, *shop.address], room[0] + room[1])):
        _across(sheet, row, 0, last, line, looks["company" if i == 0 and shop.company else "plain"])
        row += 1
    row += 1
    sheet.set_row(row, 27)
    _across(sheet, row, 0, last, cut(f"{words['title']} {order.number}", 60), looks["title"])
    row += 2
    left = [("label", words["supplier"]), *(("plain", x) for x in _wrapped(order.supplier, room[0]))]
    right = [("label", words["date"]), ("plain", order.language.day(order.day))]
    facts = [(words["contact"], shop.sender), (words["phone"], shop.phone), (words["email"], shop.email)]
    right += [("plain", part) for name, fact in facts if fact for part in _wrapped([f"{name}: {fact}"], room[1])]
    for first, end, block in ((0, middle - 1, left), (middle, last, right)):
        for i, (look, text) in enumerate(block):
            _across(sheet, row + i, first, end, text, looks[look])
    row += max(len(left), len(right)) + 1
    if order.ship_to or order.straight_to:
        _across(sheet, row, 0, last, words["ship_to"], looks["label"])
        said = [words["straight"].format(order=order.straight_to)] if order.straight_to else []
        for line in _wrapped([*said, *order.ship_to], room[0] + room[1]):
            row += 1
            _across(sheet, row, 0, last, line, looks["plain"])
        row += 2
    return row


def _logo(sheet: Worksheet, order: PurchaseOrder) -> int:
    """The logo in the first row, which is as tall as it is; returns the row below."""
    logo = order.shop.logo
    assert logo is not None
    width, height = logo.fitted(*_LOGO)
    scale = {  # the library draws a picture at the size that its dots per inch ask for
        "x_scale": width / logo.width * logo.dpi[0] / 96,
        "y_scale": height / logo.height * logo.dpi[1] / 96,
    }
    sheet.insert_image(
        0, 0, "logo",
        {
            "image_data": io.BytesIO(logo.data), **scale, "object_position": 3,
            "description": order.language.words["logo"].format(company=order.shop.company),
        },
    )  # fmt: skip
    sheet.set_row_pixels(0, round(height) + 8)
    return 1


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, look: Format) -> None:
    """Text over several columns: one cell, as text from right to left would otherwise run out of the page."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", look)
    sheet.write_string(row, first, text, look)


def _middle(columns: list[_Column]) -> int:
    """The column at which the right half begins: the first after the description."""
    return 1 + next(i for i, c in enumerate(columns) if c.name == "description")


def _wrapped(texts: Sequence[str], width: int) -> list[str]:
    """Long lines broken, so that no cell beside one cuts it off; of very many the first."""
    lines = [part for text in texts if text for part in textwrap.wrap(text, width)]
    return lines[:_BLOCK_LINES]


def _table(sheet: Worksheet, order: PurchaseOrder, columns: list[_Column], looks: _Looks, header: int) -> int:
    """The header and the lines; returns the row of the last line."""
    words = order.language.words
    sheet.set_row(header, 30)
    for i, column in enumerate(columns):
        unit = f" ({order.currency})" if order.currency and column.name in ("price", "amount") else ""
        sheet.write_string(header, i, words[column.name] + unit, looks["head" + _SIDE.get(column.name, "")])
    at = {column.name: i for i, column in enumerate(columns)}
    widths = {column.name: column.width for column in columns}
    for r, line in enumerate(order.lines, header + 1):
        texts = _texts(line, order)
        sheet.set_row(r, _height([(texts[name], width) for name, width in widths.items() if name in texts]))
        _line(sheet, r, line, texts, order, at, looks)
    return header + len(order.lines)


def _texts(line: OrderLine, order: PurchaseOrder) -> dict[str, str]:
    """What a line says in words, by column; the specification stands below the description."""
    said = f"{order.language.words['specification']}: {line.specification}" if line.specification else ""
    described = "\n".join(part for part in (line.description, said) if part)
    return {"line": line.line, "sku": line.sku, "supplier_sku": line.supplier_sku, "description": described, "unit": line.unit}


def _line(
    sheet: Worksheet, row: int, line: OrderLine, texts: dict[str, str], order: PurchaseOrder, at: dict[str, int], looks: _Looks
) -> None:
    for name, text in texts.items():
        if name in at:
            sheet.write_string(row, at[name], text, looks["text indented" if name == "unit" else "text"])
    sheet.write_number(row, at["quantity"], float(line.quantity), looks[_of(line.quantity)])
    if "wanted" in at:
        _write_day(sheet, row, at["wanted"], line.wanted, looks["date"])
    if "price" not in at:
        return
    if line.price is None or line.amount is None:
        sheet.write_blank(row, at["price"], None, looks["price"])
        sheet.write_blank(row, at["amount"], None, looks["amount"])
        return
    sheet.write_number(row, at["price"], line.price / MONEY, looks["price"])
    cells = xl_rowcol_to_cell(row, at["quantity"]), xl_rowcol_to_cell(row, at["price"])
    sheet.write_formula(row, at["amount"], f"=ROUND({cells[0]}*{cells[1]},{order.decimals})", looks["amount"], float(line.amount))


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """The height that the longest text of a line needs in its width; not every program reckons it when it opens the file."""
    needed = (sum(max(1, len(textwrap.wrap(part, int(width * 0.95)))) for part in text.split("\n")) for text, width in texts)
    return min(_TALLEST, _LINE_POINTS * max(needed) + 3)


def _write_day(sheet: Worksheet, row: int, column: int, day: dt.date | None, look: Format) -> None:
    if day is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_datetime(row, column, dt.datetime.combine(day, dt.time()), look)


def _of(quantity: Any) -> str:
    return "whole" if quantity == quantity.to_integral_value() else "part"


def _foot(sheet: Worksheet, order: PurchaseOrder, columns: list[_Column], looks: _Looks, header: int, last: int) -> int:
    """The totals and what is asked for; returns the last row."""
    words = order.language.words
    row = last + 1
    sheet.set_row(row, 18)
    sums = {"quantity": sum(line.quantity for line in order.lines)} if len({line.unit for line in order.lines}) == 1 else {}
    looked = {"quantity": f"total {_of(sums['quantity'])}"} if sums else {}
    if order.priced:
        sums["amount"], looked["amount"] = order.total, "total amount"
    for i, column in enumerate(columns):
        if column.name in sums:
            cells = f"{xl_rowcol_to_cell(header + 1, i)}:{xl_rowcol_to_cell(last, i)}"
            sheet.write_formula(row, i, f"=SUM({cells})", looks[looked[column.name]], float(sums[column.name]))
        else:
            sheet.write_blank(row, i, None, looks["total"])
    if sums:
        sheet.write_string(row, 0, words["total"], looks["total"])
    row += 1
    width = int(sum(c.width for c in columns) * 1.1)
    for note in order.notes:
        for part in textwrap.wrap(note, width):
            row += 1
            _across(sheet, row, 0, len(columns) - 1, part, looks["plain"])
    return row


def _page(sheet: Worksheet, order: PurchaseOrder, paper: Paper, header: int, end: int, columns: int) -> None:
    """How it is printed: one page wide, as many as it takes, the header row and the page's number on each."""
    sheet.set_paper(_PAPER[paper])
    sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.print_area(0, 0, end, columns - 1)
    sheet.hide_gridlines(2)
    number = order.number.replace("&", "&&")
    pages = order.language.words["page"].format(page="&P", pages="&N")
    sheet.set_footer(f"&L{order.language.words['title']} {number}&R{pages}")
    codes = f"{xl_rowcol_to_cell(header + 1, 0)}:{xl_rowcol_to_cell(header + max(1, len(order.lines)), columns - 1)}"
    sheet.ignore_errors({"number_stored_as_text": codes})
