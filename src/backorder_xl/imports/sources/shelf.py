"""How many units lie on the shelf, where a shop says only how many are left to sell?

A shop that takes units off when an order is placed shows what is left. The orders that are imported beside it claim those
same units, so without this step they would be taken off twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from backorder_xl.core.words import OrderStatus
from backorder_xl.imports.model import Incoming, Remark, Weight


def add_back(found: list[Incoming]) -> list[Incoming]:
    """The same, with what open orders hold added to the stock of the source that they come from.

    Stock whose orders are not there stays as it is and is marked: it is too low by what is open. So is an item that lies at
    several locations, as nobody says which of them holds an order's units.
    """
    return [_stock(one, found) if one.left_to_sell else one for one in found]


def _stock(stock: Incoming, found: list[Incoming]) -> Incoming:
    orders = [one for one in found if one.table == "orders" and one.source == stock.source]
    if not orders:
        return replace(stock, remarks=[*stock.remarks, _remark(stock, Weight.QUESTION, 0, "", (
            "These quantities are what is left to sell: what open orders hold is taken off already, and a run would take it "
            "off again. Import the open orders together with this file, or correct On Hand."
        ))])  # fmt: skip
    held = held_by(orders)
    skus = [str(sku).casefold() for sku in stock.columns["sku"]]
    times = Counter(skus)
    shelf: list[object] = []
    remarks, asked, added = [], set[str](), Decimal(0)
    for at, (sku, left) in enumerate(zip(skus, stock.columns["on_hand"], strict=True)):
        units = held.get(sku, Decimal(0))
        if units and times[sku] > 1:
            if sku not in asked:
                remarks.append(_remark(stock, Weight.QUESTION, stock.rows[at], str(stock.columns["sku"][at]), (
                    f"Open orders hold {units:f} of it, and nobody says at which location: correct On Hand at the right one."
                )))  # fmt: skip
            asked.add(sku)
            units = Decimal(0)
        shelf.append(Decimal(str(left)) + units)
        added += units
    remarks.append(_remark(stock, Weight.NOTED, 0, "", (
        f"These quantities are what is left to sell; {added:f} units that the open orders of this import hold were added back."
    )))  # fmt: skip
    columns = stock.columns | {"on_hand": shelf}
    return replace(stock, columns=columns, left_to_sell=False, remarks=[*stock.remarks, *remarks])


def held_by(orders: list[Incoming]) -> dict[str, Decimal]:
    """Open units per SKU in small letters: ordered less shipped less cancelled of lines that are not closed."""
    held: dict[str, Decimal] = {}
    for one in orders:
        columns = one.columns
        count = len(one.rows)
        nothing: list[object] = [None] * count
        shipped, cancelled = columns.get("shipped", nothing), columns.get("cancelled", nothing)
        status = columns.get("status", nothing)
        for at in range(count):
            if status[at] == OrderStatus.CLOSED:
                continue
            open_ = _units(columns["ordered"][at]) - _units(shipped[at]) - _units(cancelled[at])
            sku = str(columns["sku"][at]).casefold()
            held[sku] = held.get(sku, Decimal(0)) + max(open_, Decimal(0))
    return held


def _units(value: object) -> Decimal:
    return Decimal(0) if value is None else Decimal(str(value))


def _remark(stock: Incoming, weight: Weight, row: int, value: str, sentence: str) -> Remark:
    return Remark(weight, stock.file, row, "On Hand", value, sentence)
