"""What does QuickBooks' report Open Sales Orders by Item say?

A printed report more than a table: titles above, the item as a heading over its lines, a total below them, blank columns
between. A line's quantity includes what was invoiced already, unless Invoiced, Backordered or Open Balance stands beside it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import per_unit
from backorder_xl.imports.sources.model import Evidence, Source, no_lines
from backorder_xl.imports.sources.table import Row, Table

_DESCRIBED = re.compile(r"(.+?)\s+\((.*)\)$", re.DOTALL)
_QTY = ("Qty", "Quantity")
_DUE = ("Ship Date", "Due Date", "Due")
_TRAP = (
    "Qty in this report includes units that were invoiced already, and no column says how many: Shipped stays as it is in the "
    "workbook. Add Invoiced or Open Balance under Customize Report, and export again."
)


def read(table: Table) -> list[Incoming]:
    """Orders; a line is known by its item, as lines that are shipped whole drop out of the report and places move."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name", "status"]
    shipped = table.has("Invoiced", "Backordered") or (table.has("Open Balance") and table.has("Amount"))
    fields += ["shipped"] if shipped else []
    fields += ["need_by"] if table.has(*_DUE) else []
    fields += ["unit_price"] if table.has("Amount", "Sales Price") else []
    out = Gather(table, "orders", fields)
    lines = _lines(out)
    paths: dict[str, set[str]] = {}
    for _, path in lines:
        paths.setdefault(path[-1].casefold(), set()).add(":".join(path))
    seen: dict[tuple[str, str], int] = {}
    for row, path in lines:
        sku = path[-1] if len(paths[path[-1].casefold()]) == 1 else ":".join(path)
        again = seen[(row.text("Num"), sku)] = seen.get((row.text("Num"), sku), 0) + 1
        _line(out, row, sku, sku if again == 1 else f"{sku}-{again}")
    if not shipped:
        out.say(Weight.QUESTION, 0, "Qty", "", _TRAP)
    return [out.incoming()]


def _lines(out: Gather) -> list[tuple[Row, list[str]]]:
    """The rows that are sales orders, each with the headings that it stands under, outermost first."""
    found = []
    for row in out.table.rows:
        if row.text("Num") and row.text(*_QTY) and row.text("Group"):
            found.append((row, [_code(heading) for heading in row.text("Groups").split(" / ")]))
        elif row.text(*_QTY):
            out.leave_out(row, "Num", "This row has a quantity, and no number or no item above it: it is left out.")
    return found


def _code(heading: str) -> str:
    """The item's name; QuickBooks puts its description in brackets behind it."""
    described = _DESCRIBED.match(heading)
    return described[1].strip() if described else heading


def _line(out: Gather, row: Row, sku: str, line: str) -> None:
    ordered = out.amount(row, *_QTY, needed=True)
    total = out.amount(row, "Amount", money=True)
    price = out.amount(row, "Sales Price", money=True)
    name = row.text("Name", "Customer")
    out.add(
        row, order=row.text("Num"), line=line, sku=sku, ordered=ordered, order_date=out.day(row, "Date", needed=True),
        customer=name, customer_name=name, status="open", shipped=_shipped(out, row, ordered, total),
        need_by=out.day(row, *_DUE), unit_price=price if price is not None else per_unit(total, ordered),
    )  # fmt: skip


def _shipped(out: Gather, row: Row, ordered: Decimal | None, total: Decimal | None) -> Decimal | None:
    """What has left: Invoiced, else ordered less Backordered, else by the money that is still open."""
    invoiced, waiting = out.amount(row, "Invoiced"), out.amount(row, "Backordered")
    if invoiced is not None or ordered is None:
        return invoiced
    if waiting is not None:
        return ordered - waiting
    still = out.amount(row, "Open Balance", money=True)
    if still is None or not total:
        return None
    units = ordered * (total - still) / total
    if units == round(units, 6) and (ordered % 1 or not units % 1):  # of whole units no half was shipped
        return round(units, 6).normalize() if units else Decimal(0)
    out.say(
        Weight.QUESTION, row.number, "Open Balance", row.text("Open Balance"),
        "The open money is no whole share of the quantity, so it does not say what was shipped: type Shipped on Orders.",
    )  # fmt: skip
    return None


SOURCE = Source(
    name="QuickBooks",
    layout="open sales orders by item",
    needs=("Type", "Date", "Num", "Name", "Qty"),
    one_of=(("Amount", "Open Balance", "Invoiced", "Backordered"),),
    never=("Item", "SKU", "Memo/Description"),
    evidence=Evidence.CODE,
    where="Public programs that read the report from QuickBooks Desktop, and a consultant's page on what its totals include.",
    grouped=True,
    leaves="P.O. #, Memo. Orders that are shipped whole are not in it, so it closes nothing: import it together with a report of "
    "invoices, or close them by hand.",
    read=read,
)
CUSTOMER = Source(
    name="QuickBooks",
    layout="open sales orders by customer",
    needs=("Type", "Date", "Num", "Amount", "Open Balance"),
    never=("Qty", "SKU"),
    evidence=Evidence.CODE,
    where="Public programs that read the report from QuickBooks Desktop.",
    leaves="All of it: it has no items.",
    read=no_lines,
    takes=(),
    instead="It has a row per order without its items; export Open Sales Orders by Item instead.",
)
