"""Do the values of a row agree with each other, and the tables among themselves?

The checks of rule 1.5 that look at more than one cell. Nothing is changed but what a warning says.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.near import near_codes
from backorder_xl.core.showcase import web_address
from backorder_xl.core.words import NO_DAYS, NO_MONEY, UNIT, OrderStatus, SourceKind
from backorder_xl.tables.cells import Finding, micro_text
from backorder_xl.tables.contracts import Contract
from backorder_xl.tables.problems import Problem, Unusable, problem
from backorder_xl.tables.rows import Rows

_MOST_UNITS = 4e12  # int64 millionths hold 9.2e12 units; sums must stay below


def within(rows: Rows) -> None:
    """Check quantities and dates within each row (rule 1.5); findings are added to the rows."""
    match rows.contract.name:
        case "orders":
            _too_much(rows, "shipped", "more-than-ordered")
            for name in ("need_by", "promised"):
                _before_order(rows, name)
        case "purchase_orders":
            _too_much(rows, "received", "more-than-bought")
            _before_order(rows, "expected")
        case "receipts":
            _rejected(rows)
        case "items":
            _links(rows)


def _values(rows: Rows, name: str) -> np.ndarray:
    column = rows.columns.get(name)
    return column.values if column else np.zeros(len(rows.data), np.int64)


def _readable(rows: Rows, *names: str) -> np.ndarray:
    good = rows.data.copy()
    good[[i for n, i in rows.bad if n in names]] = False
    return good


def _too_much(rows: Rows, done: str, code: str) -> None:
    ordered, gone, cancelled = (_values(rows, n) for n in ("ordered", done, "cancelled"))
    good = _readable(rows, "ordered", done, "cancelled") & ~rows.blank("ordered")
    over = good & (gone + cancelled > ordered)
    if code == "more-than-bought":  # more than was ordered may come (rule 5.2); to come and be cancelled is a contradiction
        over &= cancelled > 0
    for i in np.flatnonzero(over):
        words = {
            done: micro_text(gone[i]),
            "cancelled": micro_text(cancelled[i]),
            "ordered": micro_text(ordered[i]),
        }
        rows.findings.append(("ordered", Finding(int(i), words["ordered"], code, words)))


def _rejected(rows: Rows) -> None:
    received, rejected = _values(rows, "received"), _values(rows, "rejected")
    good = _readable(rows, "received", "rejected") & ~rows.blank("received")
    for i in np.flatnonzero(good & (rejected > received)):
        words: dict[str, object] = {"received": micro_text(received[i])}
        rows.findings.append(("rejected", Finding(int(i), micro_text(rejected[i]), "rejected-above-received", words)))


def _links(rows: Rows) -> None:
    """What stands in Link and is no web address is told; the page leaves it out (rule 10.5)."""
    if "link" not in rows.columns:
        return
    links = rows.columns["link"].values
    for i in np.flatnonzero(rows.data & (links != "")):
        if not web_address(links[i]):
            rows.findings.append(("link", Finding(int(i), links[i], "link-unusable")))


def _before_order(rows: Rows, name: str) -> None:
    if name not in rows.columns or "order_date" not in rows.columns:
        return
    day, ordered = rows.columns[name].values, rows.columns["order_date"].values
    for i in np.flatnonzero(rows.data & (day < ordered)):
        words: dict[str, object] = {"ordered": str(ordered[i])[:10]}
        rows.findings.append((name, Finding(int(i), str(day[i])[:10], "date-before-order", words)))


def second_keys(
    contract: Contract, sheet: str, frame: pd.DataFrame, folded: Callable[[np.ndarray], np.ndarray]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave out each second row with the same key; the first stays (rule 1.5)."""
    if not contract.unique and contract.name != "customers":
        return frame, []
    keys = pd.DataFrame({n: folded(frame[n].to_numpy()) for n in contract.key})
    double = keys.duplicated().to_numpy()
    if not double.any():
        return frame, []
    first = frame["row"].groupby([keys[n] for n in contract.key]).transform("first").to_numpy()
    headers = " and ".join(contract.field(n).header for n in contract.key)
    code = "second-key" if contract.unique else "second-row"
    told = []
    for i in np.flatnonzero(double):
        value = ", ".join(str(frame[n].iat[i]) for n in contract.key)
        told.append(problem(code, sheet, int(frame["row"].iat[i]), headers, value, first=int(first[i])))
    return frame[~double].reset_index(drop=True), told


def refuse_overflow(name: str, tables: Tables) -> None:
    """Refuse a workbook whose quantities add up to more than can be counted exactly."""
    for sheet, frame, columns in (
        ("Orders", tables.orders, ("ordered", "shipped", "cancelled")),
        ("Stock", tables.stock, ("on_hand", "reserved")),
        ("Purchase Orders", tables.purchase_orders, ("ordered", "received", "cancelled")),
        ("Receipts", tables.receipts, ("received", "rejected")),
    ):
        for column in columns:
            total = float(frame[column].to_numpy().astype(np.float64).sum()) / UNIT
            if total > _MOST_UNITS:
                raise Unusable(
                    f"{name}: the quantities in column {column.replace('_', ' ').title()} of {sheet} add up to "
                    f"{total:,.0f} units, more than the {_MOST_UNITS:,.0f} that can be counted exactly; check whether "
                    "barcodes or numbers without their decimal mark stand there."
                )


def across(tables: Tables, sheets: dict[str, str]) -> list[Problem]:
    """Check the tables against each other (rule 1.5); splits lists of suppliers on Items into Sourcing rows."""
    told = _several_suppliers(tables, sheets)
    told += unknown_skus(tables, sheets)
    told += _unknown_suppliers(tables, sheets)
    if "items" not in sheets and "sourcing" not in sheets:
        told.append(problem("no-items", "Items"))
    return told


def unknown_skus(tables: Tables, sheets: dict[str, str]) -> list[Problem]:
    """SKUs of open order lines that Stock or Items do not know; one problem per SKU, at its first row."""
    o = tables.orders
    left = o["ordered"].to_numpy() - o["shipped"].to_numpy() - o["cancelled"].to_numpy()
    live = o[(left > 0) & (o["status"].to_numpy() == OrderStatus.OPEN.value)]
    wanted: dict[str, tuple[str, int]] = {}
    first = live.drop_duplicates("sku")
    for sku, row in zip(first["sku"], first["row"], strict=True):
        wanted.setdefault(sku.casefold(), (sku, int(row)))
    stocked = {s.casefold(): s for s in tables.stock["sku"].unique()}
    listed = {s.casefold(): s for s in tables.items["sku"].unique()}
    has_items = "items" in sheets
    lost = [k for k in wanted if k not in stocked or (has_items and k not in listed)]
    near = near_codes([k for k in lost if k not in stocked], stocked)
    if has_items:
        near |= {k: v for k, v in near_codes([k for k in lost if k not in listed], listed).items() if k not in near}
    told = []
    sheet = sheets["orders"]
    for key in lost:
        sku, row = wanted[key]
        no_stock, no_item = key not in stocked, has_items and key not in listed
        if key in near:
            other, how = near[key]
            missing = " and ".join(
                [f"{sheets['stock']} (0 on hand)"] * no_stock + [f"{sheets.get('items', '')} (no supplier)"] * no_item
            )
            told.append(problem("sku-near", sheet, row, "SKU", sku, missing=missing, near=other, how=how))
            continue
        if no_stock:
            told.append(problem("sku-not-in-stock", sheet, row, "SKU", sku))
        if no_item:
            told.append(problem("sku-not-in-items", sheet, row, "SKU", sku))
    return told


def _unknown_suppliers(tables: Tables, sheets: dict[str, str]) -> list[Problem]:
    if "suppliers" not in sheets:
        return []
    known = {s.casefold() for s in tables.suppliers["supplier"]}
    told = []
    for name, frame in (("items", tables.items), ("sourcing", tables.sourcing)):
        first = frame[frame["supplier"] != ""].drop_duplicates("supplier")
        for code, row in zip(first["supplier"], first["row"], strict=True):
            if code.casefold() not in known and name in sheets:
                told.append(problem("supplier-unknown", sheets[name], int(row), "Supplier", code))
    return told


def _several_suppliers(tables: Tables, sheets: dict[str, str]) -> list[Problem]:
    """An item's Supplier such as "2;6", where each part is a known supplier: the first is the item's, and every part
    becomes a source, ranked as written (silent point: sources of the sheet Sourcing keep their place)."""
    known = {s.casefold(): s for s in tables.suppliers["supplier"]}
    items = tables.items
    lists = {}
    for text in items["supplier"].unique():
        parts = [p.strip() for p in text.replace("|", ";").replace(",", ";").replace("/", ";").split(";")]
        if len(parts) > 1 and text.casefold() not in known and all(p.casefold() in known for p in parts):
            lists[text] = list(dict.fromkeys(parts))
    if not lists:
        return []
    given = set(zip(tables.sourcing["sku"].str.casefold(), tables.sourcing["supplier"].str.casefold(), strict=True))
    ranked = {s.casefold() for s in tables.sourcing["sku"]}
    told, added = [], []
    for i in np.flatnonzero(items["supplier"].isin(list(lists)).to_numpy()):
        text, sku, row = items["supplier"].iat[i], items["sku"].iat[i], int(items["row"].iat[i])
        for rank, part in enumerate(lists[text], 1):
            if (sku.casefold(), part.casefold()) not in given:
                own_rank = NO_DAYS if sku.casefold() in ranked else rank
                added.append(_source(tables.sourcing, row, sku, part, own_rank))
        told.append(problem("several-suppliers", sheets["items"], row, "Supplier", text, first=lists[text][0]))
    items["supplier"] = items["supplier"].map(lambda s: lists[s][0] if s in lists else s).astype(object)
    if added:
        more = pd.DataFrame(added, columns=tables.sourcing.columns).astype(tables.sourcing.dtypes)
        tables.sourcing = pd.concat([tables.sourcing, more], ignore_index=True)
    return told


def _source(sourcing: pd.DataFrame, row: int, sku: str, supplier: str, rank: int) -> dict[str, object]:
    """A Sourcing row that says who and in which place, and leaves the rest to Items and Suppliers."""
    made: dict[str, object] = {"row": row, "sku": sku, "supplier": supplier, "rank": rank}
    made |= {"kind": SourceKind.STANDARD.value, "supplier_sku": "", "lead_time": NO_DAYS, "unit_cost": NO_MONEY}
    return {c: made.get(c, 0) for c in sourcing.columns}
