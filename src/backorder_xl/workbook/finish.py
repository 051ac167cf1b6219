"""What else in the workbook must know that our sheets changed?

Excel is asked to calculate on opening, the calculation chain forgets cells that hold no formula any more, and pivot
tables over our sheets refresh. Everything else stays.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.markup import MAIN, child, children
from backorder_xl.workbook.parts import BOOK_ORDER, BookParts
from backorder_xl.workbook.refs import parse_range


def calculate_on_load(book: BookParts) -> None:
    """Ask Excel for a full calculation when it opens the workbook."""
    calc = child(book.root, "calcPr")
    if calc is None:
        calc = etree.Element(f"{{{MAIN}}}calcPr")
        markup.add_in_order(book.root, calc, BOOK_ORDER[BOOK_ORDER.index("calcPr") + 1 :])
    calc.set("fullCalcOnLoad", "1")


def forget_calculation(book: BookParts, gone: Callable[[str, int, int], bool]) -> None:
    """Drop entries of the calculation chain for which ``gone(sheet id, row, column)`` holds."""
    part = book.part_of("calcChain")
    if part is None:
        return
    root = markup.parse(book.package.read(part), part)
    sheet = ""
    dropped = False
    for entry in list(children(root, "c")):
        sheet = entry.get("i") or sheet
        try:
            row, column, _, _ = parse_range(entry.get("r", ""))
        except ValueError:
            continue
        if gone(sheet, row, column):
            root.remove(entry)
            dropped = True
        else:
            entry.set("i", sheet)  # the id may have stood on an entry that is gone
    if not dropped:
        return
    if next(children(root, "c"), None) is None:
        book.drop(part)
    else:
        book.package.put(part, markup.serialise(root))


def refresh_pivots(book: BookParts, sheets: set[str], tables: set[str]) -> None:
    """Let pivot tables over these sheets or Excel Tables refresh when the workbook opens."""
    for part in book.package.names():
        if "pivotcachedefinition" not in part.lower() or not part.lower().endswith(".xml"):
            continue
        root = markup.parse(book.package.read(part), part)
        source = child(root, "cacheSource")
        inner = child(source, "worksheetSource") if source is not None else None
        if inner is None or root.get("refreshOnLoad") in ("1", "true"):
            continue
        if (inner.get("sheet") or "").casefold() in sheets or (inner.get("name") or "").casefold() in tables:
            root.set("refreshOnLoad", "1")
            book.package.put(part, markup.serialise(root))
