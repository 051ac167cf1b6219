"""Does everything add up, item by item, where a reader can check it? (rules 8.1, 8.2)

Two ledgers in each row, as formulas over the user's own columns and our Allocations: On Hand + Open POs + Planned = Pegged +
Free + Not Used, and Ordered = Shipped + Cancelled + Pegged + Uncovered + Set Aside. Free, Not Used and Set Aside are what
the run found, with the reason in Note; a difference turns red. What is counted stands in core/balance.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.balance import PEGGED
from backorder_xl.core.keys import Bools, Ints, ints, texts
from backorder_xl.core.measures import plain
from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import UNIT, PurchaseStatus
from backorder_xl.sheets.standing import FIELDS, Headers, Standing, of_table
from backorder_xl.tables.reading import Reading
from backorder_xl.workbook.changes import Alarm, Changes, Column, Format, Page, Piece, Ref, Reference, SheetTable, When

NAME = "Proof"
COLUMNS = (
    Column("SKU", width=16),
    *(Column(name, Format.QTY, 11) for name in ("On Hand", "Open POs", "Planned", "From Stock", "From POs", "From Planned")),
    Column("Free", Format.QTY, 10, "What no order takes, as the run left it."),
    Column("Not Used", Format.QTY, 10, "In your columns, but no supply: see Note."),
    Column("Supply Difference", Format.QTY, 12, "On Hand + Open POs + Planned - Pegged - Free - Not Used."),
    *(Column(name, Format.QTY, 11) for name in ("Ordered", "Shipped", "Cancelled", "Pegged", "Uncovered")),
    Column("Set Aside", Format.QTY, 10, "In your columns, but no open demand: see Note."),
    Column("Demand Difference", Format.QTY, 12, "Ordered - Shipped - Cancelled - Pegged - Uncovered - Set Aside."),
    Column("Note", width=70),
)  # fmt: skip
DIFFERENCES = ("Supply Difference", "Demand Difference")
MOST = 60_000_000
"""Cells that all formulas of the sheet may look at together: about a second of Excel's time, at every full calculation."""
_SLOW = 5  # times that an exact comparison costs more than a SUMIFS
_NO_SUPPLY = (PurchaseStatus.PROPOSED, PurchaseStatus.CANCELLED, PurchaseStatus.RECEIVED)
_OPEN = tuple(("status", "<>", word.value) for word in _NO_SUPPLY)
_PLANNED = (("status", "", PurchaseStatus.PROPOSED.value),)
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# What a criterion of SUMIFS may take for a pattern, a comparison, a number, a date, a time or a truth value.
_READ_OTHERWISE = re.compile(
    r"[=<>].*|.*[*?~].*|[^a-z]*|.{200,}|[\d.,+-]*e[+-]?\d+|\d[\d: ]*[ap]m?|true|false"
    rf"|(?:{_MONTH})[a-z]*[\W_]*\d+.*|\d+[\W_]*(?:{_MONTH}).*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Books:
    """The user's tables as Excel will see them."""

    orders: Standing
    stock: Standing
    purchases: Standing
    left_out: Bools
    """The rows of Orders that the run could not use."""


def proving(outcome: Outcome, reading: Reading, headers: Headers, changes: Changes) -> SheetTable:
    """The proof of a run; ``changes`` is what it writes into the user's tables, so that what will stand there is proved."""
    placed = reading.placed
    rows = {name: max(place.last_row - place.header_row, 0) for name, place in placed.items()}
    live = live_items(outcome.balance, rows, len(outcome.pegs))
    if not live.any():
        return proof(outcome.balance, live, None)
    made = next((t for t in changes.tables if t.sheet == "Purchase Orders"), None)
    orders, stock, purchases = (of_table(name, placed.get(name), headers, changes.patches, made) for name in FIELDS)
    at = placed["orders"].header_row + 1 + np.arange(orders.rows)
    left_out = ~np.isin(at, reading.tables.orders["row"])
    return proof(outcome.balance, live, Books(orders, stock, purchases, left_out))


def live_items(balance: pd.DataFrame, rows: dict[str, int], pegs: int) -> Bools:
    """Which items get formulas: all, or else those that wait, or else none, so that Excel stays quick.

    ``rows`` is how long each table of the user's is, by its name.
    """
    cost = 3 * rows.get("orders", 0) + 2 * rows.get("stock", 0) + 7 * rows.get("purchase_orders", 0) + 4 * pegs
    each = np.where(awkward(texts(balance, "sku")), _SLOW, 1) * cost
    waiting = ints(balance, "waiting") > 0
    for chosen in (np.ones(len(balance), bool), waiting):
        if int(each[chosen].sum()) <= MOST:
            return chosen
    return np.zeros(len(balance), bool)


def awkward(codes: np.ndarray) -> Bools:
    """Which codes SUMIFS could take for something else than themselves; they are compared one by one instead."""
    odd = [_NUMBER.fullmatch(c) is None and _READ_OTHERWISE.fullmatch(c) is not None for c in codes]
    alike = {c.lstrip("0") for c, o in zip(codes, odd, strict=True) if o and c.isdigit()}  # 0012 is 12 to SUMIFS
    return np.array([o or c in alike for c, o in zip(codes, odd, strict=True)], bool)


def proof(balance: pd.DataFrame, live: Bools, books: Books | None) -> SheetTable:
    """The sheet; ``books`` is None where no item is ``live``, and the numbers are then those of the run."""
    shown = {name: ints(balance, name) for name in balance.columns if name != "sku"}
    not_used, note = np.zeros(len(balance), np.int64), [""] * len(balance)
    set_aside = shown["on_hold"] + shown["closed"]
    _tell(note, shown["on_hold"], "{} on hold")
    _tell(note, shown["closed"], "{} still open on closed lines")
    if books is not None:
        excel = _as_excel_adds(balance, books)
        odd = {name: excel[name] - shown[name] for name in ("on_hand", "open_pos", "planned")}
        _tell(note, odd["on_hand"], "{} on Stock that cannot be handed out (reserved twice, below 0, left out)")
        _tell(note, odd["open_pos"], "{} on Purchase Orders that are not open (over-received, left out, or by Status)")
        _tell(note, odd["planned"], "{} proposed that the run did not make")
        not_used = odd["on_hand"] + odd["open_pos"] + odd["planned"]
        unused = _as_excel_adds(balance, books, books.left_out)
        left_out, all_open = _still_open(unused), _still_open(excel)
        otherwise = all_open - _still_open(shown) - left_out
        _tell(note, left_out, "{} on rows of Orders that were left out: see Problems")
        _tell(note, np.minimum(otherwise, 0), "{} that Excel does not add up (typed as text, or with a blank beside the code)")
        _tell(note, np.maximum(otherwise, 0), "{} that Excel adds up otherwise")
        set_aside = set_aside + left_out + otherwise
        shown |= excel
    if not live.all():
        note = [n or ("" if is_live else "values, no formulas: the book is large") for n, is_live in zip(note, live, strict=True)]
    pegged = sum((shown[name] for name in PEGGED), np.zeros(len(balance), np.int64))
    supply = shown["on_hand"] + shown["open_pos"] + shown["planned"] - pegged - shown["free"] - not_used
    demand = shown["ordered"] - shown["shipped"] - shown["cancelled"] - pegged - shown["uncovered"] - set_aside
    numbers = (
        *(shown[n] for n in ("on_hand", "open_pos", "planned", *PEGGED, "free")), not_used, supply,
        *(shown[n] for n in ("ordered", "shipped", "cancelled")), pegged, shown["uncovered"], set_aside, demand,
    )  # fmt: skip
    data: dict[str, np.ndarray | list] = {"SKU": texts(balance, "sku")}
    data |= {c.header: n / UNIT for c, n in zip(COLUMNS[1:-1], numbers, strict=True)}
    data["Note"] = [n or None for n in note]
    formulas, refs = _formulas(balance, live, books)
    alarms = tuple(Alarm(name, When.NOT_ZERO) for name in DIFFERENCES)
    return SheetTable(NAME, NAME, COLUMNS, data, ("SKU",), formulas=formulas, refs=refs, alarms=alarms, page=Page(NAME))


def adds_up(table: SheetTable) -> bool:
    """Whether no item differs."""
    return not any(np.asarray(table.data[name]).any() for name in DIFFERENCES)


def _still_open(sums: dict[str, Ints]) -> Ints:
    return sums["ordered"] - sums["shipped"] - sums["cancelled"]


def _as_excel_adds(balance: pd.DataFrame, books: Books, where: Bools | None = None) -> dict[str, Ints]:
    """The sums that the formulas over the user's columns come to; ``where`` picks rows of Orders."""
    skus = {sku.casefold(): i for i, sku in enumerate(texts(balance, "sku"))}
    orders, stock, purchases = books.orders, books.stock, books.purchases
    status = purchases.texts.get("status", np.full(purchases.rows, "", object))
    open_ = ~np.isin(status, [word.value for word in _NO_SUPPLY])
    planned = status == PurchaseStatus.PROPOSED.value
    return {
        **{name: orders.sums(name, skus, where) for name in ("ordered", "shipped", "cancelled")},
        "on_hand": stock.sums("on_hand", skus) - stock.sums("reserved", skus),
        "open_pos": purchases.sums("ordered", skus, open_)
        - purchases.sums("received", skus, open_)
        - purchases.sums("cancelled", skus, open_),
        "planned": purchases.sums("ordered", skus, planned),
    }


def _tell(note: list[str], quantity: Ints, words: str) -> None:
    for i in np.flatnonzero(quantity).tolist():
        said = words.format(f"{plain(int(quantity[i])):,}")
        note[i] = f"{note[i]}; {said}" if note[i] else said


def _formulas(
    balance: pd.DataFrame, live: Bools, books: Books | None
) -> tuple[dict[str, list[str | None]], dict[str, Reference]]:
    refs: dict[str, Reference] = {c.header: Ref(NAME, c.header, Piece.ROW) for c in COLUMNS}
    size = len(balance)
    formulas: dict[str, list[str | None]] = {
        "Pegged": ["{From Stock}+{From POs}+{From Planned}"] * size,
        "Supply Difference": ["ROUND({On Hand}+{Open POs}+{Planned}-{Pegged}-{Free}-{Not Used},6)"] * size,
        "Demand Difference": ["ROUND({Ordered}-{Shipped}-{Cancelled}-{Pegged}-{Uncovered}-{Set Aside},6)"] * size,
    }
    if books is None:
        return formulas, refs
    refs |= {f"a.{f}": Ref("Allocations", h) for f, h in (("sku", "SKU"), ("quantity", "Quantity"), ("source", "Source"))}
    for letter, table in (("o", books.orders), ("s", books.stock), ("p", books.purchases)):
        refs |= {f"{letter}.{field}": ref for field, ref in table.refs.items()}
    exact = awkward(texts(balance, "sku"))
    for header, terms in _TERMS.items():
        by_kind = {kind: _sum(terms, refs, kind) for kind in (False, True)}
        formulas[header] = [by_kind[bool(e)] if is_live else None for e, is_live in zip(exact, live, strict=True)]
    return formulas, refs


_Term = tuple[str, str, str, tuple[tuple[str, str, str], ...]]  # sign, table, column, criteria
_TERMS: dict[str, tuple[_Term, ...]] = {
    "On Hand": (("", "s", "on_hand", ()), ("-", "s", "reserved", ())),
    "Open POs": (("", "p", "ordered", _OPEN), ("-", "p", "received", _OPEN), ("-", "p", "cancelled", _OPEN)),
    "Planned": (("", "p", "ordered", _PLANNED),),
    "From Stock": (("", "a", "quantity", (("source", "", "stock"),)),),
    "From POs": (("", "a", "quantity", (("source", "", "purchase"),)),),
    "From Planned": (("", "a", "quantity", (("source", "", "planned"),)),),
    "Ordered": (("", "o", "ordered", ()),),
    "Shipped": (("", "o", "shipped", ()),),
    "Cancelled": (("", "o", "cancelled", ()),),
    "Uncovered": (("", "a", "quantity", (("source", "", "none"),)),),
}


def _sum(terms: tuple[_Term, ...], refs: dict[str, Reference], exact: bool) -> str:
    """A sum over the rows of the item in this row; columns that the workbook does not have are left out."""
    out = ""
    for sign, table, column, criteria in terms:
        if f"{table}.{column}" not in refs:
            continue
        known = [c for c in criteria if f"{table}.{c[0]}" in refs]
        if len(known) < len(criteria) and any(op == "" for _, op, _ in criteria):
            continue  # without a Status nothing is proposed
        if exact:
            tests = [f'({{{table}.sku}}&""={{SKU}}&"")', *(f'({{{table}.{f}}}&""{op or "="}"{word}")' for f, op, word in known)]
            out += f"{sign}SUMPRODUCT(1*{'*'.join(tests)},{{{table}.{column}}})"
        else:
            wanted = "".join(f',{{{table}.{f}}},"{op}{word}"' for f, op, word in known)
            out += f"{sign}SUMIFS({{{table}.{column}}},{{{table}.sku}},{{SKU}}{wanted})"
    return out or "0"
