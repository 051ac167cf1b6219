"""Why does a receipt fit nowhere, and what was perhaps meant? (rule 5.1)

One receipt at a time, as they are few. The best guess is named with how sure it is; nothing is done about it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, days, ints, texts
from backorder_xl.core.matching import Remark
from backorder_xl.core.near import near_codes
from backorder_xl.core.words import PurchaseStatus

_POINTS = {"same item": 45, "near item": 30, "same order": 40, "near order": 30, "same units": 15, "due now": 10}
_LEAST = 45  # points from which a guess is worth saying


def doubts(tables: Tables, names: Keys, lines: pd.DataFrame, rows: Ints, sku_no: Ints) -> list[Remark]:
    """A remark for each of these receipts (rows of Receipts with our item numbers), which match nothing.

    ``lines`` are the candidates of matching.py.
    """
    r = tables.receipts
    orders: dict[str, list[int]] = {}
    for i, po in enumerate(texts(lines, "po")):
        orders.setdefault(po.casefold(), []).append(i)
    spelled = {po.casefold(): po for po in texts(lines, "po")}
    unknown = {texts(r, "po")[i].casefold() for i in rows.tolist()} - set(spelled) - {""}
    near_po = near_codes(unknown, spelled)
    known_skus = {s.casefold(): s for s in texts(lines, "sku")}
    strange = {texts(r, "sku")[i].casefold() for i in rows.tolist()} - set(known_skus)
    near_sku = near_codes(strange, known_skus)
    live = np.flatnonzero(lines["live"].to_numpy() & (ints(lines, "left") > 0))

    out = []
    for i, number in zip(rows.tolist(), sku_no.tolist(), strict=True):
        po, sku = texts(r, "po")[i], texts(r, "sku")[i]
        mine = orders.get(po.casefold(), [])
        code, column, value = _cause(lines, mine, po, sku, number)
        words: dict[str, object] = {"po": po, "sku": sku}
        meant_po = near_po.get(po.casefold(), ("", ""))[0]
        meant_sku = near_sku.get(sku.casefold(), ("", ""))[0]
        best = _best(tables, lines, i, number, po, meant_po, meant_sku, np.union1d(live, np.array(mine, np.int64)))
        words["guess"] = best if code != "receipt-proposed" else ""
        out.append(Remark(code, int(ints(r, "row")[i]), column, value, words))
    return out


def _cause(lines: pd.DataFrame, mine: list[int], po: str, sku: str, sku_no: int) -> tuple[str, str, str]:
    """The problem's code, and the column and value that it is about."""
    if not po:
        return "receipt-no-order", "SKU", sku
    if not mine:
        return "receipt-unknown-po", "PO", po
    same = [i for i in mine if ints(lines, "sku_no")[i] == sku_no]
    status = {texts(lines, "status")[i] for i in (same or mine)}
    if status <= {PurchaseStatus.CANCELLED.value}:
        return "receipt-cancelled-po", "PO", po
    if same and PurchaseStatus.PROPOSED.value in status:
        return "receipt-proposed", "PO", po
    if same:
        return "receipt-other-specification", "Specification", ""
    return "receipt-not-on-po", "SKU", sku


def _best(
    tables: Tables, lines: pd.DataFrame, row: int, sku_no: int, po: str, near_po: str, near_sku: str, among: Ints
) -> str:
    """``Perhaps PO-17 line 1 is meant (85 % sure: same item, near order); ...``; "" where nothing comes near."""
    r = tables.receipts
    accepted = int(ints(r, "received")[row] - ints(r, "rejected")[row])
    came = days(r, "received_on")[row]
    best: tuple[int, int, list[str]] | None = None
    for i in among.tolist():
        if lines["barred"].to_numpy()[i]:
            continue
        grounds = []
        if ints(lines, "sku_no")[i] == sku_no:
            grounds.append("same item")
        elif near_sku and texts(lines, "sku")[i].casefold() == near_sku.casefold():
            grounds.append("near item")
        there = texts(lines, "po")[i].casefold()
        if po and there == po.casefold():
            grounds.append("same order")
        elif near_po and there == near_po.casefold():
            grounds.append("near order")
        if not grounds:
            continue
        if int(ints(lines, "left")[i]) == accepted:
            grounds.append("same units")
        if abs(int((days(lines, "arrival")[i] - came).astype(np.int64))) <= 7:
            grounds.append("due now")
        points = min(sum(_POINTS[g] for g in grounds), 95)
        if points >= _LEAST and (best is None or points > best[0]):
            best = (points, i, grounds)
    if best is None:
        return ""
    points, i, grounds = best
    name = f"{texts(lines, 'po')[i]} line {texts(lines, 'line')[i]}"
    item = f", {texts(lines, 'sku')[i]}, {say.units(int(ints(lines, 'left')[i]))} open"
    return f"Perhaps {name} is meant ({points} % sure: {say.listed(grounds)}{item})."
