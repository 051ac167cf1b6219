"""Which files go along with a letter to a supplier? Each purchase order as a workbook and as a page to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backorder_xl.core.letters import Letter
from backorder_xl.core.words import Paper
from backorder_xl.messages.plain import cut, one_line
from backorder_xl.messages.purchase_order.document import purchase_orders
from backorder_xl.messages.purchase_order.page import purchase_order_page
from backorder_xl.messages.purchase_order.sheet import purchase_order_sheet
from backorder_xl.messages.shop import Shop

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class PaperFile:
    """A file to attach; its name is plain on every system, ``type`` is its media type."""

    name: str
    data: bytes
    type: str


def purchase_order_files(letter: Letter, shop: Shop, paper: Paper, customer: Sequence[str] = ()) -> list[PaperFile]:
    """The workbook and the page of each purchase order in the letter; ``customer`` as in document.purchase_orders."""
    files = []
    for order in purchase_orders(letter, shop, customer):
        stem = file_stem(order.number)
        files.append(PaperFile(f"{stem}.xlsx", purchase_order_sheet(order, paper), XLSX))
        files.append(PaperFile(f"{stem}.html", purchase_order_page(order, paper), "text/html"))
    return files


def file_stem(number: str) -> str:
    """A number of a purchase order as the name of a file: signs that no file name may have become a low line."""
    stem = cut(re.sub(r"[^\w+=@-]+", "_", one_line(number)).strip("_"), 60).rstrip("…")
    kept = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem)  # names that Windows keeps for itself
    return f"PO_{stem}" if kept or not stem else stem
